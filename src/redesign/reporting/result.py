"""What `redesign.run` and `redesign.load_study` give back: a finished study to read, show, draw and save."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from redesign.reporting.chart import Chart, draw
from redesign.reporting.figures import write_figures
from redesign.reporting.fonts import FILE, missing_letters
from redesign.reporting.html import html
from redesign.reporting.summary import details, summary
from redesign.reporting.text import between, share, visible
from redesign.study.certified import Certificate
from redesign.study.strategy_result import PlanResult, StrategyResult
from redesign.study.study import AssumedNumber, Study

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from matplotlib.axes import Axes

    from redesign.scenario.model import Scenario
    from redesign.study.ask.answers import Answer
    from redesign.study.ask.robust_result import Robust
    from redesign.study.ask.sure_result import Sure
    from redesign.study.knowledge import Knowledge
    from redesign.study.place import Place


DETAILS = "details.txt"
"""Every table as plain text, in the study folder."""


class Result:
    """A finished study with its words, tables and charts."""

    def __init__(
        self,
        study: Study,
        knowledge: Knowledge | None = None,
        *,
        scenario: Scenario | None = None,
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        """`knowledge` is what the study has learned, to be kept beside it: questions are answered with it.

        `scenario` is what was studied, kept beside it, too: to remake the study, and to compare its inputs. `beside`
        are the files, by name, that stood beside a study that was read: they are saved with it as they are.
        """
        self.study, self.knowledge, self.scenario, self.beside = study, knowledge, scenario, beside or {}

    @property
    def plan(self) -> PlanResult:
        """Posts, packages and levers of the certified plan."""
        return self.study.plan

    @property
    def strategies(self) -> dict[str, StrategyResult]:
        """Every strategy by name: plan, support, promises, hours, cost."""
        return self.study.strategies

    @property
    def certificate(self) -> Certificate:
        """Solver status, support with its bound, promises, differences, years."""
        return self.study.certificate

    @property
    def assumptions(self) -> tuple[AssumedNumber, ...]:
        """The numbers without a source, each with its file and line."""
        return self.study.assumptions

    @property
    def sure(self) -> Sure | None:
        """How sure the answer is: what `redesign ask STUDY sure` has kept beside the study; None where nothing."""
        from redesign.study.ask.sure_result import Sure

        answer = self._asked("sure")
        return answer if isinstance(answer, Sure) else None

    @property
    def robust(self) -> Robust | None:
        """Which plan holds: what `redesign ask SCENARIO robust` has kept beside the study; None where nothing."""
        from redesign.study.ask.robust_result import Robust

        answer = self._asked("robust")
        return answer if isinstance(answer, Robust) else None

    def _asked(self, question: str) -> Answer | None:
        """What is kept beside it of this very study."""
        from redesign.study.ask.answers import from_json

        kept = self.beside.get(f"asked/{question}.json")
        answer = from_json(kept.decode()) if kept else None
        return answer if answer is not None and answer.about.digest == self.digest else None

    @property
    def digest(self) -> str:
        """One hash over plan and measures."""
        return self.study.digest

    def __repr__(self) -> str:
        support = self.certificate.support
        return (
            f"<Result {visible(self.study.scenario.name)}: {self.certificate.strategy}, modeled support "
            f"{between(support)}, certified gap {share(support.certified_gap)}>"
        )

    def _repr_html_(self) -> str:
        return html(self.study, self.sure, self.robust)

    def summary(self) -> str:
        """The first screen as plain text: the answer, people, schools, money, promises, doubt."""
        return summary(self.study, sure=self.sure, robust=self.robust)

    def details(self) -> str:
        """Every table as plain text, as `redesign run --details` prints it."""
        return details(self.study)

    def save(self, folder: str | Path, executor: Executor | None = None) -> Path:
        """Write the study folder whole: `study.json`, tables, figures; raises OutputError.

        An `executor` of this machine's processes draws the charts side by side.
        """
        from redesign.study.place import claimed

        with claimed(Path(folder)) as place:
            self.save_in(place, executor)
        return Path(folder)

    def save_in(self, place: Place, executor: Executor | None = None) -> None:
        """The same in a folder that is held already, see `redesign.study.place.claimed`."""
        from redesign.study.storage import fill

        fill(place, self.study, lambda path: self._write_more(path, executor))

    def _write_more(self, folder: Path, executor: Executor | None) -> None:
        for name, content in self.beside.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        if self.knowledge is not None:
            from redesign.study.knowledge import to_json
            from redesign.study.storage import KNOWLEDGE

            (folder / KNOWLEDGE).write_text(to_json(self.knowledge), encoding="utf-8")
        if self.scenario is not None:
            from redesign.scenario.stored import to_json as scenario_to_json
            from redesign.study.storage import SCENARIO

            (folder / SCENARIO).write_text(scenario_to_json(self.scenario), encoding="utf-8")
        (folder / DETAILS).write_text(self.details(), encoding="utf-8", newline="\n")
        self._write_figures(folder / "figures", executor)

    def _write_figures(self, folder: Path, executor: Executor | None) -> None:
        write_figures(self.study, folder, executor)
        if note := missing_letters(self.study):
            (folder / FILE).write_text(note + "\n", encoding="utf-8", newline="\n")

    def chart(self, name: str, axes: Axes | None = None) -> Chart:
        """One of `redesign.reporting.charts.CHARTS`; raises KeyError where no chart has that name."""
        return draw(self.study, name, axes)

    def charts_of(self, answer: Answer) -> dict[str, Chart]:
        """The charts of what `redesign.ask` has answered of this study, by name; none where its table says it all."""
        from redesign.reporting.asked_charts import pictures

        return pictures(answer, self.study)

    def support_chart(self, axes: Axes | None = None) -> Chart:
        """How much more modeled support for the same money?"""
        return self.chart("more_support", axes)

    def posts_chart(self, axes: Axes | None = None) -> Chart:
        """Which teams shrink, and which grow?"""
        return self.chart("posts", axes)

    def moves_chart(self, axes: Axes | None = None) -> Chart:
        """Who moves where?"""
        return self.chart("moves", axes)

    def money_chart(self, axes: Axes | None = None) -> Chart:
        """Where does the money come from, and where does it go?"""
        return self.chart("money", axes)

    def visits_chart(self, axes: Axes | None = None) -> Chart:
        """How many visits does each school get, today and planned?"""
        return self.chart("visits", axes)

    def need_chart(self, axes: Axes | None = None) -> Chart:
        """Do the schools with most need gain most?"""
        return self.chart("need", axes)

    def promises_chart(self, axes: Axes | None = None) -> Chart:
        """Which promises are at risk?"""
        return self.chart("promises", axes)

    def hours_chart(self, axes: Axes | None = None) -> Chart:
        """Where do the hours go today?"""
        return self.chart("hours", axes)

    def levers_chart(self, axes: Axes | None = None) -> Chart:
        """Which services would be automated or dropped, at what price?"""
        return self.chart("levers", axes)

    def principals_chart(self, axes: Axes | None = None) -> Chart:
        """How much of principals' time comes back?"""
        return self.chart("principals", axes)

    def areas_chart(self, axes: Axes | None = None) -> Chart:
        """What does each support area contribute?"""
        return self.chart("areas", axes)

    def strategies_chart(self, axes: Axes | None = None) -> Chart:
        """What does each reform strategy deliver, in speed and in support?"""
        return self.chart("strategies", axes)

    def certificate_chart(self, axes: Axes | None = None) -> Chart:
        """How close is this to the best possible?"""
        return self.chart("best_possible", axes)

    def team_year_chart(self, axes: Axes | None = None, team: str | None = None) -> Chart:
        """How does a team's year go? By id; else the one that changes most. Raises KeyError where none has it."""
        return draw(self.study, "team_year", axes, team=team)

    def capacity_chart(self, axes: Axes | None = None, team: str | None = None) -> Chart:
        """How much work can a team promise, by posts? By id; else the one that grows most. Raises KeyError as well."""
        return draw(self.study, "team_capacity", axes, team=team)
