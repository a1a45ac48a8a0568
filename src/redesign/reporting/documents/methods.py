"""How the numbers were made, in the order of STRESS-DES, for whoever must judge them."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.reporting import asked_robust, asked_sure
from redesign.reporting.asked_sure import strategies
from redesign.reporting.documents import tables, words
from redesign.reporting.documents.document import (
    MODELED,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
    document,
    name_of,
)
from redesign.reporting.first_screen import assumed
from redesign.reporting.reading import STANDINGS, standing_of
from redesign.reporting.sections.certificate import certificate
from redesign.reporting.sure import headline, made_of
from redesign.reporting.text import UNKNOWN, amount, between, counted, percents, visible
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

LOGIC = (
    "Schools send requests at random, weekly seasons kept. Each team is one line with identical posts, or one line "
    "per post with its own schools. A free post takes mandated requests first, then routine and other work, then "
    "visits to schools; work once begun is not interrupted. Hand-overs between teams take time, and requests may "
    "come back.",
    "A visit that is not begun in its window lapses. Leave, vacancies, hiring and learning close posts for part of "
    "the year.",
    "Modeled support is need of the school, times effect of an hour, times hours of visits made. An hour of "
    "high-quality one-to-one coaching of a school of mean need counts one. Speed and principals' time are measures "
    "of their own and add nothing to it.",
    "The optimizer chooses posts and where they come from, a package of support for each school and area, and "
    "levers, within yearly and one-time budgets, rules, floors and promises. What keeps promises is learned by "
    "simulation, plan by plan.",
)
LIMITS = (
    MODELED,
    "No study measures the effect of a whole central-office redesign on pupils. Effects of single services come "
    "mostly from small, well-run programs, and are smaller at scale.",
    "Assumed numbers decide the answer where nobody has measured. Most of all, nobody has measured how many hours of "
    "principals one slow request costs.",
    "Intervals speak of chance in requests, absences and work within the model, not of whether its inputs are right.",
    "One year is simulated. What a second year would bring, and how people take to change, is outside the model.",
)


ESTIMATES = (
    "The support of each plan is regressed on the numbers: smooth functions of single numbers and products of two, as "
    "far as chance hardly explains them (5% for any at all). Worth is the expected value of perfect information of "
    "Strong, Oakley and Brennan (2014), read off these functions, its bias by their errors taken off; shares of the "
    "variance are Sobol's indices. A number of which the draws show nothing counts as worth nothing."
)


def methods(study: Study, sure: Sure | None = None, robust: Robust | None = None) -> Document:
    """The document."""
    return document(study, "methods", "How the numbers were made, along STRESS-DES", _blocks(study, sure, robust))


def _blocks(study: Study, sure: Sure | None, robust: Robust | None) -> Iterator[Block]:
    yield from _objectives(study)
    yield from _logic(study)
    yield from _data(study)
    yield from _other_truths(sure)
    if robust is not None:
        yield from tables.of_section(asked_robust.robust(robust))
    yield from _experiments(study)
    yield from _implementation(study)
    yield Heading("Limits")
    yield Bullets(LIMITS)
    yield Heading("Notes of this study")
    yield Bullets(tuple(visible(note) for note in study.notes) or ("None.",))


def _objectives(study: Study) -> Iterator[Block]:
    scenario = study.scenario
    yield Heading("Objectives")
    yield Paragraph(
        "What does the central office deliver today, which office would bring schools the most modeled support for "
        f"the same money, and does that plan hold up? {visible(scenario.description)}"
    )
    yield Paragraph(
        f"The district has {counted(scenario.schools, 'school')}, {amount(scenario.enrollment)} students and "
        f"{amount(scenario.teachers)} teachers. {words.answer(study)}"
    )
    yield tables.strategies(study)


def _logic(study: Study) -> Iterator[Block]:
    yield Heading("Logic")
    yield Bullets(LOGIC)
    yield Heading("Components", 2)
    yield Table(
        "Teams",
        ("Team", "Unit", "Posts today", "Loaded cost of a post"),
        tuple(
            (name_of(t.label), name_of(t.unit), amount(t.posts_today), f"${amount(t.loaded_cost_usd)}")
            for t in study.teams
        ),
        texts=2,
    )
    owned = {True: "yes", False: "no"}
    yield Table(
        "Services",
        ("Service", "Required by law", "A team answers it"),
        tuple((name_of(s.label), owned[s.mandated], owned[s.owned]) for s in study.services),
        texts=3,
    )
    yield Heading("Promises of the plan", 2)
    yield Paragraph(words.promises(study))
    yield _promises(study)


def _promises(study: Study) -> Table:
    """Each with its target, today's share, and the plan's with its interval."""
    rows = tuple(
        (
            name_of(p.label),
            STANDINGS[standing_of(p)],
            percents(p.file_share),
            percents(p.today_share),
            UNKNOWN if p.share is None else between(p.share, percents),
        )
        for p in study.chosen.promises
    )
    columns = ("Promise", "How it stands", "Target %", "Today %", "Plan % (95% interval)")
    return Table("Shares of requests in time, or of visits made", columns, rows, texts=2)


def _data(study: Study) -> Iterator[Block]:
    yield Heading("Data")
    yield Heading("Evidence of each support area", 2)
    yield Table(
        "What the scenario says of where the numbers of each area come from",
        ("Support area", "Source"),
        tuple((name_of(area.label), visible(area.evidence) or "none of its own") for area in study.areas),
        texts=2,
    )
    yield Heading("Assumptions", 2)
    yield Paragraph(
        f"{counted(study.proposal.totals.assumptions, 'number')} of the scenario have no published source. They stand "
        "here by the key of the scenario file, with the least and the most that it is given; each number with its "
        "line stands in assumptions.csv."
    )
    if study.assumptions:
        yield _assumed(study)


def _assumed(study: Study) -> Table:
    """What is assumed, by kind of block and key."""
    groups: dict[tuple[str, str], list[float]] = {}
    for number in study.assumptions:
        block, _, key = number.path.rpartition(".")
        groups.setdefault((block.split(".")[0].split("[")[0] or "scenario", key), []).append(number.value)
    rows = tuple(
        (block, key, *(f"{value:,.10g}" for value in (min(values), max(values))))
        for (block, key), values in sorted(groups.items())
    )
    return Table("Assumed numbers", ("Block of the scenario", "Key", "Least", "Most"), rows, texts=2)


def _other_truths(sure: Sure | None) -> Iterator[Block]:
    """What assumed numbers do to the answer; where nobody asked, how to ask."""
    yield Heading("Other truths", 2)
    if sure is None:
        yield Paragraph(f"{assumed(sure)} Its answer is not part of this study.")
        return
    yield Paragraph(f"{headline(sure)} {visible(sure.design)}. {made_of(sure)} {ESTIMATES}")
    for section, columns in (
        (strategies(sure), (0, 1, 2, 3, 4)),
        (asked_sure.numbers(sure), (0, 1, 4, 7)),
        (asked_sure.classes(sure), (0, 1, 3)),
    ):
        yield from tables.of_section(asked_sure.in_short(section, columns))


def _experiments(study: Study) -> Iterator[Block]:
    years = study.certificate.replications
    yield Heading("Experiments")
    yield Paragraph(
        f"Three sets of years do not overlap: {counted(years.build, 'year')} or more to learn what teams can promise, "
        f"{counted(years.search, 'year')} or more to try plans, {counted(years.final, 'year')} opened once for all "
        "strategies, with the same random numbers in each. A year opens with the backlog of the file and is not "
        f"warmed up. {visible(years.stopping)} Intervals are 95% intervals, adjusted for the number that is compared."
    )
    yield from tables.of_section(certificate(study))


def _implementation(study: Study) -> Iterator[Block]:
    scenario = study.scenario
    yield Heading("Implementation")
    rows = (
        ("Scenario file", visible(scenario.file) or "made in Python"),
        ("SHA-256 of its files", scenario.sha256 or "none: made in Python"),
        ("Seed", str(scenario.seed)),
        ("Engine", scenario.engine),
        ("Digest of the results", study.digest),
        *((name, version) for name, version in study.versions.items()),
    )
    yield Table("To do it again", ("What", "Value"), rows, texts=2)
    yield Paragraph(
        "The same scenario files, seed and version give the same results. Every random number of a year is drawn "
        "before it begins, from a stream named after what it drives, so that a year is replayed under every plan."
    )
    yield Heading("Citation", 2)
    yield Paragraph(
        "redesign contributors. redesign: clean-sheet service redesign for school district central offices. "
        f"Version {study.versions['redesign']}. Software, MIT license."
    )
