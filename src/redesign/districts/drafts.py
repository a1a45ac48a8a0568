"""Schools as files give them, with holes, and the rules that fill them: each filled number says how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from redesign.districts.facts import Level, Number, Origin, PublishedSchool
from redesign.districts.missing import Missing
from redesign.scenario.notes import FEWEST_PUPILS_PER_TEACHER, MOST_PUPILS_PER_TEACHER

PUPILS_PER_TEACHER = 15.1
"""Of the United States: 49.31 million pupils / 3.26 million teachers of the districts that report both, CCD 2023-24."""
_FEWEST_KNOWN = 0.5
"""Share of schools or pupils that must be known for the rest to be imputed."""
_TENTH = 0.1
LUNCH, DIRECT = "econ_disadvantaged", "directly_certified"
_EVERYONE = 0.995
"""Share of pupils from which on a count of free lunches tells no schools apart."""
_MOST_NAMED = 10
ONE_PRINCIPAL = Number(1.0, Origin("assumed", "one principal a school: the files do not publish principals by school"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A school whose counts may be missing."""

    id: str
    name: str
    level: Level
    enrollment: Number | Missing
    teachers: Number | Missing
    needs: Mapping[str, Number | Missing]
    principals: Number = ONE_PRINCIPAL


@dataclass(slots=True)
class Filled:
    """Schools without holes, what a reader should be told, and the share of pupils whose need was published."""

    schools: list[PublishedSchool]
    notes: list[str] = field(default_factory=list)
    published: dict[str, float] = field(default_factory=dict)
    """By measure of need."""
    doubts: list[str] = field(default_factory=list)
    """What a reader should be told first."""


Totals = Mapping[str, Number | Missing | None]
"""Counts of the district: `enrollment`, `kept` (pupils of the drafts), `teachers`, `special_education`, ..."""
Asked = Callable[[str, str], Exception]
"""Makes the error that asks for a number: which one, and the message."""


def filled(drafts: Sequence[Draft], totals: Totals, asked: Asked) -> Filled:
    """Impute what is missing by stated rules; raises what `asked` makes where too little is known for it."""
    notes: list[str] = []
    pupils = enrollments(drafts, totals, notes, asked)
    teachers = _teachers(drafts, pupils, totals, notes)
    measures = dict.fromkeys(name for draft in drafts for name in draft.needs)
    needs: dict[str, list[Number]] = {}
    published: dict[str, float] = {}
    for name in measures:
        published[name], counts = _needs(name, drafts, pupils, notes)
        if counts:
            needs[name] = counts
    everyone = sum(number.value for number in pupils)
    for name in ("special_education", "emergent_bilingual"):
        total = totals.get(name)
        if name not in needs and isinstance(total, Number):
            needs[name] = allocated(total, pupils, max(everyone, _value(totals.get("enrollment"))))
            notes.append(f"{_plain(name)} is published for the district only: shared out by enrollment.")
    schools = [
        PublishedSchool(
            draft.id,
            draft.name,
            draft.level,
            pupils[i],
            teachers[i],
            draft.principals,
            {name: counts[i] for name, counts in needs.items()},
        )
        for i, draft in enumerate(drafts)
    ]
    doubts = [doubt for name in needs for doubt in _too_many(name, drafts, pupils)]
    return Filled(schools, notes, {name: published[name] for name in needs if name in published}, doubts)


def enrollments(drafts: Sequence[Draft], totals: Totals, notes: list[str], asked: Asked) -> list[Number]:
    """Those that are known, and for the others what is left of the district's total, in equal parts; without a total
    what a school's teachers come to, or the median of its level.
    """
    known = [draft for draft in drafts if isinstance(draft.enrollment, Number)]
    holes = [draft for draft in drafts if isinstance(draft.enrollment, Missing)]
    if len(known) < _FEWEST_KNOWN * len(drafts) or not known:
        reason = next((str(draft.enrollment) for draft in holes), "")
        few = f"found the pupils of {len(known)} of {len(drafts)} schools ({reason})"
        raise asked("enrollment", f"{few}; allowed: of half of them at least, so that the others can be imputed")
    if not holes:
        return [draft.enrollment for draft in drafts if isinstance(draft.enrollment, Number)]
    rest = _rest(known, len(holes), totals.get("kept"))
    found = [
        draft.enrollment if isinstance(draft.enrollment, Number) else rest or _like_others(draft, known)
        for draft in drafts
    ]
    names = {draft.id: str(draft.enrollment) for draft in holes}
    notes.append(f"Enrollment was imputed for {of(drafts, names)}.")
    return found


def _rest(known: Sequence[Draft], holes: int, total: Number | Missing | None) -> Number | None:
    """An equal part of what the schools with a count leave of a total; nothing where there is none."""
    given = sum(_value(draft.enrollment) for draft in known)
    if not isinstance(total, Number) or total.value - given < holes:
        return None
    rest = f"({total.value:,.0f}: {total.origin.text}; - {given:,.0f} of {len(known)} schools with a count)"
    return Number(float(round((total.value - given) / holes)), Origin("computed", f"{rest} / {holes} without"))


def _like_others(draft: Draft, known: Sequence[Draft]) -> Number:
    """The teachers of a school times pupils per teacher of the others of its level; without teachers, their median."""
    both = _with_both(known)
    if isinstance(draft.teachers, Number) and draft.teachers.value and both:
        some, which = _of_level(draft.level, both, "pupils and teachers")
        own, ratio = draft.teachers, _ratio(some)
        text = f"{own.value:g} teachers ({own.origin.text}) x {ratio:.2f} pupils per teacher of {which}"
        return Number(max(1.0, float(round(own.value * ratio))), Origin("computed", text))
    some, which = _of_level(draft.level, known, "a count")
    size = median(_value(each.enrollment) for each in some)
    return Number(float(round(size)), Origin("computed", f"median of {which}"))


def _of_level(level: Level, known: Sequence[Draft], what: str) -> tuple[Sequence[Draft], str]:
    """Schools of a level, or all where none of it is known, and how to say them."""
    alike = [draft for draft in known if draft.level == level]
    some, kind, why = (alike, f"{level} ", "") if alike else (known, "", ", as none of its level has")
    return some, f"the {len(some)} {kind}school{'s' * (len(some) != 1)} of the district with {what}{why}"


def go_together(pupils: float, teachers: float) -> bool:
    """Whether a school may have so many of both."""
    return FEWEST_PUPILS_PER_TEACHER * teachers <= pupils <= MOST_PUPILS_PER_TEACHER * teachers


def _with_both(drafts: Sequence[Draft]) -> list[Draft]:
    """Schools with pupils and teachers that go together: others would fill theirs with what is wrong."""
    both = ((draft, _value(draft.enrollment), _value(draft.teachers)) for draft in drafts)
    return [draft for draft, pupils, teachers in both if pupils and go_together(pupils, teachers)]


def _ratio(drafts: Sequence[Draft]) -> float:
    """Pupils per teacher of schools with both counts."""
    return sum(_value(draft.enrollment) for draft in drafts) / sum(_value(draft.teachers) for draft in drafts)


def _pupils_per_teacher(drafts: Sequence[Draft], everyone: float, totals: Totals) -> tuple[float, Origin]:
    """The ratio of the district's schools; failing that of its totals, then the national one."""
    known = _with_both(drafts)
    total = totals.get("teachers")
    if known:
        ratio = _ratio(known)
        text = f"{ratio:.2f} pupils per teacher of the {len(known)} schools of the district with a count"
    elif isinstance(total, Number) and total.value:
        ratio = max(everyone, _value(totals.get("enrollment"))) / total.value
        text = f"{ratio:.2f} pupils per teacher of the district ({total.value:,.1f} teachers, {total.origin.text})"
    else:
        text = f"enrollment / {PUPILS_PER_TEACHER:g} pupils per teacher of the United States, CCD 2023-24"
        return PUPILS_PER_TEACHER, Origin("assumed", text)
    return ratio, Origin("computed", f"enrollment / {text}")


def _teachers(drafts: Sequence[Draft], pupils: Sequence[Number], totals: Totals, notes: list[str]) -> list[Number]:
    ratio, origin = _pupils_per_teacher(drafts, sum(number.value for number in pupils), totals)
    found, imputed = list[Number](), dict[str, str]()
    for draft, size in zip(drafts, pupils, strict=True):
        if isinstance(draft.teachers, Number) and draft.teachers.value:
            found.append(draft.teachers)
            continue
        found.append(Number(max(_TENTH, round(size.value / ratio, 1)), origin))
        reason = draft.teachers if isinstance(draft.teachers, Missing) else f"none for {size.value:,.0f} pupils"
        imputed[draft.id] = str(reason)
    if imputed:
        notes.append(f"Teachers were imputed for {of(drafts, imputed)}; rule: {origin.text}.")
    return found


def _needs(
    name: str, drafts: Sequence[Draft], pupils: Sequence[Number], notes: list[str]
) -> tuple[float, list[Number]]:
    """The share of pupils whose schools publish a measure, and its counts, the missing ones by the district's share."""
    everyone = sum(number.value for number in pupils) or 1.0
    given = [draft.needs.get(name) for draft in drafts]
    sizes = [size.value for size, number in zip(pupils, given, strict=True) if isinstance(number, Number)]
    counts = [number.value for number in given if isinstance(number, Number)]
    if sum(sizes) < _FEWEST_KNOWN * everyone or not counts:
        notes.append(f"{_plain(name)}: published for {sum(sizes) / everyone:.0%} of pupils only; not used.")
        return sum(sizes) / everyone, []
    share = min(1.0, sum(counts) / sum(sizes))
    text = f"enrollment x {share:.1%}, the share of the {len(counts)} schools of the district with a count"
    found, imputed = list[Number](), dict[str, str]()
    for draft, size, number in zip(drafts, pupils, given, strict=True):
        if isinstance(number, Number):
            found.append(capped(number, size))
        else:
            found.append(Number(float(round(size.value * share)), Origin("computed", text)))
            imputed[draft.id] = str(number or "not in the files")
    if imputed:
        notes.append(f"{_plain(name)} was imputed for {of(drafts, imputed)}; rule: {text}.")
    return sum(sizes) / everyone, found


def capped(number: Number, size: Number) -> Number:
    """A count of pupils of a school, of which it has no more than pupils."""
    if number.value <= size.value:
        return number
    text = f"{number.value:g} ({number.origin.text}), no more than the enrollment, {size.value:g}"
    return Number(size.value, Origin("computed", text))


def _too_many(name: str, drafts: Sequence[Draft], pupils: Sequence[Number]) -> Iterator[str]:
    """That schools have more pupils with a need than pupils, in a sentence."""
    found = {
        draft.id: f"found {number.value:,.0f}, {number.origin.text}; allowed: at most {size.value:,.0f}"
        for draft, size in zip(drafts, pupils, strict=True)
        if isinstance(number := draft.needs.get(name), Number) and number.value > size.value
    }
    if found:
        yield f"{_plain(name)} is more than the enrollment at {of(drafts, found)}; the enrollment is taken."


def measure_of(schools: Filled, poor: str) -> tuple[str, list[str]]:
    """One measure of need for the whole district: the one published for more pupils; the two are never mixed.

    `poor`: what the first of them counts.
    """
    known = {name: schools.published[name] for name in (LUNCH, DIRECT) if name in schools.published}
    if not known:
        return "none", ["No measure of poverty is published by school: need does not tell schools apart."]
    everyone = sum(school.enrollment.value for school in schools.schools)
    free = sum(school.needs[LUNCH].value for school in schools.schools if LUNCH in school.needs)
    if len(known) == 2 and free >= _EVERYONE * everyone:
        return DIRECT, ["Need is pupils directly certified: every pupil has free lunch, which tells no schools apart."]
    best = max(known, key=lambda name: (known[name], name == LUNCH))
    what = poor if best == LUNCH else "pupils directly certified"
    other = "; the other measure is kept beside it, never added" if len(known) == 2 else ""
    return best, [f"Need is {what}, published for {known[best]:.0%} of pupils{other}."]


def allocated(total: Number, pupils: Sequence[Number], everyone: float) -> list[Number]:
    """A count of the district by enrollment, in whole pupils by the largest remainder."""
    exact = [total.value * size.value / everyone if everyone else 0.0 for size in pupils]
    whole = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: round(sum(exact)) - sum(whole)]:
        whole[i] += 1
    text = (
        f"{total.value:,.0f} of the district ({total.origin.text}) x enrollment of the school / {everyone:,.0f} pupils"
    )
    return [
        Number(float(min(count, size.value)), Origin("computed", text))
        for count, size in zip(whole, pupils, strict=True)
    ]


def of(schools: Sequence[Draft | PublishedSchool], some: Mapping[str, str]) -> str:
    """`2 of 40 schools: Elm (...), Oak (...)`, from ids with reasons; one reason of all is said once."""
    count, reasons = f"{len(some)} of {len(schools)} schools", set(some.values())
    if len(reasons) == 1 and len(some) > 1:
        return f"{count} ({reasons.pop()})"
    named = [f"{school.name} ({some[school.id]})" for school in schools if school.id in some]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return f"{count}: {', '.join(named[:_MOST_NAMED])}{more}"


def _value(number: Number | Missing | None) -> float:
    return number.value if isinstance(number, Number) else 0.0


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize().replace("Econ ", "Economically ")
