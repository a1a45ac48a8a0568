"""Two studies compared, as words and tables: inputs first, then what the plans do, what it brings and costs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from redesign.reporting.first_screen import CHANCE
from redesign.reporting.html import document
from redesign.reporting.reading import NOT_DISTINGUISHABLE, STANDINGS, Standing, standing
from redesign.reporting.sections.section import Section
from redesign.reporting.summary import WIDTH, plain_text, write_section
from redesign.reporting.text import amount, between, change, counted, listed, percents, shorten, usd, visible
from redesign.study.compare.comparison import Comparison, Contrast, InputDifference, Measured, PromiseDifference, Side

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.console import Console

    from redesign.analysis.intervals import Interval
    from redesign.reporting.chart import Chart
    from redesign.study.compare.comparison import Value

MOST_INPUTS = 20
"""Rows of inputs; the others are counted by block."""
VALUE_WIDTH = 18
CHOICES = {"as_is": "as it is", None: "not there"}
MONEY = {
    "yearly_usd": "A year",
    "yearly_budget_usd": "Budget a year",
    "one_time_usd": "Once",
    "one_time_budget_usd": "Budget once",
}


class Compared:
    """A comparison that shows itself: printed, in a notebook, as JSON."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    def __repr__(self) -> str:
        names = (visible(side.name) for side in (self.comparison.a, self.comparison.b))
        return f"<Compared {' with '.join(names)}: {verdict(self.comparison)}>"

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return document(opening(self.comparison), sections(self.comparison))

    def summary(self, width: int = WIDTH) -> str:
        """The comparison as plain text, no line longer than `width` columns."""
        return plain_text(lambda console: write(self.comparison, console), width)

    def chart(self, axes: Axes | None = None) -> Chart:
        """Which of two plans brings more modeled support?"""
        from redesign.reporting.compared_chart import draw

        return draw(self.comparison, verdict(self.comparison), axes)

    def to_json(self) -> str:
        """The comparison as one JSON text."""
        return self.comparison.to_json()


def write(comparison: Comparison, console: Console) -> None:
    """The comparison on a rich console."""
    from rich.text import Text

    width = min(console.width, 100)
    console.print(Text("\n".join(opening(comparison))), width=width)
    for section in sections(comparison):
        console.print()
        write_section(section, console, width)


def opening(comparison: Comparison) -> list[str]:
    """Which studies, the answer, and what the differences rest on."""
    lines = [_side("A", comparison.a), _side("B", comparison.b), "", verdict(comparison)]
    missed = [letter for letter, side in (("A", comparison.a), ("B", comparison.b)) if not side.admissible]
    if missed:
        lines.append(f"The plan of {' and of '.join(missed)} is NOT admissible: it does not keep all that is asked.")
    if comparison.a.district == comparison.b.district and comparison.a.schools != comparison.b.schools:
        lines.append("The schools are not the same: totals of one say little of the other.")
    return [*lines, price(comparison), f"{comparison.pairing} A change is B less A. {CHANCE}."]


def price(comparison: Comparison) -> str:
    """What B's plan costs more or less than A's, each year and once."""
    more = {each.what: each.b - each.a for each in comparison.cost if round(each.b) != round(each.a)}
    yearly, once = more.get("yearly_usd"), more.get("one_time_usd")
    if yearly is None and once is None:
        return "Both plans cost the same, each year and once."
    parts = [
        f"{usd(abs(each))} {'more' if each > 0 else 'less'} {when}"
        for each, when in ((yearly, "each year"), (once, "once"))
        if each is not None
    ]
    rest = "" if len(parts) == 2 else f", and the same {'each year' if yearly is None else 'once'}"
    return f"B's plan costs {' and '.join(parts)} than A's{rest}."


def verdict(comparison: Comparison) -> str:
    """The answer in a sentence or two, after what makes it say little."""
    a, b = comparison.a.district, comparison.b.district
    if a != b:
        apart = f"These are different districts, {visible(a)} and {visible(b)}: totals of one say little of the other."
        return f"{apart} {_answer(comparison)}"
    return _answer(comparison)


def _answer(comparison: Comparison) -> str:
    difference, same = comparison.plans.difference, comparison.same_plan
    found = f"{change(difference.mean)} (95% interval {amount(difference.low)} to {amount(difference.high)})"
    if difference.verdict != NOT_DISTINGUISHABLE:
        more = "more" if difference.verdict == "higher" else "less"
        plans = "B's plan, though it is the same as A's," if same else "B's plan"
        return f"{plans} brings {more} modeled support than A's: {found} coaching-equivalent hours a year."
    if same and _nothing(difference):
        return "Both plans are the same, and so is their modeled support in every year."
    either = "The plans are the same." if same else "As far as support goes, either plan will do."
    if _nothing(difference):
        return f"The modeled support of both plans is the same in every year. {either}"
    explained = f"{found} is what chance in the simulated years explains"
    return f"The modeled support of both plans is {NOT_DISTINGUISHABLE}: {explained}. {either}"


def sections(comparison: Comparison) -> list[Section]:
    """Every part, in the order in which one thing leads to another."""
    return [
        _inputs(comparison),
        _posts(comparison),
        _packages(comparison),
        _levers(comparison),
        _support(comparison),
        _cost(comparison),
        _promises(comparison),
    ]


def _side(letter: str, side: Side) -> str:
    file = visible(side.file) or "made in Python"
    return f"{letter}: {visible(side.name)} ({file}), {visible(side.label)}, seed {side.seed}, {side.years} years"


def _inputs(comparison: Comparison) -> Section:
    title = "What was put in"
    if comparison.inputs is None:
        return Section(title, lines=("A study that keeps no scenario.json: inputs cannot be compared.",))
    if not comparison.inputs:
        return Section(title, lines=("Every value is the same.",))
    shown, others = comparison.inputs[:MOST_INPUTS], comparison.inputs[MOST_INPUTS:]
    rows = tuple((visible(each.path), _value(each.a, each), _value(each.b, each)) for each in shown)
    blocks = Counter(each.path.partition(".")[0] for each in others)
    more = listed((f"{count:,} in {visible(block)}" for block, count in blocks.most_common()), 8)
    return Section(title, ("Input", "A", "B"), rows, (f"And others: {more}.",) if others else ())


def _value(value: Value, difference: InputDifference) -> str:
    if value is None:
        return "not there" if difference.block else "not said"
    if difference.block and isinstance(value, int):
        return counted(value, "value")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{int(value) if float(value).is_integer() else value:,}"
    return shorten(value, VALUE_WIDTH) or "(empty)"


def _posts(comparison: Comparison) -> Section:
    if not comparison.posts:
        return Section("Posts", lines=("Every team has the same posts.",))
    rows = []
    for each in comparison.posts:
        today = {number for number in (each.a_today, each.b_today) if number is not None}
        difference = None if each.a is None or each.b is None else each.b - each.a
        now = " / ".join(map(str, sorted(today)))
        rows.append((visible(each.label), now, amount(each.a), amount(each.b), change(difference)))
    return Section("Posts", ("Team", "Today", "A", "B", "Change"), tuple(rows), _taste(comparison))


def _taste(comparison: Comparison) -> tuple[str, ...]:
    """What differs between plans that are as good as each other is a matter of taste, as far as support goes."""
    if comparison.plans.difference.verdict != NOT_DISTINGUISHABLE:
        return ()
    return (f"Their support is {NOT_DISTINGUISHABLE}: these moves alone decide nothing.",)


def _packages(comparison: Comparison) -> Section:
    if not comparison.packages:
        return Section("Packages", lines=("Every school has the same.",))
    rows = tuple(
        (visible(each.label), amount(each.a_visits), amount(each.b_visits), f"{each.others:,} of {each.schools:,}")
        for each in comparison.packages
    )
    return Section("Packages", ("Area", "Visits A", "Visits B", "Schools with another package"), rows)


def _levers(comparison: Comparison) -> Section:
    if not comparison.levers:
        return Section("Levers", lines=("Taken and left alike.",))
    rows = tuple((visible(each.label), _choice(each.a), _choice(each.b)) for each in comparison.levers)
    return Section("Levers", ("Service or lever", "A", "B"), rows)


def _choice(choice: str | None) -> str:
    return CHOICES.get(choice, str(choice))


def _support(comparison: Comparison) -> Section:
    rows = [
        *(row for each in comparison.support for row in _measured({"today": "Today", "plan": "Plan"}[each.what], each)),
        *_measured("Principal hours, plan", comparison.principal_hours),
    ]
    lines = ("Support in coaching-equivalent hours a year, with 95% intervals; modeled, not measured on students.",)
    return Section("Modeled support and principal time", ("", "A year", "Change"), tuple(rows), lines)


def _measured(name: str, measured: Measured) -> list[tuple[str, str, str]]:
    return [
        (f"{name}, A", between(measured.a), ""),
        (f"{name}, B", between(measured.b), _difference(measured.difference)),
    ]


def _difference(contrast: Contrast) -> str:
    if contrast.verdict == NOT_DISTINGUISHABLE:
        return "the same every year" if _nothing(contrast) else NOT_DISTINGUISHABLE
    return f"{change(contrast.mean)} ({amount(contrast.low)} to {amount(contrast.high)})"


def _nothing(contrast: Contrast) -> bool:
    return contrast.low == contrast.high == 0


def _cost(comparison: Comparison) -> Section:
    if not comparison.cost:
        return Section("Cost and budgets", lines=("The same to the dollar.",))
    rows = tuple((MONEY[each.what], usd(each.a), usd(each.b), _signed_usd(each.b - each.a)) for each in comparison.cost)
    return Section("Cost and budgets", ("", "A", "B", "Change"), rows)


def _signed_usd(value: float) -> str:
    return f"{'+' if round(value) > 0 else ''}{usd(value)}"


def _promises(comparison: Comparison) -> Section:
    told = [each for each in comparison.promises if _matters(each)]
    rows = tuple(
        (
            visible(each.label),
            _percents(each.a),
            _percents(each.b),
            _points(each.difference),
        )
        for each in told
    )
    lines = [
        f"{visible(each.label)}: {' in A, '.join(STANDINGS[stands] for stands in _standings(each))} in B."
        for each in told
        if set(_standings(each)) != {"meets"}
    ]
    lines += [
        f"Only {letter} promises: {listed(map(visible, labels))}."
        for letter, labels in (("A", comparison.only_a), ("B", comparison.only_b))
        if labels
    ]
    others = len(comparison.promises) - len(told)
    if others:
        lines.insert(0, f"{counted(others, 'other promise' if told else 'promise')}: {NOT_DISTINGUISHABLE}.")
    if told:
        lines.append(
            "Percent in time, or of visits made, over the years compared; changes in points, adjusted for the number "
            "of promises. What a promise is called rests on all years of its own study."
        )
    return Section("Promises", ("Promise", "A %", "B %", "Change") if told else (), rows, tuple(lines))


def _matters(promise: PromiseDifference) -> bool:
    one, two = _standings(promise)
    return promise.difference.verdict != NOT_DISTINGUISHABLE or one != two


def _standings(promise: PromiseDifference) -> tuple[Standing, Standing]:
    return standing(promise.a_verdict, promise.a_decided), standing(promise.b_verdict, promise.b_decided)


def _percents(interval: Interval) -> str:
    return f"{percents(interval.mean)} ({percents(interval.low)}-{percents(interval.high)})"


def _points(contrast: Contrast) -> str:
    if contrast.verdict == NOT_DISTINGUISHABLE:
        return NOT_DISTINGUISHABLE
    mean, low, high = (100 * value for value in (contrast.mean, contrast.low, contrast.high))
    return f"{mean:+.1f} ({low:.1f} to {high:.1f})"
