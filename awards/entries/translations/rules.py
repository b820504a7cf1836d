"""What of an entry is translated, and when a translation holds. Pure.

`content` is that of a submission, or of the draft as it would be submitted (`awards.entries.content.content_of`).
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, NamedTuple

from awards.cycles.models import TEXT_KINDS
from awards.entries.completeness import SUMMARY_WORDS, TITLE_LENGTH
from awards.entries.models import EntryLanguage
from awards.entries.translations.models import Maker
from awards.entries.words import count_words
from awards.kit.i18n import Bilingual, Lang, Message, msg

ROOM = 1.5
"""How much longer than its original may be a translation may be: English needs more words than Arabic does."""
_LONG_TITLE = msg("“%(label)s”: the translation has %(n)s characters; at most %(limit)s are taken.")
_LONG = msg("“%(label)s”: the translation has %(n)s words; at most %(limit)s are taken.")
_HEADINGS = {"title": msg("Title"), "summary": msg("Summary")}


class Kept(NamedTuple):
    """A translation as it is kept, of whatever wording of the original."""

    field: str
    language: str
    original_hash: str
    text: str
    made_by: Maker
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Original:
    """A text that judges read, in the language in which the entry is written."""

    field: str
    label: Message | Bilingual
    text: str
    limit: int | None
    """Words that its translation may have; characters for a title; none where there is no limit."""

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    def excess(self, translation: str) -> int:
        """Words (characters of a title) that a translation has; 0 if they are not too many."""
        n = len(translation) if self.field == "title" else count_words(translation)
        return n if self.limit is not None and n > self.limit else 0


@dataclass(frozen=True, slots=True)
class Line:
    """An original with its translation; an empty one where there is none of this very wording."""

    original: Original
    text: str = ""
    made_by: Maker | None = None
    former: str = ""
    """The last translation of an earlier wording, where there is none of this one."""

    @property
    def holds(self) -> bool:
        return bool(self.text) and not self.original.excess(self.text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An entry's texts beside their translations."""

    language: Lang | None
    """Of the translation; none for an entry that is written in both languages."""
    lines: tuple[Line, ...] = ()

    @property
    def done(self) -> int:
        """Texts with a translation that holds."""
        return sum(line.holds for line in self.lines)

    @property
    def begun(self) -> bool:
        return any(line.text or line.former for line in self.lines)

    @property
    def out_of_date(self) -> int:
        """Texts that were changed since they were translated."""
        return sum(bool(line.former) for line in self.lines)

    @property
    def whole(self) -> bool:
        """Every text has its translation: only then is it shown to anybody but those who write it."""
        return bool(self.lines) and self.done == len(self.lines)

    @property
    def made_by(self) -> str:
        """`entrant`, `organisers`, `both`, or empty where nothing is translated."""
        makers = {line.made_by for line in self.lines if line.text and line.made_by}
        return "both" if len(makers) > 1 else next((maker.value for maker in makers), "")

    @property
    def fingerprint(self) -> str:
        """Equal for two whole translations that say the same; empty while it is not whole."""
        if not self.whole:
            return ""
        return digest_of("\0".join((self.made_by, *(line.text for line in self.lines))))


def digest_of(text: str) -> str:
    """SHA-256, in hex: stands for one wording of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def target_of(content: Mapping[str, Any]) -> Lang | None:
    """The language into which the entry may be translated; none if it is written in both."""
    match content["language"]:
        case EntryLanguage.ARABIC:
            return "en"
        case EntryLanguage.ENGLISH:
            return "ar"
        case _:
            return None


def originals(content: Mapping[str, Any]) -> tuple[Original, ...]:
    """Title, summary and the answers in words, without those that judges never see and without empty ones."""
    lang = content["language"]
    found = [
        Original(name, heading, content[f"{name}_{lang}"], room_for(name))
        for name, heading in _HEADINGS.items()
    ]
    found += [
        Original(
            field_of(answer["question"]),
            Bilingual(answer["label_ar"], answer["label_en"]),
            answer[f"text_{lang}"],
            room_for("", answer.get("word_limit")),
        )
        for answer in content["answers"]
        if answer.get("kind") in TEXT_KINDS and not answer.get("identifying", False)
    ]
    return tuple(original for original in found if original.text)


def room_for(field: str, word_limit: int | None = None) -> int | None:
    """Words (characters of a title) that the translation may have; `word_limit` is that of an answer's original."""
    limit = {"title": TITLE_LENGTH, "summary": SUMMARY_WORDS}.get(field, word_limit)
    return ceil(limit * ROOM) if limit else None


def field_of(question: str) -> str:
    """Names the text of an answer."""
    return f"answer.{question}"


def sheet_of(content: Mapping[str, Any], kept: Collection[Kept]) -> Sheet:
    """The texts of an entry with what is kept of their translations."""
    target = target_of(content)
    if target is None:
        return Sheet(None)
    into = [one for one in kept if one.language == target]
    exact = {(one.field, one.original_hash): one for one in into}
    latest = {one.field: one for one in sorted(into, key=lambda one: one.made_at)}
    return Sheet(target, tuple(_line(original, exact, latest) for original in originals(content)))


def _line(original: Original, exact: Mapping[tuple[str, str], Kept], latest: Mapping[str, Kept]) -> Line:
    if found := exact.get((original.field, original.digest)):
        return Line(original, found.text, found.made_by)
    former = latest.get(original.field)
    return Line(original, former=former.text if former else "")


def beside(content: Mapping[str, Any], kept: Collection[Kept]) -> dict[str, Any]:
    """The content with its translation in the texts of the other language, and `translation`: `{"language",
    "made_by"}`. The content alone, with an empty `translation`, unless the translation is whole.
    """
    sheet = sheet_of(content, kept)
    if not sheet.whole:
        return {**content, "translation": {}}
    said = {line.original.field: line.text for line in sheet.lines}
    return {
        **content,
        **{f"{name}_{sheet.language}": said.get(name, "") for name in _HEADINGS},
        "answers": [
            {**answer, f"text_{sheet.language}": said.get(field_of(answer["question"]), "")}
            for answer in content["answers"]
        ],
        "translation": {"language": sheet.language, "made_by": sheet.made_by},
    }


def faults(lines: Iterable[Line]) -> dict[str, Message]:
    """What is wrong with the texts that are there, by field."""
    return {
        line.original.field: msg(
            (_LONG_TITLE if line.original.field == "title" else _LONG).text,
            label=line.original.label,
            n=n,
            limit=line.original.limit,
        )
        for line in lines
        if (n := line.original.excess(line.text))
    }
