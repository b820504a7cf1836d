"""The words that the certificates of one kind and cycle share."""

from dataclasses import dataclass

from awards.kit.i18n import Lang
from reports.certificates.sides import DEMO, LEAD, TITLE, VERIFY, Text, either
from reports.certificates.stamp import Tag
from reports.certificates.wording import CertificateWording, Kind


@dataclass(frozen=True)
class Masthead:
    """The award and its edition in one language."""

    lang: Lang
    award: Text
    edition: str

    @property
    def dir(self) -> str:
        return "rtl" if self.lang == "ar" else "ltr"


@dataclass(frozen=True)
class StaticWords:
    """What two certificates must have in common to share a stamp."""

    kind: Kind
    demo: bool
    cycle_number: int
    year: int
    masthead: tuple[Masthead, ...]
    signatory: tuple[Text, ...]
    post: tuple[Text, ...]
    issued: tuple[Text, ...]

    @property
    def title_ar(self) -> str:
        return TITLE[self.kind]["ar"]

    @property
    def title_en(self) -> str:
        return TITLE[self.kind]["en"]

    @property
    def leads(self) -> tuple[Text, ...]:
        return tuple(Text(text, lang) for lang, text in LEAD[self.kind].items())

    @property
    def proof(self) -> tuple[Text, ...]:
        return tuple(Text(text, lang) for lang, text in VERIFY.items())

    @property
    def demo_mark(self) -> tuple[Text, ...]:
        return tuple(Text(text, lang) for lang, text in DEMO.items()) if self.demo else ()


def static_words(wording: CertificateWording) -> StaticWords:
    """From any certificate of the kind and cycle: what is taken from it is the same on all of them."""
    return StaticWords(
        kind=wording.kind,
        demo=wording.demo,
        cycle_number=wording.cycle_number,
        year=wording.year,
        masthead=(
            Masthead("ar", either(wording, "award", "ar"), _edition(wording.cycle_ar, wording.year)),
            Masthead("en", either(wording, "award", "en"), _edition(wording.cycle_en, wording.year)),
        ),
        signatory=_present(wording.signatory_ar, wording.signatory_en),
        post=_present(wording.signatory_post_ar, wording.signatory_post_en),
        issued=_present(
            _joined(" الموافق ", wording.issued_hijri_ar, wording.issued_gregorian_ar),
            _joined(" · ", wording.issued_hijri_en, wording.issued_gregorian_en),
        ),
    )


def tags(words: StaticWords) -> list[Tag]:
    """How the shared parts are read, in order; between them come, each as one element, the sides and the code."""
    award = " ".join(f"{side.award.text}، {side.edition}." for side in words.masthead)
    after_title = [("P", _lines(words.demo_mark), "ar")] if words.demo else []
    side_or_code = None
    readings: list[tuple[str, str, str] | None] = [
        ("P", award, "ar"),
        ("H1", f"{words.title_ar} — {words.title_en}", "ar"),
        *after_title,
        ("P", words.leads[0].text, "ar"),
        side_or_code,
        ("P", words.leads[1].text, "en"),
        side_or_code,
        ("P", _lines((*words.proof, *words.issued)), "ar"),
        side_or_code,
        ("P", _lines((*words.signatory, *words.post)), "ar"),
    ]
    return [Tag(*reading, position) for position, reading in enumerate(readings) if reading]


def _edition(cycle: str, year: int) -> str:
    return _joined(" · ", cycle, str(year))


def _joined(between: str, *texts: str) -> str:
    return between.join(filter(None, texts))


def _present(arabic: str, english: str) -> tuple[Text, ...]:
    """The Arabic and the English text, of those that there are."""
    return tuple(text for text in (Text(arabic, "ar"), Text(english, "en")) if text.text)


def _lines(texts: tuple[Text, ...]) -> str:
    return "\n".join(text.text for text in texts)
