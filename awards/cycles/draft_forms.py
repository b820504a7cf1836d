"""Forms in which a cycle is worked on before it is announced."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import zip_longest
from typing import Annotated, Any

from pydantic import Field

from awards.cycles.conditions import WITH_OPTIONS
from awards.cycles.drafting import CategoryText, CycleRules, Signatory
from awards.cycles.forms import WholeNumber
from awards.cycles.models import TEXT_KINDS, Category, Cycle, Indicator, Question, QuestionKind
from awards.cycles.plans import LINES, QuestionPlan
from awards.kit.forms import Form

Name = Annotated[str, Field(min_length=1, max_length=200)]
Prose = Annotated[str, Field(max_length=20_000)]
Options = Sequence[Mapping[str, str]]


class RulesForm(Form):
    """The rules of a cycle; no limit where `entries_per_agency` is left empty."""

    name_ar: Name
    name_en: Name
    award_ar: Name
    award_en: Name
    terms_ar: Prose = ""
    terms_en: Prose = ""
    months_in_operation: Annotated[WholeNumber, Field(ge=0, le=120)]
    barred_cycles: Annotated[WholeNumber, Field(ge=0, le=20)]
    entries_per_agency: Annotated[WholeNumber, Field(ge=1, le=1000)] | None = None
    organiser_agency_id: uuid.UUID | None = None

    def rules(self) -> CycleRules:
        """As the operation takes them; empty lines between terms are dropped."""
        given = self.model_dump()
        return CycleRules(**{**given, **{name: _lines(given[name]) for name in ("terms_ar", "terms_en")}})


class SignatoryForm(Form):
    """Who signs the certificates."""

    signatory_ar: Name
    signatory_en: Name
    signatory_post_ar: Name
    signatory_post_en: Name

    def signatory(self) -> Signatory:
        """As the operation takes it."""
        return Signatory(**self.model_dump())


class CategoryForm(Form):
    """A category's texts and places."""

    name_ar: Name
    name_en: Name
    description_ar: Prose = ""
    description_en: Prose = ""
    places: Annotated[WholeNumber, Field(ge=1, le=20)]

    def text(self) -> CategoryText:
        """As the operation takes it."""
        return CategoryText(**self.model_dump())


class QuestionForm(Form):
    """A question; what its kind has no use for is left out of it."""

    kind: QuestionKind
    label_ar: str = Field("", max_length=500)
    label_en: str = Field("", max_length=500)
    help_ar: str = Field("", max_length=2000)
    help_en: str = Field("", max_length=2000)
    unit_ar: str = Field("", max_length=50)
    unit_en: str = Field("", max_length=50)
    word_limit: Annotated[WholeNumber, Field(ge=1, le=5000)] | None = None
    options_ar: str = Field("", max_length=10_000)
    options_en: str = Field("", max_length=10_000)
    rows_ar: str = Field("", max_length=10_000)
    """A table's indicators, one a line: its name, and after a bar the unit."""
    rows_en: str = Field("", max_length=10_000)
    columns_ar: str = Field("", max_length=2000)
    columns_en: str = Field("", max_length=2000)
    required: bool = False
    shown_to_judges: bool = False
    indicator: Indicator | None = None
    in_operation_since: bool = False
    shown_if: str = Field("", max_length=200)
    """`question:option`, by their keys; empty where it is asked of everybody."""

    def plan(self, key: str = "", before: Question | None = None) -> QuestionPlan:
        """The question as it is to be asked. An option, a row or a column whose words stay keeps its key."""
        table = self.kind is QuestionKind.TABLE
        when_question, _, when_option = self.shown_if.partition(":")
        has_unit, has_limit = self.kind is QuestionKind.NUMBER, self.kind in TEXT_KINDS
        return QuestionPlan(
            key=key,
            kind=self.kind,
            label_ar=self.label_ar,
            label_en=self.label_en,
            help_ar=self.help_ar,
            help_en=self.help_en,
            unit_ar=self.unit_ar if has_unit else "",
            unit_en=self.unit_en if has_unit else "",
            word_limit=self.word_limit if has_limit else None,
            options=options_in(self.options_ar, self.options_en, before.options if before else ())
            if self.kind in WITH_OPTIONS
            else (),
            table_rows=rows_in(self.rows_ar, self.rows_en, before.table_rows if before else ())
            if table
            else (),
            table_columns=options_in(
                self.columns_ar, self.columns_en, before.table_columns if before else (), "column"
            )
            if table
            else (),
            required=self.required,
            identifying=not self.shown_to_judges,
            indicator=self.indicator,
            in_operation_since=self.in_operation_since and self.kind is QuestionKind.DATE,
            when_question=when_question,
            when_option=when_option,
        )


def options_in(
    arabic: str, english: str, before: Options = (), name: str = "option"
) -> tuple[Mapping[str, str], ...]:
    """Options from two texts, line by line. One that was there before keeps its key, and no other is given that."""
    keys = {(option["ar"], option["en"]): option["key"] for option in before}
    lines = list(zip_longest(_lines(arabic).split("\n"), _lines(english).split("\n"), fillvalue=""))
    if lines == [("", "")]:
        return ()
    kept = [keys.get(line) for line in lines]
    taken = set(keys.values())
    free = (key for n in range(1, 2 * len(lines) + len(keys) + 1) if (key := f"{name}_{n}") not in taken)
    return tuple(
        {"key": key or next(free), "ar": ar, "en": en} for key, (ar, en) in zip(kept, lines, strict=True)
    )


def rows_in(arabic: str, english: str, before: Options = ()) -> tuple[Mapping[str, str], ...]:
    """Indicators from two texts, line by line: `name | unit`. The unit may change without it being another one."""
    both = [[_parted(line) for line in _lines(text).split("\n")] for text in (arabic, english)]
    names = ["\n".join(name or "|" for name, _ in lines) for lines in both]
    units = zip_longest(*([unit for _, unit in lines] for lines in both), fillvalue="")
    return tuple(
        {
            **row,
            **{lang: "" if row[lang] == "|" else row[lang] for lang in ("ar", "en")},
            "unit_ar": unit_ar,
            "unit_en": unit_en,
        }
        for row, (unit_ar, unit_en) in zip(options_in(names[0], names[1], before, "row"), units, strict=False)
        if row["ar"] != "|" or row["en"] != "|"
    )


def _parted(line: str) -> tuple[str, str]:
    name, _, unit = line.partition("|")
    return name.strip(), unit.strip()


def _line_of(row: Mapping[str, str], lang: str) -> str:
    return " | ".join(filter(None, (row[lang], row.get(f"unit_{lang}", ""))))


def typed_rules(cycle: Cycle) -> dict[str, Any]:
    """What stands in the form of the rules."""
    names = (field.name for field in fields(CycleRules))
    return {name: "" if (value := getattr(cycle, name)) is None else value for name in names}


def typed_signatory(cycle: Cycle) -> dict[str, Any]:
    """What stands in the form of the signatory."""
    return {field.name: getattr(cycle, field.name) for field in fields(Signatory)}


def typed_category(category: Category) -> dict[str, Any]:
    """What stands in the form of a category."""
    return {field.name: getattr(category, field.name) for field in fields(CategoryText)}


def typed_question(question: Question) -> dict[str, Any]:
    """What stands in the form of a question."""
    given = question.model_dump()
    lines = {name.removeprefix("table_"): given.pop(name) for name in LINES}
    return {
        **{name: "" if value is None else value for name, value in given.items()},
        **{
            f"{name}_{lang}": "\n".join(_line_of(line, lang) for line in of)
            for name, of in lines.items()
            for lang in ("ar", "en")
        },
        "required": ["true"] if given["required"] else [],
        "shown_to_judges": [] if given["identifying"] else ["true"],
        "in_operation_since": ["true"] if given["in_operation_since"] else [],
        "shown_if": f"{question.when_question}:{question.when_option}" if question.when_question else "",
    }


def _lines(text: str) -> str:
    """One line each, without blanks around and between."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
