"""What is proposed as the blind copy of a submission; a person decides."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from awards.cycles.models import Question, QuestionKind
from judging.blinding.content import TEXTS, BlindAnswer, BlindContent, BlindFile, field_of
from judging.blinding.identities import Directory, Proposal, Whose, proposals, redacted
from judging.blinding.scanner import Name

WORDED = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT, QuestionKind.LINK})
"""Answers to these are written by somebody, and may be reworded."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The last submission of an entry, and whose names it may hold."""

    entry_id: uuid.UUID
    number: int
    category_id: uuid.UUID
    submission_id: uuid.UUID
    content: Mapping[str, Any]
    """As the submission froze it."""
    agency_id: uuid.UUID | None
    partners: Collection[uuid.UUID] = ()
    persons: Sequence[Name] = ()


@dataclass(frozen=True, slots=True)
class ProposedCopy:
    entry_id: uuid.UUID
    number: int
    submission_id: uuid.UUID
    content: BlindContent
    findings: list[dict[str, Any]]


def readable_content(content: Mapping[str, Any], questions: Collection[Question]) -> BlindContent:
    """The submission's own words without what identifies: answers to `identifying` questions and names of files.

    An answer is kept only if its question is among `questions` and identifies neither now nor when it was asked.
    """
    neutral = {question.key for question in questions if not question.identifying}
    return BlindContent(
        language=content["language"],
        **{name: content[name] for name in TEXTS},
        answers=tuple(
            BlindAnswer(answer["question"], answer["text_ar"], answer["text_en"], answer["value"])
            for answer in content["answers"]
            if answer["question"] in neutral and not answer.get("identifying", False)
        ),
        files=tuple(
            BlindFile(str(file["id"]), file["clean_digest"], file["media_type"], file["clean_size"])
            for file in sorted(content["attachments"], key=lambda file: file["position"])
        ),
    )


def propose_copy(submitted: Submitted, questions: Collection[Question], directory: Directory) -> ProposedCopy:
    """The copy with a mark in place of everything found, and what was found where."""
    whole = readable_content(submitted.content, questions)
    findings: list[dict[str, Any]] = []
    texts: dict[str, str] = {}
    for field, text in worded(whole, questions).items():
        found = found_in(text, submitted, directory)
        texts[field] = redacted(text, found)
        findings += [
            {
                "field": field,
                "start": p.start,
                "end": p.end,
                "found": text[p.start : p.end],
                "name": p.name,
                "kind": p.kind.value,
                "whose": p.whose.value,
            }
            for p in found
        ]
    return ProposedCopy(
        submitted.entry_id, submitted.number, submitted.submission_id, whole.reworded(texts), findings
    )


def found_in(text: str, submitted: Submitted, directory: Directory) -> list[Proposal]:
    """What in `text` may give away whose entry this is."""
    return proposals(
        text,
        directory,
        entrant=[submitted.agency_id] if submitted.agency_id else [],
        partners=submitted.partners,
        persons=submitted.persons,
    )


def worded(content: BlindContent, questions: Collection[Question]) -> dict[str, str]:
    """The texts that somebody wrote, by field; numbers, dates and choices are none."""
    chosen = {field_of(q.key, "value") for q in questions if q.kind not in WORDED}
    return {field: text for field, text in content.texts().items() if field not in chosen}


def names_left(texts: Mapping[str, str], submitted: Submitted, directory: Directory) -> dict[str, list[str]]:
    """Field → what still stands in it of the entrant's or a partner's names and addresses."""
    left = {
        field: [
            text[p.start : p.end] for p in found_in(text, submitted, directory) if p.whose is not Whose.OTHER
        ]
        for field, text in texts.items()
    }
    return {field: found for field, found in left.items() if found}
