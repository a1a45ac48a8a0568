"""Packages by support area and need quartile of the schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.reading import (
    MEASURES,
    measures_in_words,
    need_columns,
    package_names,
    schools_by_package,
    whose,
    with_any,
)
from redesign.reporting.style import OKABE_ITO, Look, canvas, grouped, heading, rows, say, stack, thousands
from redesign.reporting.text import listed, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From light to dark as packages grow, so that grey says the same; more than three take hatches.
SCALE = (
    ("#FFFFFF", ""),
    (OKABE_ITO["sky"], ""),
    (OKABE_ITO["blue"], ""),
    (OKABE_ITO["black"], ""),
    (OKABE_ITO["yellow"], "...."),
    (OKABE_ITO["orange"], "////"),
    (OKABE_ITO["green"], "xxxx"),
    (OKABE_ITO["purple"], "++++"),
)


def package_looks(names: list[str]) -> list[Look]:
    """A look for each package, `none` white, then darker and darker; after eight they repeat."""
    return [Look(name, *SCALE[place % len(SCALE)]) for place, name in enumerate(names)]


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Four bars per area, least to most need: how many schools get which package."""
    table = _table(study)
    headers = [not counts for _, counts in table]
    names, places, height = grouped([name for name, _ in table], headers)
    with canvas(axes, 1.5 + 0.19 * height) as axes:
        bars = [(place, counts) for place, (_, counts) in zip(places, table, strict=True) if counts]
        looks = package_looks(package_names(study))
        parts = [(look, [counts.get(look.label, 0) for _, counts in bars]) for look in looks]
        handles = stack(axes, [place for place, _ in bars], parts, 0.84)
        by_need = " and need of school" if len(need_columns(study)) > 1 else ""
        heading(axes, f"Packages by area{by_need}", whose(study), handles, columns=5)
        if not bars:
            say(axes, "No support area has a school.")
            return axes
        rows(axes, places, names, headers)
        thousands(axes, "schools", whole=True)
        _measures(axes, study, [place for place, header in zip(places, headers, strict=True) if header])
    return axes


def alt(study: Study) -> str:
    """The same packages in words: the schools that get any, by need."""
    words = []
    for area in study.areas:
        given = map(with_any, schools_by_package(study.chosen, area.id).values())
        words.append(f"{visible(area.label)} {listed(map(str, given))}")
    by_need = len(need_columns(study)) > 1
    opening = f"Stacked bars for {whose(study)}: schools by package, for each support area"
    order = ", from the quartile of least to that of most need" if by_need else ""
    need = f" Need goes by {'; by '.join(measures_in_words(study))}." if by_need else ""
    quartile = " and need quartile" if by_need else ""
    return f"{opening}{quartile}. Schools with a package{order}: {'; '.join(words)}.{need}"


def _measures(axes: Axes, study: Study, places: list[float]) -> None:
    """Beside each area's name what its schools' need goes by."""
    for place, area in zip(places, study.areas, strict=True):
        axes.text(0.0, place, f" need: {MEASURES[area.need_measure]}", va="center", fontsize=8, style="italic")


def _table(study: Study) -> list[tuple[str, dict[str, int]]]:
    """Area label with no counts, then its quartiles with schools per package."""
    table: list[tuple[str, dict[str, int]]] = []
    names = need_columns(study)
    for area in study.areas:
        quartiles = schools_by_package(study.chosen, area.id).items()
        table += [(area.label, {}), *((names[q].lower(), schools) for q, schools in quartiles if any(schools.values()))]
    return table
