"""Derive the teams of a rural Texas district, where one post holds what several units do elsewhere.

As tools/derive_teams.py, but full-time equivalents are added up before they are rounded: a business office of four in
place of a payroll clerk, two analysts and two buyers. Run `python tools/derive_rural.py` for the table of
docs/evidence.md.
"""

from __future__ import annotations

import sys

from derive_teams import RULES, Derived, District, read_district

COMBINED = {
    "hr": ("hr",),
    "business_office": ("payroll", "finance", "purchasing"),
    "it_support": ("it_support",),
    "nutrition_office": ("nutrition_office",),
    "kitchen_relief": ("kitchen_relief",),
    "special_education": ("evaluators", "special_education_specialists"),
    "curriculum": ("curriculum",),
    "coaches": ("math_coaches", "literacy_coaches"),
}
"""Team: the units whose work it holds. Maintenance is derived as elsewhere; the superintendent is one post."""


def teams(district: District) -> dict[str, tuple[float, Derived]]:
    """Full-time equivalents before rounding, and the team: the mean pay, load and vacancies of its units."""
    result = {name: combined(district, units) for name, units in COMBINED.items()}
    trades = district.maintenance()
    return result | {"maintenance": (float(trades.posts), trades)}


def combined(district: District, units: tuple[str, ...]) -> tuple[float, Derived]:
    """Several units as one team, each weighted with its full-time equivalents."""
    parts = [district.team(RULES[unit]) for unit in units]
    fte = [part.chicago_fte * part.ratio for part in parts]

    def mean(values: list[float]) -> float:
        return sum(n * value for n, value in zip(fte, values, strict=True)) / sum(fte)

    loaded = mean([p.pay_usd * (1 + district.benefit_rate(p.function)) for p in parts])
    team = Derived(
        chicago_fte=sum(p.chicago_fte for p in parts),
        ratio=sum(fte) / sum(p.chicago_fte for p in parts),
        posts=max(1, int(sum(fte) + 0.5)),
        pay_usd=mean([p.pay_usd for p in parts]),
        loaded_usd=int(loaded / 100 + 0.5) * 100.0,
        vacancy_rate=round(mean([p.vacancy_rate for p in parts]), 2),
        function=" ".join(dict.fromkeys(p.function for p in parts)),
    )
    return sum(fte), team


def table(district: District) -> str:
    """The derivation as markdown."""
    lines = ["| Team | Units | FTE | Posts | Salary | Loaded | Vacancy | F-33 |", "|" + " --- |" * 8]
    for name, (fte, team) in teams(district).items():
        units = ", ".join(COMBINED.get(name, ("see text",)))
        lines.append(
            f"| {name} | {units} | {fte:.2f} | {team.posts} | ${team.pay_usd:,.0f} | ${team.loaded_usd:,.0f} "
            f"| {team.vacancy_rate:.2f} | {team.function} |"
        )
    lines += ["", f"Pay ratio {district.pay_ratio:.4f}."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(read_district("dumas")))
