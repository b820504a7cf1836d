"""What a certificate says: plain values, checked, that go to JSON and back."""

import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, Self

Kind = Literal["participation", "winner", "special_mention"]

_LONGEST = {
    "title_ar": 240,
    "title_en": 240,
    "verify_url": 200,
    "code": 32,
}
_LONGEST_OTHERWISE = 120
MOST_RECIPIENTS = 6


_CODE = re.compile("[A-Za-z0-9-]+")
_ADDRESS = re.compile("https?://[!-~]+")


class WordingRefused(ValueError):
    """A text is missing, longer than any layout can hold, or not one that can be printed."""


@dataclass(frozen=True)
class CertificateWording:
    """The texts of one certificate in both languages.

    Of each pair of Arabic and English one may be empty: the other is then shown on both sides. `recipients`
    are the agencies of an entry (several for a joint one) or its person. `entries` are those of the category of a
    winner or a mention, or all for a participant.
    Dates are worded by the caller, once in each calendar and language.
    """

    kind: Kind
    code: str
    verify_url: str
    recipients_ar: tuple[str, ...]
    recipients_en: tuple[str, ...]
    title_ar: str
    title_en: str
    category_ar: str
    category_en: str
    award_ar: str
    award_en: str
    cycle_ar: str
    cycle_en: str
    cycle_number: int
    year: int
    entries: int
    categories: int
    signatory_ar: str
    signatory_en: str
    signatory_post_ar: str
    signatory_post_en: str
    issued_on: date
    issued_gregorian_ar: str
    issued_gregorian_en: str
    issued_hijri_ar: str
    issued_hijri_en: str
    place_ar: str = ""
    place_en: str = ""
    demo: bool = False

    def __post_init__(self) -> None:
        """Raises WordingRefused."""
        for field in fields(self):
            value = getattr(self, field.name)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str):
                    _check(field.name, text)
        if not _CODE.fullmatch(self.code) or not _ADDRESS.fullmatch(self.verify_url):
            raise WordingRefused(f"not a code and its address: {self.code!r}, {self.verify_url!r}")
        if max(len(self.recipients_ar), len(self.recipients_en)) > MOST_RECIPIENTS:
            raise WordingRefused(f"more than {MOST_RECIPIENTS} recipients")
        for name in ("recipients", "title", "category", "award"):
            if not getattr(self, f"{name}_ar") and not getattr(self, f"{name}_en"):
                raise WordingRefused(f"{name} is empty in both languages")
        if self.kind != "participation" and not (self.place_ar or self.place_en):
            raise WordingRefused(
                "a certificate of a winner or a mention needs a place, or what stands for it"
            )

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "recipients_ar": list(self.recipients_ar),
            "recipients_en": list(self.recipients_en),
            "issued_on": self.issued_on.isoformat(),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Undo `as_json`; keys that are no fields are left out. Raises WordingRefused, TypeError for a missing field."""
        known = {field.name for field in fields(cls)}
        return cls(
            **{
                **{name: value for name, value in values.items() if name in known},
                "recipients_ar": tuple(values["recipients_ar"]),
                "recipients_en": tuple(values["recipients_en"]),
                "issued_on": date.fromisoformat(values["issued_on"]),
            }
        )


def _check(name: str, text: str) -> None:
    longest = _LONGEST.get(name, _LONGEST_OTHERWISE)
    if len(text) > longest:
        raise WordingRefused(f"{name} is longer than {longest} characters: {len(text)}")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise WordingRefused(f"{name} holds a control character: {text!r}")
