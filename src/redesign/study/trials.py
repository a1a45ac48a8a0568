"""What is asked of simulation in a study, and what it has said: every question once, for all strategies."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from redesign.analysis.cluster_years import Case
from redesign.analysis.missed import Miss
from redesign.analysis.parts import Taken
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem
from redesign.scenario.model import Scenario
from redesign.study.problems import Setting
from redesign.study.questions import Answer, Question, answers, situation
from redesign.study.runner import Runner

Key = TypeVar("Key", bound=Hashable)


class Trials:
    """What simulation has said of clusters, asked once for all strategies."""

    def __init__(self, setting: Setting, runner: Runner) -> None:
        self.setting, self.runner = setting, runner
        self.answering = [i for i, today in enumerate(setting.today) if today.scenario.services]
        """Clusters that answer requests."""
        self._known: list[tuple[Question, Answer]] = []
        self._alone: list[list[Scenario]] = [[] for _ in setting.clusters]

    def of(self, plans: Mapping[str, tuple[Problem, Plan]], clusters: list[int]) -> dict[str, dict[int, Answer]]:
        """Answers of some clusters, by their number, for the plans of several strategies."""
        found = self.of_one({(name, i): (i, *each) for name, each in plans.items() for i in clusters})
        return {name: {i: found[name, i] for i in clusters} for name in plans}

    def of_one(self, plans: Mapping[Key, tuple[int, Problem, Plan]], explained: bool = True) -> dict[Key, Answer]:
        """Answers of one cluster each; `explained`: with what would do where a promise is missed."""
        asked = {key: replace(self._question(*each), explained=explained) for key, each in plans.items()}
        new: list[Question] = []
        for question in asked.values():
            if self._answer(question) is None and not any(question.same_as(other) for other in new):
                new.append(question)
        self._ask(new)
        return {key: found for key, question in asked.items() if (found := self._answer(question))}

    def is_same(self, i: int, problem: Problem, one: Plan, other: Plan) -> bool:
        """Whether two plans are one to a cluster."""
        return self._question(i, problem, one).same_as(self._question(i, problem, other))

    def _ask(self, new: list[Question]) -> None:
        """Questions about the same work one after the other, so that none is simulated that the one before told."""
        groups: list[list[Question]] = []
        for question in new:
            group = next((each for each in groups if question.same_work(each[0])), None)
            if group is None:
                groups.append([question])
            else:
                group.append(question)
        told = self.runner.replicate("plans", answers, groups) if groups else []
        for group, found in zip(groups, told, strict=True):
            self._known += zip(group, found, strict=True)

    def _question(self, i: int, problem: Problem, plan: Plan) -> Question:
        asked = situation(Case(problem.scenario, plan), self.setting.clusters[i], problem.levers)
        known = next((alone for alone in self._alone[i] if alone == asked.scenario), None)
        if known is None:
            self._alone[i].append(asked.scenario)
        else:  # the same object, so that questions are quick to compare
            asked = replace(asked, scenario=known)
        question = Question(self.setting.today[i], asked, self.runner.engine)
        found: dict[tuple[tuple[int, ...], Taken], Miss] = {}
        for other, told in self._known:
            if question.same_work(other):
                found |= told.known
        return replace(question, known=found)

    def _answer(self, question: Question) -> Answer | None:
        return next((found for known, found in self._known if question.same_as(known)), None)
