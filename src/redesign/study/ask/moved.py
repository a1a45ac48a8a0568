"""What each number of a scenario moves, as a stored answer of `ask sure` has it. Nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from redesign.analysis.weights import Weighed
from redesign.errors import OutputError
from redesign.scenario.model import Scenario
from redesign.scenario.uncertain import uncertain_numbers
from redesign.study.ask.sure_result import Moves, Sure
from redesign.study.storage import ASKED, STUDY


@dataclass(frozen=True, slots=True)
class Moved:
    """A stored answer, by number."""

    folder: Path
    sure: Sure
    of: Mapping[str, Moves]
    """By key path of each number that was drawn: what it does, alone or with the others of its factor."""

    def ordered(self, numbers: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
        """First what does anything: by what knowing it is worth, then by what it moves. All others stay in order."""
        return tuple(sorted(numbers, key=lambda each: self._rank(each.number.path)))

    def _rank(self, path: str) -> tuple[bool, float, float]:
        one = self.of.get(path)
        return (True, 0.0, 0.0) if one is None or not does(one) else (False, -one.worth.mean, -one.total)


def does(one: Moves) -> bool:
    """Whether the draws show that it moves anything."""
    return one.worth.mean > 0 or one.total > 0


def moved_in(folder: Path, scenario: Scenario) -> Moved | str:
    """The answer that a folder keeps of this very scenario; where there is none, why."""
    if not (folder / STUDY).exists():
        return f"{folder} holds no study yet"
    from redesign.study.ask.ask import kept, study_in  # late: the optimizer, which a list without a study does not need

    if isinstance(found := study_in(folder, scenario), str):
        return found
    if not (folder / ASKED / "sure.json").exists():
        return f"{folder} keeps no answer of `ask sure`"
    try:
        answer = kept(folder, "sure")
    except OutputError as error:
        return str(error)
    if not isinstance(answer, Sure) or answer.about.digest != found[0].digest:
        return f"{folder} keeps an answer of `ask sure` to another study"
    known = {each.path: each for each in (*answer.numbers, *answer.groups) if each.kind != "class"}
    drawn = ((each.path, known.get(each.path) or known.get(each.factor)) for each in uncertain_numbers(scenario))
    return Moved(folder, answer, {path: one for path, one in drawn if one is not None})
