"""What kind of file a roster is, from its bytes; a file that is none of the kinds read is named and refused."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Literal
from zipfile import BadZipFile, ZipFile

from redesign.errors import Fault, InputError

Kind = Literal["csv", "workbook"]

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
SAVE_AS = "open it in a spreadsheet and save it as .xlsx, or save it as CSV UTF-8"
_ALLOWED = f"a CSV file in UTF-8 or an Excel workbook (.xlsx); {SAVE_AS}"
_REFUSED_ENDINGS = {
    ".xls": "a workbook of the old kind (.xls)",
    ".xlsb": "a binary workbook (.xlsb)",
    ".ods": "an OpenDocument spreadsheet (.ods)",
    ".numbers": "a Numbers document",
}
_OLD_OFFICE = bytes.fromhex("d0cf11e0")


def kind_of(content: bytes, file: str) -> Kind:
    """Say how a roster is to be read; raise `InputError` where its name or its bytes say that it cannot be."""
    ending = PurePosixPath(file).suffix.lower()
    other = _other(content) or _REFUSED_ENDINGS.get(ending)
    if other:
        raise refusal(file, f"found {other}", _ALLOWED)
    is_workbook = content.startswith(b"PK")
    if is_workbook and ending not in WORKBOOK_ENDINGS:
        allowed = "a name that ends in .xlsx; rename the file, or save it as CSV UTF-8"
        raise refusal(file, "found an Excel workbook under the name of another kind of file", allowed)
    if ending in WORKBOOK_ENDINGS and not is_workbook:
        allowed = "an Excel workbook; give a CSV file a name that ends in .csv"
        raise refusal(file, "found no workbook under the name of one", allowed)
    return "workbook" if is_workbook else "csv"


def refusal(file: str, found: str, allowed: str) -> InputError:
    """A fault of the file as a whole."""
    return InputError([Fault(file, 1, 1, "", f"{found}; allowed: {allowed}")])


def _other(content: bytes) -> str | None:
    """The name of a kind of file that is not read."""
    opening = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return "a workbook with a password" if locked else _REFUSED_ENDINGS[".xls"]
    if content.startswith(b"%PDF"):
        return "a PDF document"
    if opening.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        return "a web page or XML"
    return _other_archive(content) if content.startswith(b"PK") else None


def _other_archive(content: bytes) -> str | None:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return "an Excel workbook that is cut off or damaged"
    if "xl/workbook.bin" in names:
        return _REFUSED_ENDINGS[".xlsb"]
    if any(name.endswith(".iwa") for name in names):
        return _REFUSED_ENDINGS[".numbers"]
    if "META-INF/manifest.xml" in names:
        return _REFUSED_ENDINGS[".ods"]
    return None if "[Content_Types].xml" in names else "a zip archive"
