"""Charts as SVG inside the page: no style that the page forbids, no name that meets another chart's, text as text."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from functools import partial

from redesign.reporting.chart import Chart, draw, drawing_of
from redesign.reporting.style import styled
from redesign.reporting.web.parts import opened, told, wide
from redesign.reporting.web.tags import Html, joined, tag
from redesign.study.study import Study

NUMBER = re.compile(r"-?\d+\.\d{3,}")
CIRCLE = re.compile(r"M ([-\d.]+) ([-\d.]+) (?:C [-\d. ]+?){8}z")
REFERENCE = re.compile(r"(?<=#)[\w.-]+")
LEFT_OUT = ("metadata", "style", "title")
"""Of matplotlib's elements: what says who drew it, a style for the whole page, the name of a file."""


def figure(study: Study, name: str, numbers: bool = True) -> Html:
    """One of `CHARTS`, and under it the same in numbers, which may stand elsewhere.

    In a narrow window, where its title has no room, its words stand above it.
    """
    drawing = drawing_of(name)
    drawn = _framed(drawing.QUESTION, drawing.finding(study), picture(study, name))
    if not numbers:
        return drawn
    return joined(drawn, opened(f"In numbers: {drawing.QUESTION}", told(drawing.table(study))))


def shown(chart: Chart, name: str) -> Html:
    """The same of a chart that is drawn already; its numbers stand elsewhere."""
    return _framed(chart.question, chart.finding, of_chart(chart, name))


def _framed(question: str, finding: str, drawn: Html) -> Html:
    words = tag("figcaption", tag("strong", question), " ", finding, class_="narrow")
    return tag("figure", words, wide(question, drawn))


def picture(study: Study, name: str) -> Html:
    """The chart itself; for those who do not see it question and finding, which its table bears out."""
    return of_chart(draw(study, name), name)


def of_chart(chart: Chart, name: str) -> Html:
    """The same of a chart that is drawn already."""
    import matplotlib

    drawn = io.StringIO()
    with styled(), matplotlib.rc_context({"svg.fonttype": "none"}):
        chart.axes.get_figure(root=True).savefig(drawn, format="svg")  # type: ignore[union-attr]
    return inline(drawn.getvalue(), name, f"{chart.question} {chart.finding}")


def inline(svg: str, name: str, alt: str) -> Html:
    """The same picture as one element of a page."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - matplotlib has just written it
    for element in list(root.iter()):
        _plain(element)
    used = {own for element in root.iter() for value in element.attrib.values() for own in REFERENCE.findall(value)}
    for element in root.iter():
        _named(element, used, f"{name}-")
    for path in root.findall(".//pattern/path"):
        _dotted(path)
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.attrib |= {"role": "img", "aria-label": alt, "stroke-linejoin": "round", "class": "chart"}
    return Html(ElementTree.tostring(root, encoding="unicode"))


def _plain(element: ElementTree.Element) -> None:
    """HTML's own names, no style, short numbers."""
    element.tag = _local(element.tag)
    for child in [child for child in element if _local(child.tag) in LEFT_OUT]:
        element.remove(child)
    attributes = {_local(key): value for key, value in element.attrib.items()}
    for style in filter(None, map(str.strip, attributes.pop("style", "").split(";"))):
        key, _, value = style.partition(":")
        attributes[key.strip()] = value.strip()
    attributes.pop("font-family", None)
    rounded = partial(NUMBER.sub, lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."))
    element.attrib.clear()
    element.attrib |= {key: " ".join(rounded(value).split()) for key, value in attributes.items()}
    element.tail = None
    if element.tag != "text":
        element.text = None


def _dotted(path: ElementTree.Element) -> None:
    """Circles of a hatch as dots of a round pen, which take a sixteenth of the text."""
    drawn = path.attrib["d"]
    circles = list(CIRCLE.finditer(drawn))
    if not circles or CIRCLE.sub("", drawn).strip():
        return
    numbers = [
        [float(number) for number in circle[0].replace("z", "").split() if number not in "MC"] for circle in circles
    ]
    wide = max(numbers[0][::2]) - min(numbers[0][::2]) + float(path.attrib.get("stroke-width", 0))
    spots = (f"M{(max(xy[::2]) + min(xy[::2])) / 2:.3g} {(max(xy[1::2]) + min(xy[1::2])) / 2:.3g}h0" for xy in numbers)
    path.attrib |= {"d": "".join(spots), "stroke-width": f"{wide:.3g}", "stroke-linecap": "round", "fill": "none"}


def _named(element: ElementTree.Element, used: set[str], prefix: str) -> None:
    """Ids that are referred to get a prefix, the others go."""
    own = element.attrib.pop("id", "")
    for key, value in element.attrib.items():
        if key == "href" or value.startswith("url(#"):
            element.attrib[key] = value.replace("#", f"#{prefix}", 1)
    if own in used:
        element.attrib["id"] = prefix + own


def _local(name: str) -> str:
    return name.rpartition("}")[2]
