"""What an entry still lacks, and what in it cannot be submitted as it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from awards.cycles.models import QuestionKind
from awards.entries.answers import NoNumber, day_of_hijri, no_number, understood
from awards.entries.indicators import cells_of, understood_figure
from awards.entries.sheet import Asked, EntrySheet, text_of
from awards.entries.words import count_words
from awards.kit.i18n import Bilingual, Lang, Message, msg

TITLE_LENGTH = 120
"""Characters of a title."""
SUMMARY_WORDS = 80
_NO_TITLE = {"ar": msg("Write the title in Arabic."), "en": msg("Write the title in English.")}
_NO_SUMMARY = {"ar": msg("Write the summary in Arabic."), "en": msg("Write the summary in English.")}
_LONG_TITLE = {
    "ar": msg("The title in Arabic has %(n)s characters; at most %(limit)s are taken."),
    "en": msg("The title in English has %(n)s characters; at most %(limit)s are taken."),
}
_LONG_SUMMARY = {
    "ar": msg("The summary in Arabic has %(n)s words; at most %(limit)s are taken."),
    "en": msg("The summary in English has %(n)s words; at most %(limit)s are taken."),
}
_NO_ANSWER = {
    "ar": msg("Answer “%(question)s” in Arabic."),
    "en": msg("Answer “%(question)s” in English."),
}

_NO_NUMBER = {
    NoNumber.NEGATIVE: msg("“%(question)s”: a number below zero is not possible here."),
    NoNumber.FRACTION: msg("“%(question)s”: enter a whole number, without decimals."),
    NoNumber.TOO_LARGE: msg("“%(question)s”: this number is too large; at most 15 digits are taken."),
    NoNumber.NOT_DIGITS: msg("“%(question)s”: enter a number, in digits only."),
}


class Part(StrEnum):
    """The pages on which an entry is written."""

    SUMMARY = "summary"
    ANSWERS = "answers"
    ATTACHMENTS = "attachments"
    RULES = "rules"
    """Not a page: what no typing changes."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to put right, with the page and the box where that is done."""

    part: Part
    field: str
    """The id of the box on that page."""
    message: Message
    todo: bool = False
    """Not there yet, and nothing wrong with that before the entry is submitted."""

    @property
    def subject(self) -> str:
        """What the box is about, in whatever language: two boxes of one question are one thing to do."""
        part, _, key = self.field.partition("-")
        return key.partition(".")[0] or part.rpartition("_")[0] or part


def gaps(sheet: EntrySheet) -> list[Gap]:
    """All that must be put right before the entry may be submitted, in the order of the pages."""
    order = {field: place for place, field in enumerate(fields_of(sheet))}
    return sorted([*missing(sheet), *faults(sheet)], key=lambda gap: order[gap.field])


def missing(sheet: EntrySheet) -> Iterator[Gap]:
    """What is not there yet."""
    for lang in sheet.head.languages:
        if not text_of(sheet.head, "title", lang):
            yield Gap(Part.SUMMARY, f"title_{lang}", _NO_TITLE[lang], todo=True)
        if not text_of(sheet.head, "summary", lang):
            yield Gap(Part.SUMMARY, f"summary_{lang}", _NO_SUMMARY[lang], todo=True)
    for asked in sheet.applying:
        if asked.required:
            yield from _unanswered(asked, sheet)


def _unanswered(asked: Asked, sheet: EntrySheet) -> Iterator[Gap]:
    if asked.kind is QuestionKind.TABLE:
        yield from _empty_cells(asked)
    elif asked.kind is QuestionKind.FILE:
        if sheet.file_of(asked) is None:
            text = msg("Attach the file for “%(question)s”.", question=label_of(asked))
            yield Gap(Part.ANSWERS, field_of(asked), text, todo=True)
    elif not asked.is_text and not asked.value:
        text = msg("Answer “%(question)s”.", question=label_of(asked))
        yield Gap(Part.ANSWERS, field_of(asked), text, todo=True)
    for lang in sheet.head.languages if asked.is_text else ():
        if not asked.text(lang):
            text = msg(_NO_ANSWER[lang].text, question=label_of(asked))
            yield Gap(Part.ANSWERS, field_of(asked, lang), text, todo=True)


def faults(sheet: EntrySheet) -> Iterator[Gap]:
    """What is there and cannot be submitted: texts over their limit, values that cannot be read."""
    for lang in sheet.head.languages:
        length = len(text_of(sheet.head, "title", lang))
        if length > TITLE_LENGTH:
            text = msg(_LONG_TITLE[lang].text, n=length, limit=TITLE_LENGTH)
            yield Gap(Part.SUMMARY, f"title_{lang}", text)
        words = count_words(text_of(sheet.head, "summary", lang))
        if words > SUMMARY_WORDS:
            text = msg(_LONG_SUMMARY[lang].text, n=words, limit=SUMMARY_WORDS)
            yield Gap(Part.SUMMARY, f"summary_{lang}", text)
    for asked in sheet.applying:
        if asked.is_text:
            yield from _too_long(asked, sheet.head.languages)
        elif asked.kind is QuestionKind.TABLE:
            yield from _unreadable_cells(asked)
        elif understood(asked.kind, asked.value, asked.options) is None:
            yield Gap(Part.ANSWERS, field_of(asked), _unreadable(asked))
        elif asked.kind is QuestionKind.DATE and (hint := hijri_hint(asked)):
            yield Gap(Part.ANSWERS, field_of(asked), hint)


def _empty_cells(asked: Asked) -> Iterator[Gap]:
    given = cells_of(asked.value)
    for row, column in asked.cells:
        if not given.get((row["key"], column["key"])):
            text = msg("Fill in %(cell)s.", cell=cell_label(asked, row, column))
            yield Gap(Part.ANSWERS, cell_of(asked, row, column), text, todo=True)


def _unreadable_cells(asked: Asked) -> Iterator[Gap]:
    given = cells_of(asked.value)
    for row, column in asked.cells:
        if understood_figure(given.get((row["key"], column["key"]), "")) is None:
            text = msg(
                "%(cell)s: enter a number in digits; decimals come after a point.",
                cell=cell_label(asked, row, column),
            )
            yield Gap(Part.ANSWERS, cell_of(asked, row, column), text)


def cell_label(asked: Asked, row: Mapping[str, str], column: Mapping[str, str]) -> Message:
    """One cell of a table, by its row, its column and its question."""
    return msg(
        "“%(row)s – %(column)s” of “%(question)s”",
        row=Bilingual(row["ar"], row["en"]),
        column=Bilingual(column["ar"], column["en"]),
        question=label_of(asked),
    )


def _too_long(asked: Asked, languages: tuple[Lang, ...]) -> Iterator[Gap]:
    if asked.word_limit is None:
        return
    for lang in languages:
        words = count_words(asked.text(lang))
        if words > asked.word_limit:
            text = msg(
                "“%(question)s” takes at most %(limit)s words; there are %(n)s.",
                question=in_language(asked, lang, languages),
                limit=asked.word_limit,
                n=words,
            )
            yield Gap(Part.ANSWERS, field_of(asked, lang), text)


def in_language(asked: Asked, lang: Lang, languages: tuple[Lang, ...]) -> Message | Bilingual:
    """The question, with the language of the box where there are two of them."""
    if len(languages) == 1:
        return label_of(asked)
    template = msg("%(label)s (in Arabic)") if lang == "ar" else msg("%(label)s (in English)")
    return msg(template.text, label=label_of(asked))


def _unreadable(asked: Asked) -> Message:
    match asked.kind:
        case QuestionKind.NUMBER:
            return msg(_NO_NUMBER[no_number(asked.value)].text, question=label_of(asked))
        case QuestionKind.DATE:
            return hijri_hint(asked) or msg(
                "“%(question)s”: enter a date as year, month, day, for example 2026-05-31.",
                question=label_of(asked),
            )
        case QuestionKind.LINK:
            return msg(
                "“%(question)s”: enter a whole address, for example https://my.gov.sa.",
                question=label_of(asked),
            )
        case _:
            return msg("“%(question)s”: choose one of the options.", question=label_of(asked))


def hijri_hint(asked: Asked) -> Message | None:
    """What to say of a date that looks like one of the other calendar, with the day that it means there."""
    day = day_of_hijri(asked.value)
    if day is None:
        return None
    return msg(
        "“%(question)s”: this looks like a Hijri date. In the Gregorian calendar it is %(day)s: enter %(typed)s.",
        question=label_of(asked),
        day=day,
        typed=day.isoformat(),
    )


def field_of(asked: Asked, lang: Lang | None = None) -> str:
    """The name and id of an answer's box."""
    return f"text_{lang}-{asked.key}" if lang else f"value-{asked.key}"


def cell_of(asked: Asked, row: Mapping[str, str], column: Mapping[str, str]) -> str:
    """The name and id of the box of one cell of a table."""
    return f"cell-{asked.key}.{row['key']}.{column['key']}"


def fields_of(sheet: EntrySheet) -> list[str]:
    """The boxes in which the entry is written, in the order of the pages."""
    languages = sheet.head.languages
    fields = [f"{name}_{lang}" for lang in languages for name in ("title", "summary")]
    for asked in sheet.asked:
        if asked.kind is QuestionKind.TABLE:
            fields += [cell_of(asked, row, column) for row, column in asked.cells]
        else:
            fields += [field_of(asked, lang) for lang in languages] if asked.is_text else [field_of(asked)]
    return fields


def label_of(asked: Asked) -> Bilingual:
    return Bilingual(asked.label_ar, asked.label_en)
