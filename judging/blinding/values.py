"""Answers that are values, in words."""

from datetime import date

from awards.cycles.models import Question, QuestionKind
from awards.kit.i18n import Lang, local, number, short_date


def value_in_words(question: Question, value: str, lang: Lang) -> str:
    """A number with its unit, a date, the chosen options by their names. What cannot be read stays as it is."""
    if not value:
        return ""
    match question.kind:
        case QuestionKind.NUMBER:
            return _number(question, value, lang)
        case QuestionKind.DATE:
            return _date(value, lang)
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            names = {option["key"]: option.get(lang) or option["key"] for option in question.options}
            return ("، " if lang == "ar" else ", ").join(names.get(key, key) for key in value.split(","))
        case _:
            return value


def _number(question: Question, value: str, lang: Lang) -> str:
    try:
        figure = number(int(value), lang)
    except ValueError:
        figure = value
    return f"{figure} {local(question, 'unit', lang)}".strip()


def _date(value: str, lang: Lang) -> str:
    try:
        return short_date(date.fromisoformat(value), lang)
    except ValueError:
        return value
