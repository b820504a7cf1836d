"""The columns of a list of entries: those of every entry, and two for each text, one for each value that is asked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from awards.cycles.models import TEXT_KINDS, Category, Question, QuestionKind
from awards.cycles.queries import categories_of, questions_by_category
from awards.entries.models import EntryLanguage, EntryState
from awards.entries.sheet import Asked, unanswered
from awards.imports.columns import Column, listed
from awards.imports.plans import Setting
from awards.kit.i18n import LANGUAGES, Bilingual, Message, msg

STATES: Mapping[str, Message] = {EntryState.DRAFT: msg("Draft"), EntryState.SUBMITTED: msg("Submitted")}
LANGUAGE_NAMES: Mapping[str, Message] = {
    EntryLanguage.ARABIC: msg("Arabic"),
    EntryLanguage.ENGLISH: msg("English"),
    EntryLanguage.BOTH: msg("Both languages"),
}
KEY = Column(
    "key", msg("Key of the entry"), needed=True, help=msg("Any name by which the list knows the entry again.")
)
CATEGORY = Column("category", msg("Code of the category"), needed=True)
AGENCY = Column("agency", msg("Code of the agency"), help=msg("Empty for the entry of an individual."))
PERSON = Column(
    "person",
    msg("E-mail address of the entrant"),
    needed=True,
    help=msg("Somebody who enters for the agency; in their name the entry is written."),
)
STATE = Column(
    "state", msg("State"), help=msg("One of: %(options)s. Empty is a draft.", options=listed(STATES.values()))
)
LANGUAGE = Column(
    "language",
    msg("Language of the entry"),
    needed=True,
    help=msg("One of: %(options)s.", options=listed(LANGUAGE_NAMES.values())),
)
TEXTS = {
    "title_ar": Column("title_ar", msg("Title in Arabic")),
    "title_en": Column("title_en", msg("Title in English")),
    "summary_ar": Column("summary_ar", msg("Summary in Arabic")),
    "summary_en": Column("summary_en", msg("Summary in English")),
}
PARTNERS = Column("partners", msg("Partner agencies"), help=msg("Their codes. Several are parted by |."))
SERVICES = Column(
    "services",
    msg("Services of the agency"),
    help=msg("Their codes, the main one first. Several are parted by |."),
)
TRANSLATED = "translation_"
"""Begins the key of a column with the translation of a text."""
_TRANSLATION = msg("Of an entry in one language: the same text in the other one.")
TRANSLATIONS = {
    "title": Column(f"{TRANSLATED}title", msg("Translation of the title"), help=_TRANSLATION),
    "summary": Column(f"{TRANSLATED}summary", msg("Translation of the summary"), help=_TRANSLATION),
}


@dataclass(frozen=True, slots=True)
class CategoryForm:
    """A category and what it asks, by the question's key."""

    category: Category
    asked: Mapping[str, Asked]


def forms_of(session: Session, cycle_id: UUID) -> dict[str, CategoryForm]:
    """The categories of a cycle by their code in small letters."""
    questions = questions_by_category(session, cycle_id)
    return {
        category.code.lower(): CategoryForm(
            category, {question.key: unanswered(question) for question in questions.get(category.id, ())}
        )
        for category in categories_of(session, cycle_id)
    }


def columns(session: Session, setting: Setting) -> Sequence[Column]:
    """Every column that a list of entries of this cycle may have."""
    if setting.cycle_id is None:
        raise ValueError("a list of entries belongs to a cycle")
    asked: dict[tuple[str, bool], list[Question]] = defaultdict(list)
    for questions in questions_by_category(session, setting.cycle_id).values():
        for question in sorted(questions, key=lambda question: question.position):
            asked[question.key, question.kind in TEXT_KINDS].append(question)
    answers = [
        column for (_, is_text), same in asked.items() for column in _answer_columns(same, is_text=is_text)
    ]
    translated = [
        _translation_column(same)
        for (_, is_text), same in asked.items()
        if is_text and not all(question.identifying for question in same)
    ]
    fixed = (KEY, CATEGORY, AGENCY, PERSON, STATE, LANGUAGE, *TEXTS.values(), PARTNERS, SERVICES)
    return (*fixed, *answers, *TRANSLATIONS.values(), *translated)


def _answer_columns(same: Sequence[Question], *, is_text: bool) -> list[Column]:
    """Of the questions with one key; where categories word them differently, the column has all their words."""
    first, label = same[0], _label(same)
    if not is_text:
        return [Column(first.key, msg("Answer: %(label)s", label=label), help=_values(first))]
    names = {
        "ar": msg("%(label)s (in Arabic)", label=label),
        "en": msg("%(label)s (in English)", label=label),
    }
    return [Column(f"{first.key}_{lang}", names[lang]) for lang in LANGUAGES]


def _label(same: Sequence[Question]) -> Bilingual:
    ar, en = (dict.fromkeys(getattr(question, f"label_{lang}") for question in same) for lang in LANGUAGES)
    return Bilingual(" / ".join(ar), " / ".join(en))


def _translation_column(same: Sequence[Question]) -> Column:
    return Column(
        f"{TRANSLATED}{same[0].key}",
        msg("Translation: %(label)s", label=_label(same)),
        help=_TRANSLATION,
    )


def _values(question: Question) -> Message | None:
    options = (
        listed(Bilingual(option["ar"], option["en"]) for option in question.options)
        if question.options
        else ""
    )
    match question.kind:
        case QuestionKind.CHOICE:
            return msg("One of: %(options)s.", options=options)
        case QuestionKind.CHOICES:
            return msg("Of these, parted by |: %(options)s.", options=options)
        case QuestionKind.DATE:
            return msg("A date as year, month, day, for example 2026-05-31.")
        case QuestionKind.NUMBER:
            return msg("A whole number.")
        case _:
            return None
