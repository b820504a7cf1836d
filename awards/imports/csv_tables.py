"""CSV as spreadsheets of this region write it: in one of four encodings, parted by comma, semicolon or tab."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from awards.imports.raw import Raw, TableRefused
from awards.kit.csv_text import typed_cell
from awards.kit.i18n import msg

_ARABIC_ENOUGH = 0.8
"""The share of Arabic among all that is not ASCII, from which bytes are taken for Windows-1256."""
_SEPARATOR_LINE = re.compile(r"(?i)sep=([,;\t])\r?\n")
"""By which Excel is told how cells are parted."""
_UNKNOWN = msg(
    "The encoding of this file is not known. Save it as “CSV UTF-8”, or as Excel workbook (.xlsx)."
)


def csv_rows(data: bytes) -> Raw:
    """The records of a CSV file. Raises TableRefused for bytes that are no text."""
    text = decoded(data)
    told = _SEPARATOR_LINE.match(text)
    if told:
        return Raw(_records(text[told.end() :], told[1], first=2))
    return Raw(_records(text, _separator(text), first=1))


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1256, without its byte order mark. Raises TableRefused."""
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if b"\0" in data:
            return data.decode(_utf16_without_mark(data))
    except UnicodeError as error:
        raise TableRefused(_UNKNOWN) from error
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return _windows_arabic(data)


def _utf16_without_mark(data: bytes) -> str:
    """By the zeros of ASCII characters: commas and line ends are among them in whatever language."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if even and odd:
        raise TableRefused(_UNKNOWN)
    return "utf-16-be" if even else "utf-16-le"


def _windows_arabic(data: bytes) -> str:
    text = data.decode("cp1256")
    other = [character for character in text if not character.isascii() and character.isalpha()]
    arabic = [character for character in other if unicodedata.name(character, "").startswith("ARABIC")]
    if not other or len(arabic) < _ARABIC_ENOUGH * len(other):
        raise TableRefused(_UNKNOWN)
    return text


def _separator(text: str) -> str:
    """What parts the first line into most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda separator: len(next(csv.reader([first], delimiter=separator))))


def _records(text: str, separator: str, *, first: int) -> Iterator[tuple[int, list[str]]]:
    number = first
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), first):
            yield number, [typed_cell(cell) for cell in cells]
    except csv.Error as error:
        raise TableRefused(
            msg("Row %(row)s cannot be read: is a quotation mark missing?", row=number)
        ) from error
