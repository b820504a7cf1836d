"""Words in the reader's language: catalogues, plurals, numbers, dates in two calendars.

Message ids are English; `locale/ar/LC_MESSAGES/messages.po` holds the Arabic. Code below the rim never
translates: it makes a `Message`, and the page that shows it knows the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from hijridate import Gregorian

from awards.kit.clock import RIYADH
from awards.kit.isolating import isolated

Lang = Literal["ar", "en"]
LANGUAGES: tuple[Lang, ...] = ("ar", "en")
DEFAULT: Lang = "ar"
LOCALE_DIR = Path(__file__).resolve().parents[1] / "locale"


@dataclass(frozen=True)
class Message:
    """A sentence not yet in any language: an English message id and what is put into it.

    With `plural`, `params["n"]` picks the form.
    """

    text: str
    params: dict[str, Any] = field(default_factory=dict)
    plural: str | None = None


@dataclass(frozen=True)
class Bilingual:
    """A name or text that the award has in both languages, as a parameter of a Message."""

    ar: str
    en: str


def msg(text: str, **params: Any) -> Message:
    """A sentence to be said later, in the reader's language. `text` is found by the catalogue: write it out in the call."""
    return Message(text, params)


def nmsg(singular: str, plural: str, n: int, **params: Any) -> Message:
    """A sentence about `n` things; `%(n)s` stands for the number."""
    return Message(singular, {"n": n, **params}, plural)


@cache
def translations(lang: Lang) -> NullTranslations:
    """The compiled catalogue; without one the texts stay as they are in the code."""
    return Translations.load(LOCALE_DIR, [lang])


def translate(message: Message | str, lang: Lang) -> str:
    """Word `message` for a reader of `lang`; parameters that are Messages, dates or names are worded too."""
    catalogue = translations(lang)
    if isinstance(message, str):
        return catalogue.ugettext(message) if message else ""
    params = {k: in_words(v, lang) for k, v in message.params.items()}
    if lang == "ar":
        params = {k: isolated(v) for k, v in params.items()}
    if message.plural is not None:
        text = catalogue.ungettext(message.text, message.plural, params["n"])
    else:
        text = catalogue.ugettext(message.text)
    return text % params if params else text


def in_words(value: Any, lang: Lang) -> Any:
    """A message, a name in both languages, a time or a day in words; anything else as it is."""
    if isinstance(value, Message):
        return translate(value, lang)
    if isinstance(value, Bilingual):
        return (value.ar or value.en) if lang == "ar" else (value.en or value.ar)
    if isinstance(value, datetime):
        return f"{gregorian(value, lang)}{' الساعة ' if lang == 'ar' else ', '}{clock_time(value, lang)}"
    return gregorian(value, lang) if isinstance(value, date) else value


def as_lang(text: str | None) -> Lang:
    """The language that a cookie or an address names; Arabic for anything else."""
    return "en" if text == "en" else "ar" if text == "ar" else DEFAULT


def local(thing: Any, field_name: str, lang: Lang) -> str:
    """`thing.<field>_<lang>` (or the key of that name), or the other language's text where that is empty."""
    other = "en" if lang == "ar" else "ar"
    if isinstance(thing, Mapping):
        return thing.get(f"{field_name}_{lang}") or thing.get(f"{field_name}_{other}") or ""
    return getattr(thing, f"{field_name}_{lang}", None) or getattr(thing, f"{field_name}_{other}", None) or ""


_remembered = lru_cache(maxsize=4096)
"""A page words the same few days and times again and again; each costs Babel some fifteen microseconds."""
_BABEL = {"ar": "ar", "en": "en_GB"}


@_remembered
def gregorian(value: datetime | date, lang: Lang, zone: ZoneInfo = RIYADH) -> str:
    """Weekday and Gregorian date, as the award's zone sees it: «الخميس 3 ديسمبر 2026»."""
    day = value.astimezone(zone).date() if isinstance(value, datetime) else value
    return _western(format_date(day, "EEEE d MMMM y", locale=_BABEL[lang]))


@_remembered
def short_date(value: datetime | date, lang: Lang) -> str:
    day = value.astimezone(RIYADH).date() if isinstance(value, datetime) else value
    return _western(format_date(day, "d MMM y", locale=_BABEL[lang]))


_HIJRI_MONTHS = {
    "ar": (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
        "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
    ),
    "en": (
        "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Akhir", "Jumada al-Ula", "Jumada al-Akhirah",
        "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
    ),
}  # fmt: skip


@_remembered
def hijri(value: datetime | date, lang: Lang, zone: ZoneInfo = RIYADH) -> str:
    """The Umm al-Qura date, as the award's zone sees it."""
    day = value.astimezone(zone).date() if isinstance(value, datetime) else value
    h = Gregorian.fromdate(day).to_hijri()
    month = _HIJRI_MONTHS[lang][h.month - 1]
    return f"{h.day} {month} {h.year}هـ" if lang == "ar" else f"{h.day} {month} {h.year} AH"


@_remembered
def clock_time(value: datetime, lang: Lang, zone: ZoneInfo = RIYADH) -> str:
    """Hours and minutes, in Riyadh unless another zone is asked for."""
    return _western(format_time(value.astimezone(zone), "h:mm a", locale=_BABEL[lang]))


def number(value: float | Decimal | Fraction, places: int | None = None) -> str:
    """A number with Western digits; `places` decimals, rounded half up by the caller where it matters."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    pattern = "#,##0" + ("." + "0" * places if places else "" if places == 0 else ".######")
    return _western(format_decimal(value, format=pattern, locale="en"))


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


def _western(text: str) -> str:
    return text.translate(_DIGITS)
