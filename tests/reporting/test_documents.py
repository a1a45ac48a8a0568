"""Documents of a study as others read them: a PDF/UA checker, python-docx, openpyxl, and LibreOffice where it is."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import docx
import openpyxl
import page
import pypdf
import pytest
import typst
from docx.oxml.ns import qn

from redesign.errors import OutputError
from redesign.reporting import documents
from redesign.reporting.chart import draw
from redesign.reporting.documents.brief import brief
from redesign.reporting.documents.budget import total_rows
from redesign.reporting.documents.document import ASK, Figure, Heading, PageBreak, clean
from redesign.reporting.documents.figures import figures
from redesign.reporting.documents.word import TO_FILL_IN
from redesign.reporting.text import usd, visible
from redesign.study.study import Study
from reporting import sample_study
from reporting.conftest import poison
from reporting.document_files import EXCEL, PDF, USED, WORD, parts, pdf_text, sheets, word_texts, written
from reporting.hostile_names import TEXTS

OURS = re.compile(r"=(SUM\(|IF\(COUNT\(|SUMIFS\(Items!|'Section [AB]'!|B2-B3-B4$)")
"""How each formula of the workbooks begins."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(sample_study.study(), tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def study() -> Study:
    return sample_study.study()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a study whose every name is one of sixty that would like to act."""
    changed = sample_study.typed(poison(sample_study.document(), cycle(TEXTS)))
    return written(changed, tmp_path_factory.mktemp("hostile"))


def test_every_document_is_there_under_a_name_that_a_grant_portal_takes(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    pictures = [f"figure_{n:02d}_{name}.{kind}" for n, name in enumerate(USED, 1) for kind in ("png", "svg", "pdf")]
    rest = [f"{name}.{kind}" for kind, names in (("pdf", PDF), ("docx", WORD), ("xlsx", EXCEL)) for name in names]
    assert sorted(path.name for path in files) == sorted([*pictures, *rest, "captions.txt"])
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,50}", path.name) for path in files)


def test_a_chart_has_its_question_and_finding_once(study: Study) -> None:
    """They stand in the picture: what is around it must not say them again, and still says which one it is."""
    pictures = {
        name: Figure(Path(f"figure_{n:02d}_{name}.svg"), Path("x.png"), question, "alt", finding=f"Found {n}.")
        for n, (name, question) in enumerate({"more_support": "How much more?", "need": "Who needs most?"}.items(), 1)
    }
    blocks = figures(study, pictures).blocks
    said = [
        block.text if isinstance(block, Heading) else block.caption
        for block in blocks
        if not isinstance(block, PageBreak)
    ]
    where = "in the folder figures as figure_{}, PNG, SVG and PDF"
    assert said == ["More support", where.format("01_more_support"), "Need", where.format("02_need")]


@pytest.mark.parametrize("which", ["folder", "hostile"])
def test_every_pdf_passes_pdf_ua(which: str, request: pytest.FixtureRequest) -> None:
    for path in sorted(request.getfixturevalue(which).rglob("*.pdf")):
        report = page.validate_pdf(path, profile="ua1")
        assert [failure.message for failure in report.failures] == [], path.name
        assert report.rules.total > 100


def test_the_checker_sees_a_pdf_that_is_not_tagged(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("= A heading")
    made = typst.compile(str(tmp_path / "main.typ"), output=str(tmp_path / "bare.pdf"), pdf_tags=False)
    assert made is None
    assert not page.validate_pdf(tmp_path / "bare.pdf", profile="ua1").is_compliant


@pytest.mark.parametrize("which", ["folder", "hostile"])
def test_the_brief_has_one_page(which: str, request: pytest.FixtureRequest) -> None:
    assert len(pypdf.PdfReader(request.getfixturevalue(which) / "brief.pdf").pages) == 1


def test_what_does_not_fit_on_one_page_is_told(study: Study, tmp_path: Path) -> None:
    said = brief(study, _pictures(tmp_path))
    documents.write_pdf(said, tmp_path / "brief.pdf", most_pages=1)
    said = replace(said, blocks=said.blocks * 9)
    with pytest.raises(OutputError, match="does not fit on 1 page"):
        documents.write_pdf(said, tmp_path / "brief.pdf", most_pages=1)


def _pictures(folder: Path) -> Any:
    for kind in ("svg", "png"):
        (folder / f"x.{kind}").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    return {name: documents.Figure(folder / "x.svg", folder / "x.png", "Q?", "alt") for name in USED}


def test_the_brief_says_the_answer(folder: Path) -> None:
    text = " ".join(pdf_text(folder / "brief.pdf").split())
    for words in (
        "3.1 times the modeled support for schools (4,020 to 12,500 hours a year; 95% interval 12,250 to 12,750)",
        "10 posts end, 10 people retrain, 13 are hired: 311 posts today, 314 planned.",
        "Of 17 promises 13 meet the district's own target, 2 are below it but no worse than today, 2 are too close",
        "Modeled support is not a measured effect on students.",
    ):
        assert words in text


@pytest.mark.parametrize("which", ["folder", "hostile"])
@pytest.mark.parametrize("name", WORD)
def test_word_has_headings_in_order_header_rows_and_alternative_texts(
    which: str, name: str, request: pytest.FixtureRequest
) -> None:
    word: Any = docx.Document(str(request.getfixturevalue(which) / f"{name}.docx"))
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    assert styles[0] == "Title"
    levels = [0, *(int(style[-1]) for style in styles if style.startswith("Heading"))]
    assert len(levels) > 6
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in word.tables:
        header, *rest = (row._tr.findall(f".//{qn('w:tblHeader')}") for row in table.rows)
        assert len(header) == 1
        assert not any(rest)
        assert table._tbl.findall(f".//{qn('w:gridSpan')}") == table._tbl.findall(f".//{qn('w:vMerge')}") == []
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)
    assert len(word.inline_shapes) == (len(USED) if name == "proposal" else 0)
    captions = [text for text in word_texts(request.getfixturevalue(which) / f"{name}.docx") if CAPTION.match(text)]
    for kind, count in (("Table", len(word.tables)), ("Figure", len(word.inline_shapes))):
        numbers = [int(CAPTION.match(text)[2]) for text in captions if text.startswith(kind)]  # type: ignore[index]
        assert numbers == list(range(1, count + 1))


CAPTION = re.compile(r"(Table|Figure) (\d+)\. \S")


def test_a_picture_in_word_says_what_its_chart_says(folder: Path, study: Study) -> None:
    word: Any = docx.Document(str(folder / "proposal.docx"))
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert told == [clean(draw(study, name).alt) for name in USED]
    captions = (folder / "figures" / "captions.txt").read_text(encoding="utf-8")
    assert all(f"Alternative text: {draw(study, name).alt}\n" in captions for name in USED)


def test_what_the_scenario_does_not_say_is_asked_for(folder: Path) -> None:
    asked = [text for text in word_texts(folder / "proposal.docx") if text.startswith(TO_FILL_IN)]
    assert TO_FILL_IN + "The grant that is asked for, its purpose and its competition number." in asked
    assert TO_FILL_IN + "How many are served: Neighbors." in asked
    assert TO_FILL_IN + "Fewer teachers leave: a target and a date." in asked
    assert TO_FILL_IN + "Short-term outcomes, each with a measure and a target." in asked
    assert TO_FILL_IN + "The line or the payer of $69,000 in the table above." in asked
    assert ASK in list(word_texts(folder / "proposal.docx"))


def test_what_it_does_say_is_not_asked_for(document: dict[str, Any], tmp_path: Path) -> None:
    said = document["proposal"]
    said["program"], said["served"] = "A grant", []
    said["outcomes"] = [
        {**said["outcomes"][0], "term": term, "target_value": 12.0, "target_date": "2030"}
        for term in ("short", "medium", "long")
    ]
    asked = [
        t
        for t in word_texts(written(sample_study.typed(document), tmp_path, USED[:1]) / "proposal.docx")
        if "To fill" in t
    ]
    assert not [text for text in asked if re.search("grant that is|served|outcomes|leave", text)]
    assert len(asked) == 6


def test_each_sheet_is_one_table(folder: Path) -> None:
    for name in EXCEL:
        book = openpyxl.load_workbook(folder / f"{name}.xlsx")
        for sheet in book.worksheets:
            assert not sheet.merged_cells.ranges
            assert sheet.freeze_panes
            header = [cell.value for cell in sheet[1]]
            assert all(isinstance(value, str) and value for value in header)
            assert len(set(header)) == len(header)


def test_the_form_adds_up_its_items(folder: Path) -> None:
    kept = sheets(folder / "ed524.xlsx", values=True)
    header, *items = kept["Items"]
    assert header == ["Item", "Line of ED 524", "Section", "Project year 1", "Project year 2", "Total"]
    for section in ("A", "B"):
        _, *lines = kept[f"Section {section}"]
        assert [line[0].split(".")[0] for line in lines] == [str(n) for n in range(1, 13)]
        for line in lines[:8]:
            own = [item for item in items if item[1] == line[0] and item[2] == section]
            assert line[1:] == [sum(item[x] or 0 for item in own) for x in (3, 4, 5)]
        assert lines[8][1:] == lines[11][1:] == [sum(line[x] for line in lines[:8]) for x in (1, 2, 3)]
        assert [line[1:3] for line in lines[9:11]] == [[None, None], [None, None]]
    assert kept["Section A"][9][3] == 122_000
    assert [row[1] for row in kept["Check"][1:]] == [536_100, 122_000, 345_100, 69_000]


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_another_program_comes_to_the_same_sums(folder: Path, tmp_path: Path) -> None:
    """Kept values are thrown away, a line and a payer are filled in, and LibreOffice computes every formula anew."""
    book = openpyxl.load_workbook(folder / "ed524.xlsx")
    hiring = next(row for row in book["Items"].iter_rows() if row[0].value == "Talent Partners: hiring, once")
    assert hiring[1].value is None
    hiring[1].value = "8. Other"
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / "ed524.xlsx")
    own = f"-env:UserInstallation={(tmp_path / 'user').as_uri()}"
    words = [str(OFFICE), own, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    file = str(tmp_path / "in" / "ed524.xlsx")
    subprocess.run([*words, file], check=True, timeout=120, capture_output=True)  # noqa: S603
    found = sheets(tmp_path / "ed524.xlsx", values=True)
    assert [row[1:4] for row in found["Section A"][6:10]] == [[97_000, 25_000, 122_000], [0, 0, 0], [9_000, 0, 9_000],
                                                             [106_000, 25_000, 131_000]]  # fmt: skip
    assert found["Section A"][12][1:4] == [106_000, 25_000, 131_000]
    assert [row[1] for row in found["Check"][1:]] == [536_100, 131_000, 345_100, 60_000]


def test_a_school_has_a_row_with_what_it_gets(folder: Path, study: Study) -> None:
    header, *rows = sheets(folder / "schools.xlsx", values=True)["Schools"]
    assert len(rows) == len(study.schools) == 57
    at = {name: x for x, name in enumerate(header)}
    for row, school, before, after in zip(
        rows, study.schools, study.close_ups["today"].schools, study.close_ups["clean_sheet"].schools, strict=True
    ):
        assert (row[at["Id"]], row[at["Students"]]) == (school.id, school.enrollment)
        assert row[at["Visits promised today"]] == before.visits_promised
        assert row[at["Hours of visits, plan"]] == after.visit_hours
        assert row[at["Inclusion support, plan"]] == study.plan.packages["inclusion"][school.id]


def test_no_name_acts_in_word(hostile: Path) -> None:
    for name in WORD:
        for part, text in parts(hostile / f"{name}.docx").items():
            assert "TargetMode" not in text, part
            assert "<w:hyperlink" not in text, part
            assert set(re.findall(r'w:instr="([^"]*)"', text)) <= {r"SEQ Table \* ARABIC", r"SEQ Figure \* ARABIC"}
            assert "w:instrText" not in text


def test_no_name_acts_in_a_workbook(hostile: Path) -> None:
    for name in EXCEL:
        for part, text in parts(hostile / f"{name}.xlsx").items():
            assert "externalLink" not in part
            assert "hyperlink" not in text.replace("hyperlinkBase", "")
        for rows in sheets(hostile / f"{name}.xlsx").values():
            formulas = [cell.value for row in rows for cell in row if cell.data_type == "f"]
            assert all(OURS.match(formula) for formula in formulas)


def test_no_name_acts_in_a_pdf(hostile: Path) -> None:
    for path in hostile.rglob("*.pdf"):
        reader = pypdf.PdfReader(path)
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"])
        assert "/JavaScript" not in str(reader.trailer["/Root"].get("/Names", ""))
        assert not reader.attachments
        assert all(not each.get("/Annots") for each in reader.pages)


def test_every_hostile_name_is_shown_as_text(hostile: Path) -> None:
    """In the table of teams, services and areas of one document or the other, as far as it is not cut."""
    shown = "".join("".join(word_texts(hostile / f"{name}.docx")) for name in WORD)
    cells = [str(cell.value) for rows in sheets(hostile / "schools.xlsx").values() for row in rows for cell in row]
    said = "\n".join([shown, *cells]).replace("\u200b", "")
    for name in TEXTS:
        head = visible(name)[:60].rstrip()
        assert head in said, name


def test_letters_that_no_font_has_are_spelled_out(
    document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Newer versions of matplotlib bring a font of last resort, which has a box for every letter."""
    pictures, path = _pictures(tmp_path), tmp_path / "brief.pdf"
    document["scenario"]["district"] = "\U00050000 District"
    monkeypatch.setattr("matplotlib.get_data_path", lambda: str(tmp_path))
    documents.write_pdf(brief(sample_study.typed(document), pictures), path)
    assert "U+50000 District" in pdf_text(path)
    assert page.validate_pdf(path, profile="ua1").is_compliant


def test_what_is_not_installed_is_told_and_the_rest_is_written(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert documents.missing() is None
    monkeypatch.setattr(documents, "_has", lambda module: module == "xlsxwriter")
    assert documents.missing() == (
        'No PDF and no Word files: their libraries are not installed. pip install "redesign[report]"'
    )
    written(study, tmp_path, USED[:1])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ed524.xlsx", "figures", "schools.xlsx"]


def test_the_sum_that_is_asked_for_stands_in_the_proposal(study: Study) -> None:
    budget = study.proposal.budget
    rows = {payer: total for what, _, payer, total in total_rows(study) if what == "Total direct costs"}
    assert rows["All"] == usd(sum(item.usd for item in budget.items))
    grant = sum(item.usd for item in budget.items if item.paid_by == "grant" and item.line)
    assert rows["Grant"] == usd(grant) != usd(0)
