"""What another wording of a question means for the entries that are there. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from awards.cycles.conditions import WITH_OPTIONS
from awards.cycles.models import TEXT_KINDS, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.entries.indicators import cells_of
from awards.entries.words import count_words
from awards.kit.i18n import Message, msg, nmsg


@dataclass(frozen=True, slots=True)
class Given:
    """An entry that is still in the running, with what its draft answers now; empty texts where nothing."""

    entry_id: uuid.UUID
    submitted: bool
    text_ar: str = ""
    text_en: str = ""
    value: str = ""

    @property
    def answered(self) -> bool:
        return bool(self.text_ar or self.text_en or self.value)


@dataclass(frozen=True, slots=True)
class Effects:
    """How many entries it concerns, and which of them have something to do."""

    drafts: int
    """Not submitted yet."""
    submitted: int
    """Their submissions keep the question as it was asked, and count."""
    answered: int
    choose_again: frozenset[uuid.UUID]
    """Entries that chose an option which is no more."""
    figures_gone: frozenset[uuid.UUID]
    """Entries with figures in rows or columns that are no more."""
    too_long: frozenset[uuid.UUID]
    unanswered: frozenset[uuid.UUID]
    """Entries without an answer that is needed from now on."""

    @property
    def to_do(self) -> frozenset[uuid.UUID]:
        """Entries that somebody must look at again before they are submitted, or submitted anew."""
        return self.choose_again | self.too_long | self.unanswered


UNSEEN = Effects(0, 0, 0, *4 * (frozenset(),))
"""Entrants are asked as before; only what reports compare is different."""


def effects(before: QuestionPlan | None, after: QuestionPlan, every: Sequence[Given]) -> Effects:
    """`before` is none for a question that was not asked; `every` are all entries of the category in the running."""
    newly = after.required and (before is None or not before.required or _more_cells(before, after))
    cells = {(row["key"], column["key"]) for row in after.table_rows for column in after.table_columns}
    options = {option["key"] for option in after.options}
    table, choice = after.kind is QuestionKind.TABLE, after.kind in WITH_OPTIONS
    return Effects(
        drafts=sum(not one.submitted for one in every),
        submitted=sum(one.submitted for one in every),
        answered=sum(one.answered for one in every),
        choose_again=frozenset(
            one.entry_id for one in every if choice and one.value and not set(one.value.split(",")) <= options
        ),
        figures_gone=frozenset(
            one.entry_id for one in every if table and not cells_of(one.value).keys() <= cells
        ),
        too_long=frozenset(one.entry_id for one in every if _is_too_long(after, one)),
        unanswered=frozenset(one.entry_id for one in every if newly and _lacks(after, one, cells)),
    )


def _more_cells(before: QuestionPlan, after: QuestionPlan) -> bool:
    return any(
        {line["key"] for line in new} - {line["key"] for line in old}
        for new, old in (
            (after.table_rows, before.table_rows),
            (after.table_columns, before.table_columns),
        )
    )


def _is_too_long(after: QuestionPlan, one: Given) -> bool:
    if after.kind not in TEXT_KINDS or after.word_limit is None:
        return False
    return any(count_words(text) > after.word_limit for text in (one.text_ar, one.text_en))


def _lacks(after: QuestionPlan, one: Given, cells: set[tuple[str, str]]) -> bool:
    if after.kind is QuestionKind.TABLE:
        return not cells <= cells_of(one.value).keys()
    return not one.answered


def in_words(found: Effects, *, asked_before: bool) -> list[Message]:
    """What happens, in sentences, before it does."""
    if found is UNSEEN:
        return [
            msg("Entrants are asked as before, and nobody is written to: only reports compare it otherwise.")
        ]
    if not found.drafts and not found.submitted:
        return [msg("No entry of this category has been started: nobody has answered yet.")]
    said: list[Message] = []
    if asked_before:
        said.append(
            nmsg(
                "%(n)s entry has an answer to this question; it stays as it was written.",
                "%(n)s entries have an answer to this question; they stay as they were written.",
                found.answered,
            )
        )
    if found.drafts:
        said.append(
            nmsg(
                "%(n)s draft is not submitted yet: its writers meet the question in its new form.",
                "%(n)s drafts are not submitted yet: their writers meet the question in its new form.",
                found.drafts,
            )
        )
    if found.submitted:
        said.append(
            nmsg(
                "%(n)s entry is submitted: what was submitted keeps the question as it was asked, and counts as it is.",
                "%(n)s entries are submitted: what was submitted keeps the question as it was asked, and counts as it is.",
                found.submitted,
            )
        )
    for entries, sentence in (
        (
            found.choose_again,
            nmsg(
                "%(n)s entry has chosen an option that is removed: it must be chosen anew.",
                "%(n)s entries have chosen an option that is removed: it must be chosen anew.",
                len(found.choose_again),
            ),
        ),
        (
            found.figures_gone,
            nmsg(
                "%(n)s entry has figures in rows or columns that are removed: they are no longer asked for.",
                "%(n)s entries have figures in rows or columns that are removed: they are no longer asked for.",
                len(found.figures_gone),
            ),
        ),
        (
            found.too_long,
            nmsg(
                "%(n)s entry has a text that is longer than the new limit: it must be shortened.",
                "%(n)s entries have a text that is longer than the new limit: it must be shortened.",
                len(found.too_long),
            ),
        ),
        (
            found.unanswered,
            nmsg(
                "%(n)s entry lacks an answer that is needed from now on; where it is submitted, only if it is submitted again.",
                "%(n)s entries lack an answer that is needed from now on; where they are submitted, only if they are submitted again.",
                len(found.unanswered),
            ),
        ),
    ):
        if entries:
            said.append(sentence)
    return said
