"""A document as a Word file: real headings, captions that Word counts, header rows, alternative texts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redesign import __version__
from redesign.reporting.documents.document import (
    ASK,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Prompt,
    Table,
    clean,
)

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

WIDTH_INCHES = 6.5
_WIDEST_NUMBER = 1.9
FONT = "Arial"
_ROWS_TOGETHER = 3
"""At the head of a table, so that no page ends with the header alone."""
_SHORT = 12
"""Rows of a table that stays on one page."""
TO_FILL_IN = "To fill in: "


def write_word(document: Document, path: Path) -> None:
    """Write a document; raises OSError."""
    import docx

    word = docx.Document()
    _prepare(word, document)
    word.add_heading(clean(document.title), level=0)
    counts = {"Figure": 0, "Table": 0}
    for block in document.blocks:
        _add(word, block, counts)
    word.save(str(path))


def _prepare(word: Word, document: Document) -> None:
    """Properties, page, styles, and what must be known at the foot of every page."""
    from docx.shared import Inches, Pt, RGBColor

    about, section = word.core_properties, word.sections[0]
    about.title, about.subject, about.author = clean(document.title)[:255], clean(document.subject)[:255], "redesign"
    about.comments, about.language, about.keywords = f"redesign {__version__}", "en-US", ""
    about.last_modified_by, about.created, about.modified = "redesign", datetime.now(UTC), datetime.now(UTC)
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    for name, points in (("Normal", 11), ("Title", 20), ("Heading 1", 15), ("Heading 2", 12.5), ("Caption", 9.5)):
        style: Any = word.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(points), FONT, RGBColor(0x22, 0x22, 0x22)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(_name(f"w:{theme}"), None)
    word.styles["Caption"].font.bold = True
    foot = section.footer.paragraphs[0]
    foot.text = clean(document.source)
    foot.runs[0].font.size = Pt(8)


def _add(word: Word, block: Block, counts: dict[str, int]) -> None:
    from docx.enum.text import WD_BREAK

    if isinstance(block, Heading):
        word.add_heading(clean(block.text), level=block.level)
    elif isinstance(block, Paragraph):
        word.add_paragraph(clean(block.text))
    elif isinstance(block, Prompt):
        _prompt(word.add_paragraph(), block.text)
    elif isinstance(block, Bullets):
        for item in block.items:
            word.add_paragraph(clean(item), style="List Bullet")
    elif isinstance(block, Table):
        _caption(word.add_paragraph(style="Caption"), "Table", block.caption, counts, above=True)
        _table(word, block)
        _gap(word)
    elif isinstance(block, PageBreak):
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    else:
        _picture(word, block)
        _caption(word.add_paragraph(style="Caption"), "Figure", block.caption, counts, above=False)


def _prompt(paragraph: WordParagraph, text: str) -> None:
    """Marked in words and in color: nobody should hand it in by mistake."""
    from docx.enum.text import WD_COLOR_INDEX

    for words, bold in ((TO_FILL_IN, True), (clean(text), False)):
        run = paragraph.add_run(words)
        run.bold, run.font.highlight_color = bold, WD_COLOR_INDEX.YELLOW


def _caption(paragraph: WordParagraph, kind: str, text: str, counts: dict[str, int], above: bool) -> None:
    """A caption with a number that Word keeps counting when others are put before it."""
    counts[kind] += 1
    paragraph.paragraph_format.keep_with_next = above
    paragraph.add_run(f"{kind} ")
    _field(paragraph, f"SEQ {kind} \\* ARABIC", str(counts[kind]))
    paragraph.add_run(f". {clean(text)}")


def _field(paragraph: WordParagraph, code: str, shown: str) -> None:
    from docx.oxml import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(_name("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _table(word: Word, block: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement

    table = word.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _describe(table._tbl.tblPr, block.caption)
    widths, last = _widths(block), len(block.rows)
    together = last if last <= _SHORT else _ROWS_TOGETHER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for y, (row, cells) in enumerate(zip(table.rows, (block.columns, *block.rows), strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if y == 0:
            properties.append(OxmlElement("w:tblHeader"))
        bold = y == 0 or (block.total and y == last)
        for x, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[x]
            _cell(cell.paragraphs[0], text, bold, number=x >= block.texts)
            cell.paragraphs[0].paragraph_format.keep_with_next = y < together


def _widths(block: Table) -> list[Any]:
    """Numbers get what they need, texts share the rest, the first most."""
    from docx.shared import Inches

    widths = block.widths
    numbers = [min(_WIDEST_NUMBER, 0.2 + 0.07 * n) if x >= block.texts else 0.0 for x, n in enumerate(widths)]
    left, letters = WIDTH_INCHES - sum(numbers), sum(widths[: block.texts])
    return [Inches(number or left * n / letters) for number, n in zip(numbers, widths, strict=True)]


def _cell(paragraph: WordParagraph, text: str, bold: bool, number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size = bold, Pt(9)
    if text == ASK:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _describe(properties: Any, caption: str) -> None:
    """What a screen reader says of a table before it reads it."""
    from docx.oxml import OxmlElement

    said = OxmlElement("w:tblCaption")
    said.set(_name("w:val"), clean(caption))
    properties.append(said)


def _picture(word: Word, figure: Figure) -> None:
    from docx.shared import Emu, Inches

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(str(figure.png), width=Inches(WIDTH_INCHES))
    most = Inches(figure.most_inches)
    if shape.height > most:
        shape.width, shape.height = Emu(int(shape.width * most / shape.height)), most
    shape._inline.docPr.set("descr", clean(figure.alt))
    shape._inline.docPr.set("title", clean(figure.caption))


def _gap(word: Word) -> None:
    """A little room after a table."""
    from docx.shared import Pt

    gap = word.add_paragraph().paragraph_format
    gap.line_spacing, gap.space_after = Pt(6), Pt(0)


def _name(tag: str) -> str:
    """A tag with its namespace."""
    from docx.oxml.ns import qn

    return str(qn(tag))
