"""An entry in the words that its page shows: each text in the reader's language, else in the other one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from awards.cycles.models import QuestionKind
from awards.kit.i18n import Lang
from judging.blinding.judge_view import JudgeView
from judging.rubrics.scale import Scale


class Said(NamedTuple):
    """A text of an entry or a rubric, in one language."""

    text: str
    foreign: bool
    """In the other language than the reader's, because there is nothing in theirs."""


NOTHING = Said("", foreign=False)


class Beside(NamedTuple):
    """A text of an entry. Where the entry is translated, the original with its translation; else what there is."""

    text: Said
    translation: Said = NOTHING


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer; its text or its value may be empty, and it may be a table instead."""

    label: Said
    text: Beside
    value: Said
    table: Mapping[str, Any] | None = None
    asks_file: bool = False
    file: int = 0
    """The number of the file that answers it; 0 where it is kept back."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands below an entry's heading."""

    summary: Beside
    passages: tuple[Passage, ...]
    title: Beside | None = None
    """Where the entry is translated: the heading has it in the reader's language alone."""


class Heading(NamedTuple):
    """What stands above the entry on each of its pages."""

    title: Said
    category: Said


def said(ar: str, en: str, lang: Lang) -> Said:
    """The reader's language, else the other one; both empty: an empty text that counts as theirs."""
    own, other = (ar, en) if lang == "ar" else (en, ar)
    return Said(own, foreign=False) if own or not other else Said(other, foreign=True)


def named(thing: Any, lang: Lang) -> Said:
    """`name_ar` or `name_en` of a thing."""
    return said(thing.name_ar, thing.name_en, lang)


def level_named(scale: Scale, points: str | None, lang: Lang) -> Said | None:
    """What a level is called; None on a scale of numbers."""
    band = scale.band(points) if scale.bands else None
    return named(band, lang) if band else None


def heading(view: JudgeView, lang: Lang) -> Heading:
    """Title and category of an entry."""
    return Heading(said(view.title_ar, view.title_en, lang), said(view.category_ar, view.category_en, lang))


def reading(view: JudgeView, lang: Lang) -> Reading:
    """Summary and answers of an entry, in the order of the questions."""

    def beside(ar: str, en: str) -> Beside:
        if not view.translation:
            return Beside(said(ar, en, lang))
        texts = {"ar": ar, "en": en}
        return Beside(*(Said(texts[each], each != lang) for each in (view.language, view.translation)))

    return Reading(
        title=beside(view.title_ar, view.title_en) if view.translation else None,
        summary=beside(view.summary_ar, view.summary_en),
        passages=tuple(
            Passage(
                said(answer.label_ar, answer.label_en, lang),
                beside(answer.text_ar, answer.text_en),
                said(answer.value_ar, answer.value_en, lang),
                answer.table,
                answer.kind == QuestionKind.FILE,
                answer.file,
            )
            for answer in view.answers
        ),
    )
