"""How satisfied principals are with what becomes of a request: scores, apart from support and never part of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from redesign.scenario.blocks import Block

Score = Annotated[float, Field(ge=-1, le=1)]


class Satisfaction(Block):
    """What principals think of each way in which a request can end."""

    on_time_score: Score = Field(
        1.0, description="score of a request that is answered in time, or at once because automated"
    )
    late_score: Score = Field(0.4, description="score of one that is answered late, or still open although it was due")
    no_but_score: Score = Field(0.6, description="score of one that is refused with a courteous alternative (no_but)")
    refused_score: Score = Field(0.1, description="score of one that is eliminated and gets nothing")
    unmet_score: Score = Field(0.0, description="score of one that no team owns")
    courtesy: Score = Field(0.0, description="added to every request but the unmet, before what changes add")
