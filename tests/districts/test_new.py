"""A scenario of a district nobody prepared: it stands as written, says where it comes from, or is not there at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from districts.texas import ROOT, STATE, copy_of
from redesign.cli import main
from redesign.demand.expectation import expect
from redesign.demand.plan import by_team, packages_today, posts_today
from redesign.demand.today import notes_on_today
from redesign.districts import tea
from redesign.districts.compose import Composed
from redesign.districts.data_page import kind_of
from redesign.districts.facts import Number, Origin
from redesign.districts.make import make
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.sourced import sourced_numbers

New = Callable[..., Result]
FILES = ["DATA.md", "scenario.yaml", "schools.csv"]


@pytest.fixture(scope="module", params=["007902", "108911"], ids=["jourdanton", "sharyland"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Composed]:
    folder = tmp_path_factory.mktemp("made") / "new"
    return folder, make(tea.district(STATE, request.param), folder)


@pytest.fixture
def scenario(made: tuple[Path, Composed]) -> Scenario:
    return load_scenario(made[0] / "scenario.yaml")


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> New:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["new", *words])


def test_the_folder_holds_three_files_and_nothing_of_how_they_were_made(made: tuple[Path, Composed]) -> None:
    assert sorted(path.name for path in made[0].iterdir()) == FILES
    assert [path.name for path in made[0].parent.iterdir()] == ["new"]


def test_it_is_valid_and_nothing_about_today_is_worth_a_look(scenario: Scenario) -> None:
    assert scenario.origin.notes == ()
    assert notes_on_today(scenario) == []


def test_every_team_is_busy_and_none_has_too_much_to_do(scenario: Scenario) -> None:
    found = expect(scenario)
    visits = by_team(found.visit_hours, found.supplier, packages_today(scenario), len(scenario.teams))
    hours = posts_today(scenario) * found.post_hours
    for t, (name, team) in enumerate(scenario.teams.items()):
        if team.posts_today and team.outside is None:
            assert 0.6 <= (found.work_hours[t] + visits[t]) / hours[t] <= 0.9, name
            assert team.posts_today < team.most_posts


def test_other_work_fills_the_rest_of_a_usual_year(made: tuple[Path, Composed]) -> None:
    filled = {name: day for name, day in made[1].today.items() if day.other_hours}
    assert len(filled) >= 4
    for name, day in filled.items():
        assert day.busy == pytest.approx(made[1].teams[name].busy, abs=0.02), name


def test_the_budget_is_what_today_costs_and_schools_are_those_of_the_file(
    made: tuple[Path, Composed], scenario: Scenario
) -> None:
    assert scenario.budget.yearly_usd is None
    assert [school.id for school in scenario.schools] == [school.id for school in made[1].district.schools]
    assert sum(school.enrollment for school in scenario.schools) == made[1].staffing.pupils
    assert made[1].district.name in (scenario.district.name, scenario.description)


def test_first_promises_are_kept_on_other_years(made: tuple[Path, Composed], scenario: Scenario) -> None:
    from redesign.districts import promises

    years = [promises._year(scenario, year) for year in range(101, 109)]
    for k, (name, service) in enumerate(scenario.services.items()):
        counts = [_kept(scenario, run, k) for run in years]
        due = sum(count for count, _ in counts)
        if due and service.promise is not None and not service.promise.as_today:
            assert sum(kept for _, kept in counts) / due >= service.promise.on_time_share - 0.1, name


def _kept(scenario: Scenario, run: object, k: int) -> tuple[int, int]:
    from redesign.analysis.measures import Run, answered

    assert isinstance(run, Run)
    _, _, due, on_time = answered(scenario, run)
    of = run.ledger.request_service == k
    return int((due & of).sum()), int((on_time & of).sum())


def test_the_page_has_every_number_with_its_source(made: tuple[Path, Composed]) -> None:
    page = (made[0] / "DATA.md").read_text(encoding="utf-8")
    rows = [
        line for line in page.partition("## Every number of scenario.yaml")[2].splitlines() if line.startswith("| ")
    ]
    listed = [part for line in rows[2:] for part in line.split(" | ")[1].split("; ")]
    numbers = sourced_numbers(made[0] / "scenario.yaml")
    assert len(listed) == len(numbers) > 400
    for (key, value, source), part in zip(numbers, listed, strict=True):
        assert part.endswith(f" {value:g}"), key
        assert source
        assert source.replace("|", "&#124;") in page


def test_the_page_names_the_cell_of_every_number_of_the_roster_that_was_read(made: tuple[Path, Composed]) -> None:
    page = (made[0] / "DATA.md").read_text(encoding="utf-8")
    lines = (STATE / "schools.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    table = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| \d{9} \| .* \|.*\(\d", line)]
    assert len(table) == len(made[1].rows)
    for cells in table:
        for name, cell in (("enrollment", cells[3]), ("econ_disadvantaged", cells[6]), ("special_education", cells[7])):
            value, _, row = cell.strip(")").partition(" (")
            file = lines[int(row.replace(",", "")) - 1].split(",")
            assert (file[0], file[header.index(name)]) == (cells[0], value)


def test_the_page_says_promises_as_the_file_has_them_with_their_units(
    made: tuple[Path, Composed], scenario: Scenario
) -> None:
    page = (made[0] / "DATA.md").read_text(encoding="utf-8").partition("## First promises")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")] for line in page.splitlines()]
    told = {cells[1]: cells[4] for cells in rows if len(cells) == 6}
    for name, service in scenario.services.items():
        promise = service.promise
        if promise is None or name not in told:
            continue
        due = promise.due_working_hours or promise.due_calendar_days
        unit = "working hours" if promise.due_working_hours else "calendar days"
        assert told[name] == f"{promise.on_time_share:.0%} in {due:g} {unit}"
    assert "special_education_evaluations" in told


def test_posts_and_pay_of_a_unit_are_of_one_kind_in_the_page_and_in_the_file(tmp_path: Path) -> None:
    published = tea.district(STATE, "178904")
    counted = Number(30.0, Origin("read", "staff.csv, column psychologists, row 2"))
    whole = make(replace(published, staff=dict(published.staff) | {"psychologists": counted}), tmp_path)
    kinds = {path: kind_of(source) for path, _, source in sourced_numbers(tmp_path / "scenario.yaml")}
    alone = {name: team.units[0] for name, team in whole.teams.items() if len(team.units) == 1 and team.posts}
    assert len(alone) > 8
    for name, unit in alone.items():
        assert kinds[f"teams.{name}.posts_today"] == unit.fte.origin.kind, name
        assert kinds[f"teams.{name}.loaded_cost_usd"] == unit.salary_usd.origin.kind, name
    assert kinds["teams.evaluators.posts_today"] == "read"
    page = (tmp_path / "DATA.md").read_text(encoding="utf-8").partition("## Central office, by unit")[2]
    assert re.search(r"\| hr \| [\d.]+ \| assumed: Chicago's 142\.0 posts x .* \| assumed: Chicago's mean pay", page)


def test_the_page_reconciles_teams_with_published_payrolls(made: tuple[Path, Composed]) -> None:
    page = (made[0] / "DATA.md").read_text(encoding="utf-8")
    payrolls = {
        "business, central and other support (V37)": {"hr", "payroll", "finance", "purchasing", "it_support"},
        "instructional staff support (V13)": {
            *("curriculum", "math_coaches", "literacy_coaches", "principal_supervisors"),
            "special_education_specialists",
        },
    }
    for name, units in payrolls.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
        published, ours, rest = (float(n.replace(",", "")) for n in re.findall(r"\$([\d,]+)", row))
        teams = [team for team in made[1].teams.values() if {unit.name for unit in team.units} <= units]
        others = [team for team in made[1].teams.values() if {unit.name for unit in team.units} & units]
        by_hand = sum(team.posts * team.loaded_usd / (1 + team.mean("benefit_rate")) for team in teams)
        assert (ours == pytest.approx(by_hand, rel=0.01)) or (teams != others and ours > by_hand)
        assert rest == pytest.approx(published - ours, abs=1)


def test_nothing_depends_on_names_or_ids(made: tuple[Path, Composed], tmp_path: Path) -> None:
    old = made[1].district.id

    def schools(row: dict[str, str]) -> dict[str, str]:
        if row["district_id"] != old:
            return row
        return row | {"district_id": "999999", "campus_id": f"999999{row['campus_id'][6:]}", "school_name": "Z"}

    def districts(row: dict[str, str]) -> dict[str, str]:
        return row | {"district_id": "999999", "district_name": "Renamed"} if row["district_id"] == old else row

    state = copy_of(tmp_path / "state", schools, districts)
    again = make(tea.district(state, "999999"), tmp_path / "renamed")
    for name in ("scenario.yaml", "schools.csv"):
        assert _nameless(again.files[name], again) == _nameless(made[1].files[name], made[1])


def _nameless(text: str, made: Composed) -> list[str]:
    """Lines without names, ids and what only names them."""
    slug = made.district.name.lower().replace(" ", "_")
    for school in sorted(made.district.schools, key=lambda each: -len(each.name)):
        text = text.replace(school.name, "NAME").replace(school.id, f"ID{school.id[6:]}")
    return [line.replace(made.district.name, "DISTRICT").replace(slug, "DISTRICT") for line in text.splitlines()]


def test_a_state_whose_files_change_their_order_makes_the_same(made: tuple[Path, Composed], tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state")
    header, *rows = (state / "schools.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (state / "schools.csv").write_text("".join([header, *reversed(rows)]), encoding="utf-8")
    again = make(tea.district(state, made[1].district.id), tmp_path / "again")
    assert again.files == made[1].files


def test_the_command_says_what_it_made_and_where_it_stands(new: New, tmp_path: Path) -> None:
    result = new("--tea", str(STATE), "--district", "jourdanton")
    assert result.exit_code == 0, result.output
    assert "Jourdanton ISD, Texas, 2021-22: 4 schools; 3 left out by rule." in result.stdout
    assert "Next: redesign run jourdanton-isd/scenario.yaml" in result.stdout
    assert sorted(path.name for path in (tmp_path / "jourdanton-isd").iterdir()) == FILES
    checked = CliRunner().invoke(main, ["validate", "jourdanton-isd/scenario.yaml"])
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "Worth a look" not in checked.stdout


def test_a_district_without_spending_is_said_to_be_one(new: New, tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "data/ccd_sample"
    words = ["--ccd", str(sample), "--district", "sharyland", "-o"]
    bare = new(*words, str(tmp_path / "bare"))
    whole = new(*words, str(tmp_path / "whole"), "--f33", str(sample / "sdf22_1a_SAMPLE.txt"))
    assert "have no spending" in bare.output
    assert "have no spending" not in whole.output
    pages = [(tmp_path / name / "DATA.md").read_text(encoding="utf-8") for name in ("bare", "whole")]
    assert ["have no spending" in page for page in pages] == [True, False]
    assert all("Vacancies are Chicago's, not this district's" in page for page in pages)
    assert (bare.exit_code, whole.exit_code) == (0, 0)


def test_finance_of_another_year_is_said_first(new: New, tmp_path: Path) -> None:
    """The same survey, three years older beside the same schools."""
    sample = ROOT / "data/ccd_sample"
    usual = next(sample.glob("sdf*"))
    text = usual.read_text(encoding="utf-8")
    at = text.splitlines()[0].split("\t").index("YEAR")
    lines = [line.split("\t") for line in text.splitlines()]
    older = [lines[0], *([*cells[:at], "19", *cells[at + 1 :]] for cells in lines[1:])]
    (tmp_path / "old.txt").write_text("\n".join("\t".join(cells) for cells in older) + "\n", encoding="utf-8")
    words = ("--ccd", str(sample), "--district", "sharyland", "--f33")
    said = [
        new(*words, str(file), "-o", str(tmp_path / name)) for file, name in ((usual, "a"), (tmp_path / "old.txt", "b"))
    ]
    assert [result.exit_code for result in said] == [0, 0], said[1].output
    assert "Look at this first" not in said[0].output
    assert "Look at this first: Finance is of 2018-19, the schools are of 2021-22" in said[1].output


@pytest.mark.parametrize(("times", "mean", "asked"), [(0.001, "$56", "thousands"), (10, "$562,", "staff of another")])
def test_salaries_that_are_no_pay_of_the_staff_are_refused(
    new: New, tmp_path: Path, times: float, mean: str, asked: str
) -> None:
    sample = ROOT / "data/ccd_sample"
    header, row = next(sample.glob("sdf*")).read_text(encoding="utf-8").splitlines()
    at = header.split("\t").index("Z32")
    cells = [str(int(int(cell) * times)) if i == at else cell for i, cell in enumerate(row.split("\t"))]
    (tmp_path / "sdf22.txt").write_text("\n".join([header, "\t".join(cells), ""]), encoding="utf-8")
    for source in ("--ccd", str(sample)), ("--tea", str(STATE)):
        result = new(*source, "--district", "sharyland", "--f33", "sdf22.txt", "-o", "new")
        assert result.exit_code == 2
        assert result.stderr.startswith(f"sdf22.txt:2:{at + 1}: Z32: found $")
        assert f", {mean}" in result.stderr
        assert "allowed: $15,000 to $250,000 a year; " + asked in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_payroll_in_another_unit_is_said_first(new: New, tmp_path: Path) -> None:
    """A thousandth of what is paid: somebody has read dollars as thousands of them."""

    def in_thousands(row: dict[str, str]) -> dict[str, str]:
        return row | {"f33_V37": str(max(1, int(float(row["f33_V37"]) / 1000)))}

    usual, odd = (copy_of(tmp_path / name, districts=change) for name, change in (("a", None), ("b", in_thousands)))
    said = [
        new("--tea", str(each), "--district", "171901", "-o", str(tmp_path / f"of {each.name}"))
        for each in (usual, odd)
    ]
    assert [result.exit_code for result in said] == [0, 0]
    assert "Look at this first" not in said[0].output
    assert "Look at this first" in said[1].output
    assert "another unit, or another year?" in (tmp_path / "of b" / "DATA.md").read_text(encoding="utf-8")


def test_a_folder_without_the_files_is_said_as_that(new: New, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = new("--tea", "empty", "--district", "jourdanton")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "districts.csv:1:1: found no such file in empty; it is needed" in result.stderr


def test_several_candidates_are_listed_and_nothing_is_written(new: New, tmp_path: Path) -> None:
    result = new("--tea", str(STATE), "--district", "isd")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[:2] == [
        "'isd' may mean 5 districts; name one by its id:",
        "  178904  CORPUS CHRISTI ISD, Texas (57 schools)",
    ]
    assert list(tmp_path.iterdir()) == []


def test_one_school_is_one_school_in_the_list(new: New, tmp_path: Path) -> None:
    one = copy_of(tmp_path / "state", districts=lambda row: row | {"campuses": "1"})
    assert "  178904  CORPUS CHRISTI ISD, Texas (1 school)\n" in new("--tea", str(one), "--district", "isd").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--tea", str(STATE), "--district", "Gotham"], "districts.csv:1:1: found no district with 'Gotham'"),
        (
            ["--ccd", str(ROOT / "data/ccd_sample"), "--district", "Gotham"],
            "ccd_sch_029_2122_w_1a_SAMPLE.csv:1:1: found no district with 'Gotham'",
        ),
        (
            ["--ccd", str(STATE), "--district", "Gotham"],
            "ccd_sch_029_*.csv:1:1: found no such file in texas (school directory); it is needed; download it from",
        ),
        (["--tea", str(STATE)], "name the district"),
        (["--district", "Sharyland"], "name one source"),
    ],
)
def test_what_is_not_found_or_not_said_is_one_message(new: New, tmp_path: Path, words: list[str], told: str) -> None:
    result = new(*words)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert told in result.stderr


def test_a_folder_with_something_in_it_is_nobodys_to_replace(new: New, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/scenario.yaml").write_text("weeks of work\n")
    result = new("--tea", str(STATE), "--district", "jourdanton", "-o", "mine")
    assert result.exit_code == 6
    assert "mine is there already" in result.stderr
    assert [path.read_text() for path in (tmp_path / "mine").iterdir()] == ["weeks of work\n"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("file", ["schools.csv", "districts.csv"])
def test_a_broken_file_leaves_nothing_behind(new: New, tmp_path: Path, file: str) -> None:
    state = copy_of(tmp_path / "state")
    text = (state / file).read_text(encoding="utf-8")
    (state / file).write_text(text[: len(text) // 2], encoding="utf-8")
    result = new("--tea", str(state), "--district", "108911", "-o", "there/new")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{file}:")
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_a_subgroup_larger_than_its_school_is_said_of_the_file(new: New, tmp_path: Path) -> None:
    state = copy_of(
        tmp_path / "state", lambda row: row | {"special_education": "438"} if row["enrollment"] == "437" else row
    )
    result = new("--tea", str(state), "--district", "jourdanton", "-o", "new")
    assert result.exit_code == 2
    assert result.stderr == "schools.csv:6:20: special_education: found 438; allowed: at most the enrollment, 437\n"
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_half_a_pupil_is_said_of_the_file_that_has_it(new: New, tmp_path: Path) -> None:
    state = copy_of(
        tmp_path / "state", lambda row: row | {"enrollment": "437.5"} if row["enrollment"] == "437" else row
    )
    result = new("--tea", str(state), "--district", "jourdanton", "-o", "new")
    said = "schools.csv:6:17: enrollment: found '437.5'; allowed: a whole number of pupils; did you mean '438'?\n"
    assert (result.exit_code, result.stderr) == (2, said)


def test_percents_of_many_schools_are_one_line_of_the_page(new: New, tmp_path: Path) -> None:
    rows = "Oak,K-5,420,45%\nElm,PK-5,380,61.2%\nAsh,6-8,600,52%\nBirch,9-12,1100,48%\n"
    (tmp_path / "list.csv").write_text(f"School,Grades,Students,% Low income\n{rows}")
    assert new("--roster", "list.csv", "--district", "Gotham", "-o", "new").exit_code == 0
    page = (tmp_path / "new/DATA.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("- `econ_disadvantaged`")] == [
        "- `econ_disadvantaged`: computed: percent (list.csv, column % Low income) x enrollment"
    ]


def test_a_list_of_schools_is_enough(new: New, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "Campus Name,Grade Type,Total Enrollment,Teacher FTE,FRL Count\n"
        "Oak,Elementary,420,28,210\nElm,Elementary,380,26,290\nAsh,Middle,600,38,300\nBirch,High,1100,64,480\n"
    )
    result = new("--roster", "list.csv", "--district", "Gotham: Schools", "--state", "Ohio", "-o", "new")
    assert result.exit_code == 0, result.output
    scenario = load_scenario(tmp_path / "new/scenario.yaml")
    assert notes_on_today(scenario) == []
    assert next((school.name, school.teachers) for school in scenario.schools) == ("Oak", 28)
    # of nothing but schools, posts grow with schools, pupils and staff, and all of them are assumed
    page = (tmp_path / "new/DATA.md").read_text(encoding="utf-8")
    assert "Chicago's 109.0 posts x schools 4 / 516 = 0.0078" in page
    assert "there is nothing to hold the teams against" in page
    assumed = {assumption.path for assumption in scenario.origin.assumptions}
    assert {f"teams.{name}.posts_today" for name, team in scenario.own_teams.items()} <= assumed


@pytest.mark.parametrize(("pupils", "teachers", "odd"), [(303, 900, True), (303, 3, True), (21, 8, False)])
def test_pupils_and_teachers_that_do_not_go_together_are_said_first(
    new: New, tmp_path: Path, pupils: int, teachers: int, odd: bool
) -> None:
    (tmp_path / "list.csv").write_text(f"School,Level,Pupils,Teachers\nOak,ES,{pupils},{teachers}\nElm,HS,900,60\n")
    result = new("--roster", "list.csv", "--district", "Gotham", "-o", "new")
    said = (
        f"Look at this first: Fewer than 2 or more than 60 pupils to a teacher at 1 of 2 schools: Oak ({pupils} "
        f"pupils, list.csv, column Pupils, row 2; {teachers} teachers, list.csv, column Teachers, row 2). Is one of "
        "the two of another school or column?"
    )
    assert result.exit_code == 0, result.output
    assert (said in result.stdout) is odd
    assert ("Look at this first" in result.stdout) is odd


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--year", "2024"], "--year: found '2024'; allowed: a school year such as 2023-24\n"),
        (["--year", "23/25"], "--year: found '23/25'; allowed: a school year such as 2023-24\n"),
        (["--state", "Atlantis"], "--state: found 'Atlantis'; allowed: a state or territory of the United States, or"),
        (["--state", "Ohoi"], "; did you mean 'Ohio'?\n"),
    ],
)
def test_what_is_no_year_and_no_state_is_refused(new: New, tmp_path: Path, option: list[str], told: str) -> None:
    (tmp_path / "list.csv").write_text("name,level,enrollment\nOak,high,400\n")
    result = new("--roster", "list.csv", "--district", "Gotham", *option)
    assert (result.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["list.csv"])
    assert told in result.stderr


def test_state_and_year_are_spelled_in_one_way(new: New, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,level,enrollment\nOak,high,400\n")
    result = new("--roster", "list.csv", "--district", "Gotham", "--state", "oh", "--year", "23/24")
    assert "Gotham, Ohio, 2023-24: 1 school." in result.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--f33", "list.csv"], "--f33 goes beside --tea or --ccd"),
        (["--tea", str(STATE)], "name one source"),
    ],
)
def test_sources_that_do_not_go_together_are_said(new: New, tmp_path: Path, words: list[str], told: str) -> None:
    (tmp_path / "list.csv").write_text("name,level,enrollment\nOak,high,400\n")
    result = new("--roster", "list.csv", "--district", "Gotham", *words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_what_fails_on_the_way_leaves_nothing_behind(new: New, tmp_path: Path) -> None:
    state = copy_of(
        tmp_path / "state", lambda row: row | {"school_name": "x" * 500} if row["enrollment"] == "437" else row
    )
    result = new("--tea", str(state), "--district", "jourdanton", "-o", "there/new")
    assert result.exit_code == 2
    assert "schools.csv:2:11: schools.0.name" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


@pytest.mark.parametrize("name", ["null", "12345", "Yes", "1e5"])
def test_a_district_may_have_a_name_that_yaml_takes_for_something_else(new: New, tmp_path: Path, name: str) -> None:
    (tmp_path / "list.csv").write_text(
        "School,Level,Enrollment,Teachers\nElm,ES,400,25\nOak,HS,600,40\n", encoding="utf-8"
    )
    result = new("--roster", "list.csv", "--district", name, "-o", "new")
    assert result.exit_code == 0, result.stderr
    assert load_scenario(tmp_path / "new/scenario.yaml").name == name.casefold()
