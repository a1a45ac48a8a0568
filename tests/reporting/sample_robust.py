"""Which plan of the sample study holds: an answer made by hand, in which another one does, and where it does not."""

from __future__ import annotations

from dataclasses import replace

from redesign.analysis.intervals import Interval
from redesign.study.ask.robust_result import Candidate, Part, Robust
from redesign.study.study import Study
from reporting import sample_answers


def another(study: Study, label: str = "Near-best 1") -> Robust:
    """A plan near the certified one has more in its worst tenth, on fresh samples, too."""
    name = study.certificate.strategy
    mine = Candidate(
        name, study.strategies[name].label, "strategy", True, Interval(12_500.0, 12_250.0, 12_750.0), 12_000.0, 900.0,
        7_000.0, 7_020.0, 0.7, 0.6, 0.5,
    )  # fmt: skip
    near = replace(mine, name="near_1", label=label, kind="near_best", worst_tenth=7_300.0, out_of_sample=7_310.0)
    return Robust(
        question="robust",
        about=replace(sample_answers.about(study), years=500),
        by="worst_tenth",
        samples=250,
        fresh=250,
        certified=name,
        chosen="near_1",
        costs=Interval(60.0, 20.0, 100.0),
        gained=Interval(290.0, 120.0, 450.0),
        candidates=(near, mine),
        parts=(Part("near_1", 7_280.0, 7_310.0),) * 5,
        plan=study.plan,
        digest="e" * 64,
    )


def not_told(study: Study) -> Robust:
    """Fresh samples do not tell the two apart."""
    return replace(another(study), gained=Interval(90.0, -40.0, 210.0))


def certified(study: Study) -> Robust:
    """The certified plan is the one that holds best."""
    found, nothing = another(study), Interval(0.0, 0.0, 0.0)
    return replace(found, chosen=found.certified, costs=nothing, gained=nothing, candidates=found.candidates[::-1])
