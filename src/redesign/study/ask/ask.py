"""Ask a question of a study: with what it has learned, and what is answered kept in its folder."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from redesign.errors import OutputError
from redesign.scenario.model import Scenario
from redesign.scenario.pinned import pinned
from redesign.simulation.engines import Asked
from redesign.study.ask.alternatives import alternatives
from redesign.study.ask.answers import Answer, from_json, to_json
from redesign.study.ask.budget import budget
from redesign.study.ask.options import Options, options_for
from redesign.study.ask.posts import posts
from redesign.study.ask.robust import robust
from redesign.study.ask.rules import rules
from redesign.study.ask.sure import sure
from redesign.study.ask.targets import targets
from redesign.study.ask.variant import Asking
from redesign.study.knowledge import Knowledge, read_knowledge
from redesign.study.pipeline import run, runner_for, workers_for
from redesign.study.runner import silent
from redesign.study.storage import ASKED, KNOWLEDGE, STUDY, add, read_study
from redesign.study.study import Study

Question: TypeAlias = Literal["rules", "budget", "posts", "alternatives", "targets", "sure", "robust"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
_ANSWERED_BY: dict[Question, Callable[[Asking, Options], Answer]] = {
    "rules": rules,
    "budget": budget,
    "posts": posts,
    "alternatives": alternatives,
    "targets": targets,
    "sure": sure,
    "robust": robust,
}


def ask(asking: Asking, question: Question, options: Options) -> Answer:
    """The answer; raises InfeasibleError where not even the scenario as it is, with its pins, has a plan."""
    return _ANSWERED_BY[question](asking, options)


def engine_for(question: Question, asked: Asked) -> Asked:
    """The engine to ask for where none is: thousands of years repay loading compiled code."""
    return "compiled" if question in ("sure", "robust") and asked == "auto" else asked


def study_in(folder: Path, scenario: Scenario) -> tuple[Study, Knowledge] | str:
    """The study of a scenario that a folder holds, and what it has learned; why not, where it does not."""
    if not (folder / STUDY).exists():
        return f"{folder} holds no study yet"
    try:
        knowledge = read_knowledge(folder)
        if not knowledge.is_of(scenario):
            return f"{folder} holds the study of another scenario, seed or version"
        return read_study(folder), knowledge
    except OutputError as error:
        known = folder / KNOWLEDGE
        return f"{known} cannot be used ({error})" if known.exists() else f"{folder} keeps no {KNOWLEDGE}"


def keep(folder: Path, answer: Answer, pictures: Callable[[Path], object] | None = None) -> str:
    """Put an answer into the study's folder, in place of the one before; returns its name there.

    `pictures` is given the folder in which it will stand; raises OutputError.
    """
    name = f"{ASKED}/{answer.question}.json"

    def write(new: Path) -> None:
        (new / ASKED).mkdir(exist_ok=True)
        (new / name).write_text(to_json(answer), encoding="utf-8")
        if pictures is not None:
            pictures(new / ASKED)

    add(folder, write)
    return name


def kept(folder: Path, question: Question) -> Answer:
    """An answer that a study folder keeps; raises OutputError."""
    path = folder / ASKED / f"{question}.json"
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        command = f"redesign ask {shlex.quote(str(folder))} {question}"
        raise OutputError(f"{folder} keeps no answer to {question}; ask: {command}") from error
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    except (UnicodeError, OutputError) as error:
        raise OutputError(f"{path}: {error}") from error


def answers_in(folder: Path, study: Study) -> dict[Question, Answer]:
    """Every answer that a folder keeps of this very study; raises OutputError for one that cannot be read."""
    there = (question for question in QUESTIONS if (folder / ASKED / f"{question}.json").exists())
    answers = {question: kept(folder, question) for question in there}
    return {question: answer for question, answer in answers.items() if answer.about.digest == study.digest}


def ask_anew(scenario: Scenario, question: Question, workers: int | None = 1, **options: Any) -> Answer:
    """Run the study of a scenario, in memory, and ask; `pins` bind the question and not the study."""
    pins: Collection[str] = options.pop("pins", ())
    with_pins, known = pinned(scenario, pins), list[Knowledge]()
    with workers_for(scenario, workers) as executor:
        study = run(scenario, executor=executor, learned=known.append)
        runner, _ = runner_for(scenario, executor, engine_for(question, "auto"), silent)
        asking = Asking(with_pins, study, known[0], runner)
        return ask(asking, question, options_for(question, scenario.run, options))
