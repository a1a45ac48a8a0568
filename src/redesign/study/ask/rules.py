"""What does each rule cost? Every rule that may be lifted is, alone and all together."""

from __future__ import annotations

from redesign.study.ask.answers import RulePrice, Rules, Verified
from redesign.study.ask.options import Options
from redesign.study.ask.variant import Asking, Change, Variant, freed_teams, no_less
from redesign.study.ask.verify import verify, years_of
from redesign.study.ask.wanted import needed

ALL = ""


def rules(asking: Asking, options: Options) -> Rules:
    """Support gained where rules are lifted, ranked, what is hopeful last; never less than nothing, since the plan that
    obeys them stays.
    """
    base, lifted = asking.base, removable(asking)
    found = [no_less(each, base) for each in asking.solve([Change(lifted=names) for names in lifted.values()])]
    problems = {name or "all": each.problem for name, each in zip(lifted, found, strict=True)}
    verified = verify(asking, problems) if options.verify else {}
    prices = [
        _price(asking, name, names, *verified.get(name or "all", (each, None)))
        for (name, names), each in zip(lifted.items(), found, strict=True)
    ]
    prices.sort(key=lambda price: (price.rule == ALL, bool(price.forgotten), -_worth(price)))
    return Rules("rules", asking.about(needed(base), years_of(asking) if verified else 0), tuple(prices))


def removable(asking: Asking) -> dict[str, tuple[str, ...]]:
    """{rule: itself} of those in force that may be lifted, and all of them where there are several."""
    names = tuple(name for name, rule in asking.problem().rules.items() if rule.removable)
    return {name: (name,) for name in names} | ({ALL: names} if len(names) > 1 else {})


def _price(asking: Asking, name: str, rules: tuple[str, ...], lifted: Variant, verified: Verified | None) -> RulePrice:
    base, scenario = asking.base, asking.scenario
    forgotten = sorted(freed_teams(scenario, rules)) if verified is None else []
    return RulePrice(
        rule=name,
        label=scenario.rules[name].label if name else "all of them",
        gained=max(0.0, lifted.support - base.support),
        at_most=max(0.0, lifted.bound - base.support),
        plan=needed(lifted),
        verified=verified,
        set_by=scenario.rules[name].set_by if name else None,
        forgotten=tuple(scenario.team_ids[t] for t in forgotten),
    )


def _worth(price: RulePrice) -> float:
    return price.verified.difference.mean if price.verified else price.gained
