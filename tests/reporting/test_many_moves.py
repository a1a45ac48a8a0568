"""Hundreds of people who move still fit one page, and a thin flow is drawn over a wide one."""

from __future__ import annotations

from typing import Any

from matplotlib.patches import PathPatch

from redesign.reporting.charts import moves
from redesign.study.study import Study
from reporting import sample_study
from reporting.seen import assert_inside

TIMES = 15
COUNTS = ("today", "kept", "retrained", "retrained_out", "hired", "released", "planned")


def large() -> Study:
    """The sample study, every post of it fifteen."""
    document: Any = sample_study.document()
    for strategy in document["strategies"].values():
        for posts in strategy["plan"]["posts"]:
            posts |= {key: posts[key] * TIMES for key in COUNTS if key in posts}
            posts["retrained_in"] = {team: n * TIMES for team, n in posts["retrained_in"].items()}
    return sample_study.typed(document)


def test_a_large_office_keeps_all_its_flows_on_one_page() -> None:
    study = large()
    flows = moves.table(study).rows
    assert sum(int(row[1].replace(",", "")) for row in flows) > 200
    axes: Any = moves.chart(study)
    ribbons = [patch for child in axes.child_axes for patch in child.patches if isinstance(patch, PathPatch)]
    assert len(ribbons) == len(flows)
    assert_inside(axes.figure)
    heights = [patch.get_path().vertices[7][1] - patch.get_path().vertices[0][1] for patch in ribbons]
    order = [patch.get_zorder() for patch in ribbons]
    thin, wide = heights.index(min(heights)), heights.index(max(heights))
    assert order[thin] > order[wide]
