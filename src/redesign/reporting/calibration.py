"""What a ticket log says of a scenario, as sections for a terminal and as the page CALIBRATION.md."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from redesign.analysis.intervals import Interval
from redesign.calibration.fit import Calibration, ServiceFit
from redesign.calibration.log_file import Reasons
from redesign.calibration.predicted import Check
from redesign.reporting.calibration_chart import FIGURES, QUESTION, finding
from redesign.reporting.sections.section import Section
from redesign.reporting.text import UNKNOWN, listed, share, visible
from redesign.study.calibrated.busy import Busy
from redesign.study.calibrated.calibrated import Calibrated
from redesign.study.calibrated.compared import Beside
from redesign.study.calibrated.curves import SHARES, Curves

ALL_TOLD = (
    "What a log does not tell, and what is as it was: posts, pay, leave, the productive share of a day, other work, "
    "the promise, what visits bring. Simulated turnaround rests on all of these, so that a difference from the log "
    "does not say which of them is wrong."
)
OTHER_WORK = (
    "Other work stays as it was, and no log has it. Where it was set so that a team is about as busy as it was "
    "thought to be, `other_work_hours_per_year` is the number to change: the last column keeps the team as busy as "
    "before. A plan takes hours without work for posts to spare."
)
HOW_INTERVALS = (
    "Intervals are 95%. Rates: counts of weeks are Poisson or, where weeks that follow each other differ by more, as "
    "widely spread as they and blocks of four weeks are. Peaks: given their weeks, by parametric bootstrap. Work: "
    "lognormal or gamma by likelihood; lognormal means by Cox's interval, gamma from Fisher's information. Turnaround, "
    "on time and open tickets: months drawn with replacement; tickets still open count with what is known of them "
    "(Kaplan-Meier). Simulated: today's office on 20 years, their mean, and the lowest and the highest year."
)


def sections(done: Calibrated) -> list[Section]:
    """Everything, in order."""
    found = done.found
    parts = [_read(found)]
    for fit in found.services:
        label = visible(done.before.services[fit.service].label)
        parts.append(_numbers(label, fit))
        rows = [row for row in done.beside if row.service == fit.service]
        if rows:
            parts.append(_beside(label, rows))
        parts += [_check(label, each) for each in done.checks if each.service == fit.service]
    parts += [_busy(done.busy)] if done.busy else []
    return [*parts, Section("What it does not tell", lines=(ALL_TOLD,))]


def _busy(teams: tuple[Busy, ...]) -> Section:
    rows = tuple(
        (
            visible(each.label),
            share(each.before),
            share(each.after),
            f"{each.other_work_hours_per_year:,.0f}",
            f"{each.as_busy_hours_per_year:,.0f}",
        )
        for each in teams
    )
    columns = ("Team", "Busy before", "Busy now", "Other work, hours", "As busy with")
    return Section("How busy today's teams are with these numbers", columns, rows, (OTHER_WORK,))


def _read(found: Calibration) -> Section:
    log = found.log
    columns = ", ".join(f"{name} from `{visible(column)}`" for name, column in log.columns.items())
    lines = [
        f"{log.rows:,} rows; {len(log.opened):,} tickets from {found.first} to {found.end - 1} are fitted. "
        f"Read: {columns}.",
        *_reasons("Dropped", log.dropped),
        *_reasons("Counted as requests, but not in turnaround or work", log.partly),
    ]
    if found.elsewhere:
        names = listed([f"{visible(name) or 'no category'} ({count:,})" for name, count in found.elsewhere.items()])
        lines.append(f"Of no service, and left out: {names}.")
    for service, count in found.too_few.items():
        lines.append(f"Too few tickets to fit: {service} ({count}).")
    return Section(f"Ticket log {visible(log.file)}", lines=(*lines, *map(visible, found.notes)))


def _reasons(word: str, reasons: Reasons) -> Iterator[str]:
    if not reasons.counts:
        return
    told = []
    for reason, count in reasons.counts.items():
        first = ", ".join(f"{line:,}" for line in reasons.lines[reason])
        more = ", ..." if count > len(reasons.lines[reason]) else ""
        told.append(f"{count:,} {reason} (line{'s' if count > 1 else ''} {first}{more})")
    yield f"{word}: {'; '.join(told)}."


def _numbers(label: str, fit: ServiceFit) -> Section:
    rows = [(each.key, digits(each.before), digits(each.value.mean), _ends(each.value)) for each in fit.numbers]
    rows += [
        (f"peak, weeks {peak.from_week} to {peak.to_week}", "", digits(peak.factor.mean), _ends(peak.factor))
        for peak in fit.arrivals.peaks
    ]
    spread = fit.arrivals.dispersion_long
    lines = list(map(visible, fit.notes))
    if fit.work is not None:
        lines.append(
            f"Work: {fit.work.tickets:,} tickets with hours, {fit.work.distribution} (log likelihood "
            f"{fit.work.likelihood_gain:,.1f} above the other){_rounded(fit.work.rounded_to)}."
        )
    words = "as Poisson counts" if spread == 1 else f"{spread:.1f} times as much as Poisson counts"
    lines.append(f"{fit.tickets:,} tickets; months vary {words}.")
    return Section(f"{label}: fitted", ("Number", "Before", "Fitted", "95% interval"), tuple(rows), tuple(lines))


def _rounded(unit: float | None) -> str:
    return "" if unit is None else f"; hours are rounded to {unit:.3g}, and a value stands for all that round to it"


def _beside(label: str, rows: list[Beside]) -> Section:
    cells = tuple(
        (
            row.measure,
            f"{_number(row.measure, row.observed.mean)} ({_ends(row.observed, row.measure)})",
            f"{_number(row.measure, row.simulated.mean)} ({_ends(row.years, row.measure)})",
            row.verdict,
        )
        for row in rows
    )
    columns = ("Measure", "Log (95% interval)", "Simulated (range of years)", "Verdict")
    return Section(_beside_title(label), columns, cells)


def _beside_title(label: str) -> str:
    return f"{label}: simulated against observed"


def _check(label: str, each: Check) -> Section:
    rows = tuple(
        (
            c.measure,
            digits(c.predicted.mean),
            _ends(c.predicted),
            digits(c.observed),
            "inside" if c.inside else "OUTSIDE",
        )
        for c in each.compared
    )
    lines = [f"Weeks whose arrivals lie in their 95% interval: {share(each.weeks_inside)} of {each.weeks}."]
    if each.backlog_inside is not None:
        lines.append(f"Ends of weeks whose open tickets lie in theirs: {share(each.backlog_inside)}.")
    lines.append(
        "Predicted from the fitted range alone, without a queue: arrivals as fitted, turnaround as in its last year."
    )
    columns = ("Measure", "Predicted", "95% interval", "Came", "")
    title = f"{label}: predicted and came, {each.first} to {each.end - 1}"
    return Section(title, columns, rows, (*map(visible, each.notes), *lines))


def digits(value: float) -> str:
    """A number with three digits or more, as people read it."""
    if not math.isfinite(value):
        return UNKNOWN
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _number(measure: str, value: float) -> str:
    return share(value) if measure == "on time" and math.isfinite(value) else digits(value)


def _ends(value: Interval, measure: str = "") -> str:
    return f"{_number(measure, value.low)} to {_number(measure, value.high)}"


def page(done: Calibrated, file: str) -> str:
    """The page CALIBRATION.md."""
    found = done.found
    lines = [
        f"# Calibration of {visible(done.before.name)}",
        "",
        f"`{file}` extends the scenario with the numbers below, each with its source: the log "
        f"`{visible(found.log.file)}` from {found.first} to {found.end - 1}. Weeks count from July 1. Working hours "
        f"are those of the clock, {found.clock.days} days a week from {found.clock.opens:g} o'clock, "
        f"{found.clock.hours_per_day:g} hours each; holidays are not known.",
        "",
        HOW_INTERVALS,
        "",
    ]
    charts = {_beside_title(visible(done.before.services[each.service].label)): each for each in done.curves}
    for section in sections(done):
        lines += [*_markdown(section), *(_chart(done, charts[section.title]) if section.title in charts else ())]
    return "\n".join(lines)


def _chart(done: Calibrated, curves: Curves) -> list[str]:
    """A picture of it, with what it shows; the text beside it has every value."""
    where, shown = f"{FIGURES}/{curves.service}", finding(done, curves).replace("[", "(").replace("]", ")")
    return [f"![{QUESTION} {shown}]({where}.png)", "", f"The same in words, every value: `{where}.txt`.", ""]


def _markdown(section: Section) -> list[str]:
    lines = [f"## {section.title}", ""]
    if section.rows:
        table = [section.columns, ("---",) * len(section.columns), *section.rows]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in table]
        lines.append("")
    for line in section.lines:
        lines += [f"- {line}"]
    return [*lines, ""]


def to_json(done: Calibrated) -> str:
    """Everything as one JSON text, without the tickets."""
    found = done.found
    values = {
        "scenario": done.scenario.name,
        "log": {
            "file": found.log.file,
            "columns": found.log.columns,
            "rows": found.log.rows,
            "tickets": len(found.log.opened),
            "first": found.first,
            "last": found.end - 1,
            "dropped": asdict(found.log.dropped),
            "partly": asdict(found.log.partly),
            "reopened": found.log.reopened,
            "elsewhere": found.elsewhere,
            "too_few": found.too_few,
            "notes": found.notes,
        },
        "services": [_service(fit) for fit in found.services],
        "curves": {"shares": SHARES, "services": [asdict(each) for each in done.curves]},
        "simulated": [{**asdict(row), "verdict": row.verdict} for row in done.beside],
        "busy": [asdict(each) for each in done.busy],
        "checks": [
            {**asdict(each), "compared": [{**asdict(c), "inside": c.inside} for c in each.compared]}
            for each in done.checks
        ],
    }
    return json.dumps(_plain(values), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _service(fit: ServiceFit) -> dict[str, Any]:
    arrivals = fit.arrivals
    return {
        "service": fit.service,
        "tickets": fit.tickets,
        "numbers": [asdict(each) for each in fit.numbers],
        "per_year": asdict(arrivals.per_year),
        "peaks": [asdict(peak) for peak in arrivals.peaks],
        "dispersion": arrivals.dispersion,
        "dispersion_long": arrivals.dispersion_long,
        "change": None if arrivals.change is None else asdict(arrivals.change),
        "seasonal": arrivals.seasonal,
        "work": None if fit.work is None else asdict(fit.work),
        "turnaround": None if fit.turnaround is None else asdict(fit.turnaround),
        "notes": fit.notes,
    }


def _plain(value: Any) -> Any:
    """What JSON can say: no number for what is not finite, days as texts."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64):
        value = value.item()
    if isinstance(value, np.datetime64):
        return str(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value
