"""A district from the files of the Common Core of Data, and from the federal finance survey where it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from redesign.districts.ccd_counts import Counts, lunch, of_district, pupils, rows_of, teachers, virtual_status
from redesign.districts.ccd_folder import Folder, read_folder
from redesign.districts.ccd_schools import OPEN, directory_rows, level, school_id, sorted_out
from redesign.districts.ccd_staff import staff
from redesign.districts.drafts import DIRECT, LUNCH, Draft, Filled, Totals, filled, measure_of
from redesign.districts.f33 import Finance, finance, other_year
from redesign.districts.facts import Candidate, LeftOut, Number, Origin, PublishedDistrict, all_left_out
from redesign.districts.files import AGAIN, DataFile, Row, whole
from redesign.districts.missing import Missing
from redesign.errors import InputError
from redesign.scenario.text import folded

NO_PUPILS = "no pupils: its enrollment is 0"
_CLOSE = 0.02
_MOST_STRANGE = 0.25
"""Share of the schools with pupils that the directory may not have."""


def candidates(folder: Path, name: str) -> tuple[Candidate, ...]:
    """Districts whose LEAID is `name`, or in whose name all its words are, the largest first; raises `InputError`."""
    file = directory(folder)
    wanted, words = name.strip(), folded(name).split()
    known: dict[str, tuple[str, str]] = {}
    schools = Counter[str]()
    for row in file.rows(tolerant=True):
        leaid = row.text("leaid").zfill(7)
        known.setdefault(leaid, (row.text("district"), row.text("state")))
        schools[leaid] += row.text("status") in OPEN
    if wanted.isdigit() and wanted.zfill(7) in known:
        found = [wanted.zfill(7)]
    else:
        found = [leaid for leaid, (own, _) in known.items() if words and all(word in folded(own) for word in words)]
    some = [Candidate(leaid, known[leaid][0], state_name(known[leaid][1]), schools[leaid]) for leaid in found]
    return tuple(sorted(some, key=lambda each: (folded(each.name) != folded(name), -each.schools, each.name, each.id)))


def directory(folder: Path) -> DataFile:
    """The school directory of a folder, in which districts are looked for; raises `InputError`."""
    return read_folder(folder, ("directory",)).files["directory"]


def state_name(text: str) -> str:
    """`District of Columbia` for `DISTRICT OF COLUMBIA`; an abbreviation stays."""
    return text.title().replace(" Of ", " of ") if len(text) > 2 else text


def district(folder: Path, leaid: str, f33: Path | None = None) -> PublishedDistrict:
    """All that the files say of the district with this LEAID; raises `InputError`."""
    leaid = leaid.strip().zfill(7)
    files = read_folder(folder)
    rows = directory_rows(files, leaid)
    if not rows:
        path = files.files["directory"].path
        raise whole(path, f"found no row with {leaid}; allowed: the LEAID of a district in the file", "LEAID")
    kept, left_out = sorted_out(rows, virtual_status(files, leaid))
    enrollment = _enrollment(files, leaid, rows)
    empty = [row for row in kept if _is_zero(enrollment[school_id(row)])]
    kept = [row for row in kept if row not in empty]
    left_out += [LeftOut(school_id(row), row.text("name"), NO_PUPILS) for row in empty]
    if not kept:
        text = f"found no school of {leaid} that a central office serves; {all_left_out(left_out)}"
        raise rows[0].fault("leaid", text)
    staffing, staff_notes = staff(files, leaid)
    totals = {**_totals(files, leaid, enrollment, rows, kept), "teachers": staffing.get("teachers")}
    schools = _filled(files, leaid, kept, enrollment, totals)
    money = finance(f33, leaid, staffing.get("total")) if f33 else None
    notes = [*files.notes, *_said(rows, kept, left_out), *schools.notes, *staff_notes]
    measure, why = measure_of(schools, "pupils with free or reduced-price lunch")
    notes += why + _checks(files, leaid, rows, enrollment, totals) + _finance_notes(money, rows, enrollment)
    return PublishedDistrict(
        id=leaid,
        name=rows[0].text("district", leaid),
        state=state_name(rows[0].text("state")),
        year=files.year,
        schools=tuple(schools.schools),
        left_out=tuple(sorted(left_out, key=lambda each: each.id)),
        need_measure=measure,
        staff=staffing,
        spending=money.spending if money else {},
        doubts=(*schools.doubts, *other_year(money, files.year)),
        notes=tuple(dict.fromkeys([*notes, *(note for file in files.files.values() for note in file.notes)])),
    )


def _enrollment(files: Folder, leaid: str, rows: Sequence[Row]) -> Counts:
    file = files.files["membership"]
    found = pupils(files, "membership", leaid)
    if not found:
        raise whole(file.path, f"found no row with {leaid}; allowed: rows of every district; {AGAIN}", "LEAID")
    ids = {school_id(row) for row in rows}
    strange = [each for each in found if each not in ids]
    if strange:
        name = files.files["directory"].name
        message = f"found {len(strange)} schools of {leaid} that are not in {name} (first: {strange[0]})"
        if len(strange) > _MOST_STRANGE * len(found):
            raise whole(file.path, f"{message}; allowed: the same schools; download both files of one year", "NCESSCH")
        files.notes.append(f"{file.name}: {message}; not read.")
    return {each: found.get(each, Missing(f"no row in {file.name}")) for each in ids}


def _is_zero(number: Number | Missing) -> bool:
    return isinstance(number, Number) and number.value == 0


def _totals(files: Folder, leaid: str, enrollment: Counts, rows: Sequence[Row], kept: Sequence[Row]) -> Totals:
    """Counts of the whole district; `kept`: its pupils without those of schools that are left out."""
    total = pupils(files, "pupils", leaid).get(leaid)
    ids = {school_id(row) for row in kept}
    others = [enrollment[school_id(row)] for row in rows if row.text("status") in OPEN and school_id(row) not in ids]
    known = [number.value for number in others if isinstance(number, Number)]
    own: Number | None = None
    if isinstance(total, Number) and len(known) == len(others):
        text = f"{total.value:,.0f} of the district ({total.origin.text}) - {sum(known):,.0f} of schools left out"
        own = Number(total.value - sum(known), Origin("computed", text))
    needs = {name: of_district(files, name, leaid) for name in ("special_education", "emergent_bilingual")}
    return {"enrollment": total, "kept": own, **needs}


def _filled(files: Folder, leaid: str, kept: Sequence[Row], enrollment: Counts, totals: Totals) -> Filled:
    staffed, (free, direct) = teachers(files, leaid), lunch(files, leaid)
    no_row = Missing("no row in the files")
    measures = {name: counts for name, counts in ((LUNCH, free), (DIRECT, direct)) if counts}
    drafts, decided = list[Draft](), list[str]()
    for row in kept:
        own = school_id(row)
        which, how = level(row)
        if how:
            decided.append(f"{row.text('name')} ({how})")
        needs = {name: counts.get(own, no_row) for name, counts in measures.items()}
        drafts.append(Draft(own, row.text("name", own), which, enrollment[own], staffed.get(own, no_row), needs))

    def asked(_: str, message: str) -> InputError:
        return whole(files.files["membership"].path, message, files.files["membership"].names["count"])

    result = filled(drafts, totals, asked)
    if decided:
        result.notes.insert(0, f"The level of {len(decided)} schools was decided from grades: {', '.join(decided)}.")
    return result


def _said(rows: Sequence[Row], kept: Sequence[Row], left_out: Sequence[LeftOut]) -> list[str]:
    """How many schools stay, and how many each rule leaves out."""
    rules = Counter(each.rule.split(":")[0] for each in left_out)
    count = ", ".join(f"{rule} {number}" for rule, number in sorted(rules.items())) or "none"
    notes = [f"{len(kept)} of {len(rows)} schools of the directory are kept; left out: {count}."]
    for key, what in {"2": "special education", "3": "career and technical", "4": "alternative"}.items():
        if names := [row.text("name") for row in kept if row.text("type") == key]:
            notes.append(f"Kept, as they have pupils, though their type is {what}: {', '.join(names)}.")
    padded = sum(len(row.text("leaid")) < 7 for row in rows)
    if padded:
        notes.append(f"{rows[0].file.name}: ids had lost their leading zeros, as in a spreadsheet; they were put back.")
    return notes


def _checks(files: Folder, leaid: str, rows: Sequence[Row], enrollment: Counts, totals: Totals) -> list[str]:
    """Counts of the district against sums over its schools."""
    notes = []
    running = sum(row.text("status") in OPEN for row in rows)
    for row in rows_of(files, "lea", leaid):
        number = row.number("schools")
        if isinstance(number, Number) and number.value != running:
            notes.append(
                f"The district directory counts {number.value:g} operating schools ({number.origin.text}); "
                f"the school directory has {running}."
            )
    total, of_schools = totals["enrollment"], _sum_of_all(rows, enrollment)
    if isinstance(total, Number) and of_schools and abs(total.value - of_schools) > _CLOSE * total.value:
        reported = f"{total.value:,.0f} pupils ({total.origin.text})"
        notes.append(f"The district reports {reported}; its schools have {of_schools:,.0f}.")
    if "characteristics" not in files.files:
        notes.append("The folder has no school characteristics (ccd_sch_129_): virtual schools cannot be told.")
    return notes


def _finance_notes(money: Finance | None, rows: Sequence[Row], enrollment: Counts) -> list[str]:
    if money is None:
        return []
    notes, of_schools = list(money.notes), _sum_of_all(rows, enrollment)
    if isinstance(money.pupils, Number) and of_schools and abs(money.pupils.value - of_schools) > _CLOSE * of_schools:
        counted = f"{money.pupils.value:,.0f} pupils ({money.pupils.origin.text})"
        notes.append(f"The finance survey counts {counted}; the schools have {of_schools:,.0f}.")
    return notes


def _sum_of_all(rows: Sequence[Row], enrollment: Counts) -> float:
    """Pupils of all running schools; 0 where one of them has no count, so that nothing can be compared."""
    counts = [enrollment[school_id(row)] for row in rows if row.text("status") in OPEN]
    known = [number.value for number in counts if isinstance(number, Number)]
    return sum(known) if len(known) == len(counts) else 0.0
