"""Answers that are not texts: what was typed, what it means, and how it is shown."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from hijridate import Hijri

from awards.cycles.models import QuestionKind
from awards.kit import i18n
from awards.kit.i18n import Lang

_NUMBER = re.compile(r"\d{1,15}|\d{1,3}(?:[,٬\s]\d{3}){1,4}")
"""Whole: what is asked is how many. A comma parts thousands, so that 12,5 is not taken for 125."""
_NOT_DIGITS = re.compile(r"\D")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_ADDRESS_LIMIT = 2000
Options = Sequence[Mapping[str, str]]


class NoNumber(StrEnum):
    """Why something is not taken for a number."""

    NEGATIVE = "negative"
    FRACTION = "fraction"
    TOO_LARGE = "too_large"
    NOT_DIGITS = "not_digits"


def written(text: str) -> str:
    """A text as it is kept: one kind of line end, no control characters, no blanks around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def understood(kind: QuestionKind, typed: str, options: Options = ()) -> str | None:
    """The value in its one spelling (digits 0–9, YYYY-MM-DD, whole address, keys in their order); none if it is no
    such value. Nothing typed is an answer left empty, and understood.
    """
    typed = written(typed)
    if not typed:
        return ""
    match kind:
        case QuestionKind.NUMBER:
            return _number(typed)
        case QuestionKind.DATE:
            return _day(typed)
        case QuestionKind.LINK:
            return _address(typed)
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            return _keys(typed, options, many=kind is QuestionKind.CHOICES)
        case _:
            return typed


def kept(kind: QuestionKind, typed: str, options: Options = ()) -> str:
    """What a draft keeps: the value if it is understood, else what was typed, so that nothing is lost."""
    value = understood(kind, typed, options)
    return written(typed) if value is None else value


def day_of(value: str) -> date | None:
    """The day of a date answer as it is kept; none if it is empty or no date."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def in_words(kind: QuestionKind, value: str, options: Options, unit: str, lang: Lang) -> str:
    """A kept value as a reader of `lang` meets it: number with its unit, day, names of the options."""
    if kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        return _chosen(value, options, lang)
    if not value or understood(kind, value, options) is None:
        return value
    match kind:
        case QuestionKind.NUMBER:
            return f"{i18n.number(int(value))} {unit}".strip()
        case QuestionKind.DATE:
            return i18n.gregorian(date.fromisoformat(value), lang)
        case _:
            return value


def _chosen(value: str, options: Options, lang: Lang) -> str:
    """The names of the options; one that is no longer offered says nothing."""
    chosen = value.split(",")
    names = [option[lang] for option in options if option["key"] in chosen]
    return ("؛ " if lang == "ar" else "; ").join(names)


def _western(text: str) -> str:
    """Any script's digits as 0–9."""
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


def _number(typed: str) -> str | None:
    plain = _western(typed)
    return _NOT_DIGITS.sub("", plain) if _NUMBER.fullmatch(plain) else None


def no_number(typed: str) -> NoNumber:
    """What keeps `typed` from being a number."""
    plain = re.sub(r"[,٬\s]", "", _western(typed)).replace("٫", ".")
    if re.fullmatch(r"[-−–]\d+(\.\d+)?", plain):
        return NoNumber.NEGATIVE
    if re.fullmatch(r"\d+\.\d+", plain) or re.fullmatch(r"\d+[,٬]\d{1,2}", _western(typed)):
        return NoNumber.FRACTION
    return NoNumber.TOO_LARGE if re.fullmatch(r"\d{16,}", plain) else NoNumber.NOT_DIGITS


def day_of_hijri(typed: str) -> date | None:
    """The day that `typed` names if it is read as a Hijri date, of the years that the calendar's tables hold."""
    found = _DAY.fullmatch(_western(typed))
    try:
        return Hijri(*map(int, found.groups())).to_gregorian() if found else None
    except (ValueError, OverflowError):
        return None


def _day(typed: str) -> str | None:
    found = _DAY.fullmatch(_western(typed))
    if found is None:
        return None
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


def _address(typed: str) -> str | None:
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    whole = parts.scheme in {"http", "https"} and "." in host.strip(".") and not re.search(r"\s", address)
    return address if whole and len(address) <= _ADDRESS_LIMIT else None


def _keys(typed: str, options: Options, *, many: bool) -> str | None:
    chosen = {key.strip() for key in typed.split(",")}
    known = [option["key"] for option in options if option["key"] in chosen]
    if len(known) != len(chosen) or (len(chosen) > 1 and not many):
        return None
    return ",".join(known)
