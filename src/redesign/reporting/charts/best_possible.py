"""How close the plan is to the best that could exist: simulated support under its upper bound, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.page import page
from redesign.reporting.rows import Bars, bars, quantities, rows_of, whiskers
from redesign.reporting.sections.certificate import BOUND_STEPS
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import PLANNED, TODAY, Look
from redesign.reporting.text import amount, between, visible
from redesign.study.certified import CertifiedSupport
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How close is this to the best possible?"
FORM = "Bars from zero: today, the plan with its 95% interval, and what no plan can exceed, as more and more is known."
BOUND = Look("no plan can exceed", "#FFFFFF", "xxxx")


def finding(study: Study) -> str:
    """The certificate in plain words."""
    return best_in_words(study.certificate.support)


def surely(support: CertifiedSupport) -> str:
    """How sure the bound is, where simulated years are part of it."""
    return "" if support.bound_steps[-1].sure else ", with 95% confidence"


def best_in_words(support: CertifiedSupport) -> str:
    """`The best plan that could exist has at most 6.7% more ...`"""
    if support.mean <= 0:
        return f"The best plan that could exist has at most {amount(support.upper_bound)} hours."
    more = 100 * max(0.0, support.upper_bound / support.mean - 1)
    return (
        f"The best plan that could exist has at most {more:.1f}% more modeled support than this one "
        f"({amount(support.upper_bound)} against {amount(support.mean)} hours){surely(support)}."
    )


def table(study: Study) -> Section:
    """The plan, the steps of the bound, and what lies between."""
    found = study.certificate.support
    rows = [("Today, simulated", between(study.today.support)), ("This plan, simulated", between(found))]
    rows += [(_step(study, i), amount(step.value)) for i, step in enumerate(found.bound_steps)]
    parts = (
        ("Between: hours kept free for promises", found.parts.queueing),
        ("Between: not proved by the solver", found.parts.solver),
        ("Between: visits that lapse beyond the shares allowed", found.parts.lapsed_visits),
    )
    rows += [(name, amount(value)) for name, value in parts]
    return Section(QUESTION, ("", "Modeled support, hours a year"), tuple(rows))


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Today, the plan, and a bar for each step of the bound."""
    found, lines = study.certificate.support, table(study).rows[: 2 + len(study.certificate.support.bound_steps)]
    rows = rows_of([name for name, _ in lines], 20.0, head=True)
    looks = (TODAY, PLANNED, BOUND)
    values = [study.today.support.mean, found.mean, *(step.value for step in found.bound_steps)]
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, looks) as sheet:
        panel = Bars(sheet, rows, ("Hours",), [[amount(value) for value in values]]).panel()
        for at, (place, value) in enumerate(zip(rows.places, values, strict=False)):
            bars(panel, [place], 12.0, [(looks[min(at, 2)], [value])])
        whiskers(panel, rows.places[:2], [study.today.support, study.chosen.support])
        quantities(panel, "modeled support (hours a year)", max(0.0, *values), min(0.0, *values))
    return sheet.base


def _step(study: Study, at: int) -> str:
    step = study.certificate.support.bound_steps[at]
    words = visible(BOUND_STEPS[step.step]) + ("" if step.sure else " (95% confidence)")
    return f"{'and' if at else 'At most, counting'} {words}"
