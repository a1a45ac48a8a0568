"""Columns of school lists by the names that state report cards and districts give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from redesign.scenario.nearest import nearest
from redesign.scenario.text import folded

NEEDS = ("econ_disadvantaged", "directly_certified", "emergent_bilingual", "special_education")
Kind = Literal["count", "percent", ""]
"""What the name of a column says of its numbers; nothing where it does not say."""
_KNOWN: Mapping[str, str] = {
    "id": "id; school id; school code; school number; school no; campus id; campus number; campus code; campus; "
    "building code; building id; building number; site id; site code; location code; location id; org code; "
    "organization code; entity id; state school id; nces school id; nces id; ncessch; school identifier; cds code; "
    "beds code; irn; building irn; msid; rcdts; dbn; sch code; school cd; st schid; school key",
    "name": "name; school name; school; campus name; building name; site name; location name; location; "
    "organization name; org name; entity name; sch name; schnam; campname; institution name; institution; "
    "school nm; attendance center; school building; site; building",
    "district": "district; district name; lea; lea name; division; division name; corporation name; system name; "
    "school system; school district; distname; leanm; county district; parish; agency name; district nm",
    "level": "level; school level; campus level; grade level; level of school; grdtype; grade type; school category; "
    "category; school grade level; lvl",
    "grades": "grades; grade span; gradespan; grdspan; grades served; grades offered; grade range; grade levels; "
    "grade configuration; grade config; grade levels served; grades in school",
    "low": "low grade; lowest grade; grade low; gslo; lowest grade served; low grade served; lowest grade offered; "
    "grade from; min grade; start grade; beginning grade",
    "high": "high grade; highest grade; grade high; gshi; highest grade served; high grade served; "
    "highest grade offered; grade to; max grade; end grade; ending grade",
    "enrollment": "enrollment; total enrollment; enrolment; membership; total membership; fall enrollment; "
    "fall membership; october enrollment; october 1 enrollment; student count; students; pupils; "
    "headcount; student enrollment; total student enrollment; enrolled; total enrolled; member; cpetallc; "
    "k 12 enrollment; pk 12 enrollment; all students; enrollment all grades; adm; average daily membership; "
    "student membership; enrollment all students; total pupils; pupil count; enr; enroll",
    "teachers": "teachers; teacher; classroom teachers; classroom teacher; full time equivalent teachers; "
    "teaching staff; licensed teachers; certified teachers; teachers full time equivalent; tch",
    "ratio": "student teacher ratio; pupil teacher ratio; students per teacher; pupils per teacher; "
    "student to teacher ratio; pupil to teacher ratio; teacher student ratio; stu tch ratio; ptr",
    "principals": "principals; principal",
    "econ_disadvantaged": "economically disadvantaged; econ disadvantaged; economic disadvantage; econ dis; econdis; "
    "ecodis; economically disadv; econ disadv; free reduced; free and reduced; free or reduced; "
    "free reduced lunch; free and reduced lunch; free or reduced lunch; free reduced price lunch; "
    "free and reduced price lunch; free or reduced price lunch; free reduced meals; free and reduced meals; "
    "free and reduced price meals; free or reduced price meals; free reduced price meals; free reduced meal; "
    "free and reduced meal; unduplicated frpm; frl; frpl; frpm; "
    "farms; farm; low income; socioeconomically disadvantaged; disadvantaged; poverty; in poverty; "
    "cpetecoc; cpetecop; need; need count; sed; free reduced eligible; frl eligible; totfrl",
    "directly_certified": "directly certified; direct certification; direct cert; identified; isp; "
    "direct certified; identified student percentage",
    "emergent_bilingual": "english learners; english learner; ell; ells; el; els; lep; limited english proficient; "
    "limited english; english language learners; english language learner; emergent bilingual; "
    "emergent bilinguals; eb; eb el; multilingual learners; multilingual learner; esol; esl; cpetlepc; cpetlepp",
    "special_education": "special education; special ed; sped; disabilities; with disabilities; swd; iep; ieps; "
    "with ieps; children with disabilities; disability; cpetspec; cpetspep; exceptional children; spec ed",
    "type": "type; school type; type of school; school type text; sch type text; governance; management type",
    "charter": "charter; charter school; is charter; charter status; charter flag; charter text; cflchart",
    "status": "status; school status; operational status; open closed; open or closed; current status; sy status text",
    "virtual": "virtual; is virtual; online; virtual school; virtual status; virtual text; virtual flag",
}
_COUNTED = ("enrollment", "teachers", "principals", *NEEDS)
"""Fields of which a name may say that it is a count or a percent."""
_YEAR = re.compile(
    r"\b(?:(?:sy|fy|school year|fall|spring)\s*)?(?:19|20)\d\d(?:\s\d\d(?:\d\d)?)?\b|\b(?:sy|fy)\s?\d\d\b"
)
_COUNT_WORDS = {"count", "counts", "number", "num", "n", "total", "headcount"}
_PERCENT_WORDS = {"percent", "percentage", "pct", "perc", "rate", "share", "proportion"}
_SMALL_WORDS = {"of", "the", "w"}
_FILLING = {"student", "students", "pupil", "pupils", "fte", "ftes", "all", "eligible", "program", "school"}


@dataclass(slots=True)
class Columns:
    """What the columns of a header stand for."""

    places: dict[str, int] = field(default_factory=dict)
    """Field to number of its column."""
    names: dict[str, str] = field(default_factory=dict)
    """Field to the name of its column."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    """Columns that are not read, each with what it may mean."""


def recognized(name: str) -> tuple[str, Kind]:
    """The field of a column's name, and whether it says count or percent; no field where it is not known."""
    plain = _plain(name)
    kind: Kind = "count" if _COUNT_WORDS & set(plain.split()) else ""
    kind = "percent" if _PERCENT_WORDS & set(plain.split()) else kind
    for words in (plain, _plain(re.sub(r"\(.*?\)", " ", name))):
        own = _field(words)
        if own and not (own == "enrollment" and kind == "percent"):
            return own, kind
    return "", kind


def _field(plain: str) -> str:
    for own, known in _KNOWN.items():
        if plain in known.split("; "):
            return own
    said = _COUNT_WORDS | _PERCENT_WORDS
    for drop in (said, said | _SMALL_WORDS, said | _SMALL_WORDS | _FILLING):
        rest = " ".join(word for word in plain.split() if word not in drop)
        for own in _COUNTED:
            if rest and rest in _KNOWN[own].split("; "):
                return own
    return ""


def columns_of(header: Sequence[str]) -> Columns:
    """Give each field its column: of two, the count before the percent, then the one that comes first."""
    found = Columns()
    seen = [(place, name, *recognized(name)) for place, name in enumerate(header)]
    order: dict[Kind, int] = {"count": 0, "": 1, "percent": 2}
    for place, name, own, kind in sorted(seen, key=lambda each: (order[each[3]], each[0])):
        if own and own not in found.places:
            found.places[own], found.names[own], found.kinds[own] = place, name, kind
        elif own:
            found.unread.append(f"'{name}' (beside '{found.names[own]}')")
        elif name:
            found.unread.append(f"'{name}'{_guess(name)}")
    return found


def names_of(own: str) -> list[str]:
    """Some usual names of a field, for messages."""
    return _KNOWN[own].split("; ")[:4]


def is_header(cells: Iterable[str]) -> bool:
    """Whether the cells name two fields or more, one of them the school or its pupils."""
    fields = {recognized(cell)[0] for cell in cells} - {""}
    return len(fields) > 1 and bool(fields & {"name", "enrollment", "id"})


def _plain(name: str) -> str:
    text = re.sub(r"%", " percent ", folded(name).replace("#", " number "))
    words = re.sub(r"[^a-z0-9]+", " ", text).strip()
    return " ".join(_YEAR.sub(" ", words).split())


def _guess(name: str) -> str:
    meant = nearest(_plain(name), [word for known in _KNOWN.values() for word in known.split("; ")])
    if meant is None:
        return ""
    own = next(own for own, known in _KNOWN.items() if meant in known.split("; "))
    return f" (perhaps {own.replace('_', ' ')}: then name it '{names_of(own)[0]}')"
