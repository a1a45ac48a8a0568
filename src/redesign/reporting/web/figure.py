"""Charts as SVG inside the page: no style that the page forbids, no name that meets another chart's, text as text."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from functools import partial

from redesign.reporting.chart import draw
from redesign.reporting.charts import CHARTS
from redesign.reporting.sections import Section
from redesign.reporting.style import styled
from redesign.reporting.web.parts import opened, told, wide
from redesign.reporting.web.tags import Html, joined, tag
from redesign.study.study import Study

NUMBER = re.compile(r"-?\d+\.\d{3,}")
REFERENCE = re.compile(r"(?<=#)[\w.-]+")
LEFT_OUT = ("metadata", "style", "title")
"""Of matplotlib's elements: what says who drew it, a style for the whole page, the name of a file."""


def figure(study: Study, name: str, *numbers: Section) -> Html:
    """A chart by its name, with its text for those who cannot see it, and the same numbers as tables under it."""
    if name not in CHARTS:
        return joined(*map(told, numbers))
    drawn = draw(study, name)
    with styled():
        svg = inline(_drawn(drawn.axes.figure), name, drawn.alt)
    tables = opened("The same in words and numbers", tag("p", drawn.alt), *map(told, numbers))
    return joined(tag("figure", wide(f"Chart {name.replace('_', ' ')}", svg)), tables)


def _drawn(figure: object) -> str:
    import matplotlib

    picture = io.StringIO()
    told = {"Date": None, "Creator": None}
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        figure.savefig(picture, format="svg", metadata=told)  # type: ignore[attr-defined]  # a figure of matplotlib
    return picture.getvalue()


def inline(svg: str, name: str, alt: str) -> Html:
    """The same picture as one element of a page."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - matplotlib has just written it
    for element in list(root.iter()):
        _plain(element)
    used = {own for element in root.iter() for value in element.attrib.values() for own in REFERENCE.findall(value)}
    for element in root.iter():
        _named(element, used, f"{name}-")
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
