"""The sentences of a certificate, Arabic on one side and English on the other.

The Arabic uses verbal nouns («بمشاركة», «بفوز», «بمنح»), which agree with no gender or number: the same sentence is right
for a ministry, a fund, several agencies and a person.
"""

import re
from dataclasses import dataclass

from babel import Locale

from awards.kit.i18n import Lang
from reports.certificates.wording import CertificateWording, Kind

_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")

_ENTRIES = {
    "ar": {"one": "مشاركة واحدة", "two": "مشاركتين", "few": "{n} مشاركات", "other": "{n} مشاركة"},
    "en": {"one": "one entry", "other": "{n} entries"},
}
_CATEGORIES = {
    "ar": {"one": "فرع واحد", "two": "فرعين", "few": "{n} فروع", "many": "{n} فرعًا", "other": "{n} فرع"},
    "en": {"one": "one category", "other": "{n} categories"},
}

TITLE: dict[Kind, dict[Lang, str]] = {
    "participation": {"ar": "شهادة مشاركة وتقدير", "en": "Certificate of Participation"},
    "winner": {"ar": "شهادة فوز وتكريم", "en": "Winner’s Certificate"},
    "special_mention": {"ar": "شهادة تقدير", "en": "Certificate of Special Mention"},
}


LEAD: dict[Kind, dict[Lang, str]] = {
    "participation": {
        "ar": "تشهد اللجنة العليا للجائزة بمشاركة",
        "en": "The Supreme Committee certifies that",
    },
    "winner": {
        "ar": "تشهد اللجنة العليا للجائزة بفوز",
        "en": "The Supreme Committee certifies that",
    },
    "special_mention": {
        "ar": "تشهد اللجنة العليا للجائزة بمنح",
        "en": "The Supreme Committee certifies that",
    },
}
VERIFY: dict[Lang, str] = {"ar": "للتحقق من صحة الشهادة", "en": "Verify this certificate"}
_MENTIONED = "تنويهًا خاصًا"
DEMO: dict[Lang, str] = {"ar": "بيانات تجريبية", "en": "Demo data"}


@dataclass(frozen=True)
class Text:
    """A text and the language it is really in, which need not be that of its surroundings."""

    text: str
    lang: Lang

    @property
    def dir(self) -> str:
        return "rtl" if self.lang == "ar" else "ltr"


@dataclass(frozen=True)
class Side:
    """One column: the lines of its sentence below its opening words (`LEAD`), from top to bottom."""

    lang: Lang
    recipients: tuple[Text, ...]
    place_before: str
    place: str
    bridge: str
    title: Text
    category_before: str
    category: Text
    category_after: str
    closing: tuple[str, ...]

    @property
    def dir(self) -> str:
        return "rtl" if self.lang == "ar" else "ltr"

    @property
    def spoken(self) -> str:
        """The lines as they are read aloud."""
        place = f"{self.place_before} {self.place}".strip()
        lines = (
            *(name.text for name in self.recipients),
            place,
            self.bridge,
            self.title.text,
            f"{self.category_before}{self.category.text}{self.category_after}",
            *self.closing,
        )
        return "\n".join(filter(None, lines))


def counted(n: int, forms: dict[str, str], lang: Lang) -> str:
    """`n` things in words, in the plural that the language has for `n` (Unicode's rules)."""
    return forms.get(Locale(lang).plural_form(n), forms["other"]).format(n=n)


def language_of(text: str, default: Lang) -> Lang:
    """The language of a text by its script: `default` when it has neither or the default's too."""
    arabic, latin = bool(_ARABIC_LETTER.search(text)), bool(_LATIN_LETTER.search(text))
    return default if arabic == latin else "ar" if arabic else "en"


def either(wording: CertificateWording, field: str, lang: Lang) -> Text:
    """The text of `field` for this side, or the other side's where it is empty."""
    other = "en" if lang == "ar" else "ar"
    text = getattr(wording, f"{field}_{lang}") or getattr(wording, f"{field}_{other}")
    return Text(text, language_of(text, lang))


def side(wording: CertificateWording, lang: Lang) -> Side:
    """The sentences in one language. A name that there is in the other language only stands as it is."""
    names = getattr(wording, f"recipients_{lang}") or wording.recipients_ar or wording.recipients_en
    won = wording.kind != "participation"
    entries = counted(wording.entries, _ENTRIES[lang], lang)
    categories = counted(wording.categories, _CATEGORIES[lang], lang)
    if lang == "ar":
        bridge = "عن مشروع" if won else "بمشروع"
        before, after = "ضمن فرع «", "»"
        among = f"من بين {entries} في " + ("هذا الفرع" if won else categories)
        thanks = "مع خالص الشكر والتقدير."
        closing = (f"{among}.",) if won else (f"{among}،", thanks)
    else:
        bridge = "for the project" if won else "took part with the project"
        before, after = "in the category “", "”"
        among = f"among {entries} in " + ("this category" if won else categories)
        thanks = "with our sincere appreciation."
        closing = (f"{among}.",) if won else (f"{among},", thanks)
    return Side(
        lang=lang,
        recipients=tuple(Text(name, language_of(name, lang)) for name in names),
        place_before=_WON[wording.kind] if lang == "en" else "",
        place=_place(wording, lang),
        bridge=bridge,
        title=either(wording, "title", lang),
        category_before=before,
        category=either(wording, "category", lang),
        category_after=after,
        closing=closing,
    )


_WON: dict[Kind, str] = {"participation": "", "winner": "won", "special_mention": "received a"}


def _place(wording: CertificateWording, lang: Lang) -> str:
    """«بالمركز الأول»: the Arabic preposition is written together with its noun. What is granted stands without one."""
    if wording.kind == "participation":
        return ""
    label = either(wording, "place", lang).text
    if lang == "en":
        return label
    if wording.kind == "special_mention":
        return _MENTIONED
    return f"ب{label}" if _ARABIC_LETTER.match(label) else f"بـ {label}"
