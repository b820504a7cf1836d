"""Words in the reader's language: catalogues, plurals, numbers, dates in two calendars.

Message ids are English; `locale/ar/LC_MESSAGES/messages.po` holds the Arabic. Code below the rim never
translates: it makes a `Message`, and the page that shows it knows the reader's language.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
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


class _Here:
    """Stands in a message for the zone in which it is read."""


HERE = _Here()
"""As the parameter of a sentence: the words of the zone in which its times are told."""
_zone: ContextVar[ZoneInfo] = ContextVar("zone", default=RIYADH)


@contextmanager
def told_in(zone: ZoneInfo) -> Iterator[None]:
    """Times that are worded inside are those of that zone's clocks, unless another one is asked for."""
    token = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(token)


def zone_in_words(lang: Lang, zone: ZoneInfo | None = None) -> str:
    """By whose clocks a time is told: “Riyadh time”, «بتوقيت الرياض»; that of the zone in force without one."""
    return _zone_words((zone or _zone.get()).key, lang)


@cache
def _zone_words(name: str, lang: Lang) -> str:
    city = get_timezone_location(ZoneInfo(name), locale=lang, return_city=True)
    return translate(msg("%(city)s time", city=city), lang)


@cache
def translations(lang: Lang) -> NullTranslations:
    """The compiled catalogue; without one the texts stay as they are in the code."""
    return Translations.load(LOCALE_DIR, [lang])


def translate(message: Message | str, lang: Lang) -> str:
    """Word `message` for a reader of `lang`; parameters that are Messages, dates or names are worded too.

    With a zone as the parameter `zone`, all its times are told in that one.
    """
    catalogue = translations(lang)
    if isinstance(message, str):
        return catalogue.ugettext(message) if message else ""
    if isinstance(zone := message.params.get("zone"), ZoneInfo) and zone is not _zone.get():
        with told_in(zone):
            return translate(message, lang)
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
    if isinstance(value, (ZoneInfo, _Here)):
        return zone_in_words(lang)
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


def gregorian(value: datetime | date, lang: Lang, zone: ZoneInfo | None = None) -> str:
    """Weekday and Gregorian date, as the zone sees it, or the one in force: «الخميس 3 ديسمبر 2026»."""
    return _day(_local(value, zone), lang, "EEEE d MMMM y")


def short_date(value: datetime | date, lang: Lang, zone: ZoneInfo | None = None) -> str:
    """Day, month and year, as the zone sees it, or the one in force."""
    return _day(_local(value, zone), lang, "d MMM y")


def _local(value: datetime | date, zone: ZoneInfo | None) -> date:
    return value.astimezone(zone or _zone.get()).date() if isinstance(value, datetime) else value


@_remembered
def _day(day: date, lang: Lang, pattern: str) -> str:
    return _western(format_date(day, pattern, locale=_BABEL[lang]))


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


def hijri(value: datetime | date, lang: Lang, zone: ZoneInfo | None = None) -> str:
    """The Umm al-Qura date, as the zone sees it, or the one in force."""
    return _hijri_day(_local(value, zone), lang)


@_remembered
def _hijri_day(day: date, lang: Lang) -> str:
    h = Gregorian.fromdate(day).to_hijri()
    month = _HIJRI_MONTHS[lang][h.month - 1]
    return f"{h.day} {month} {h.year}هـ" if lang == "ar" else f"{h.day} {month} {h.year} AH"


_NAMED = {(0, 0): "منتصف الليل", (12, 0): "ظهرًا"}
"""«12:00 م» leaves a reader of a deadline in doubt."""


def clock_time(value: datetime, lang: Lang, zone: ZoneInfo | None = None) -> str:
    """Hours and minutes by the clocks of the zone, or the one in force."""
    return _minute(value, lang, zone or _zone.get())


@_remembered
def _minute(value: datetime, lang: Lang, zone: ZoneInfo) -> str:
    local_time = value.astimezone(zone)
    if lang == "ar" and (local_time.hour, local_time.minute) in _NAMED:
        return f"12:00 {_NAMED[local_time.hour, local_time.minute]}"
    return _western(format_time(local_time, "h:mm a", locale=_BABEL[lang]))


def number(value: float | Decimal | Fraction, places: int | None = None) -> str:
    """A number with Western digits; `places` decimals, rounded half up by the caller where it matters."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    pattern = "#,##0" + ("." + "0" * places if places else "" if places == 0 else ".######")
    return _western(format_decimal(value, format=pattern, locale="en"))


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


def _western(text: str) -> str:
    return text.translate(_DIGITS)
