"""What is proposed as the blind copy of a submission; a person decides."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from awards.cycles.models import Question, QuestionKind
from judging.blinding.content import TEXTS, BlindAnswer, BlindContent, BlindFile, field_of
from judging.blinding.identities import Directory, Proposal, Whose, proposals, redacted
from judging.blinding.scanner import Kind, Name

WORDED = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT, QuestionKind.LINK})
"""Answers to these are written by somebody, and may be reworded."""
_FACTS = frozenset(
    {
        QuestionKind.NUMBER,
        QuestionKind.DATE,
        QuestionKind.CHOICE,
        QuestionKind.CHOICES,
        QuestionKind.TABLE,
    }
)
_SPOKEN = frozenset({Kind.AGENCY, Kind.PERSON, Kind.SERVICE})
"""What stands in their place has an article of its own."""
_ARTICLE = re.compile(r"(?:\bthe\s+)+$", re.IGNORECASE)
_OPENS = re.compile(r"\s*\(\s*(?:the\s+)*", re.IGNORECASE)
_CLOSES = re.compile(r"\s*\)")


@dataclass(frozen=True, slots=True)
class Submitted:
    """The last submission of an entry, and whose names it may hold."""

    entry_id: uuid.UUID
    number: int
    category_id: uuid.UUID
    submission_id: uuid.UUID
    content: Mapping[str, Any]
    """As the submission froze it, with its translation if there is a whole one
    (`awards.entries.translations.rules.beside`)."""
    agency_id: uuid.UUID | None
    partners: Collection[uuid.UUID] = ()
    persons: Sequence[Name] = ()
    translation_version: int = 0
    """The entry's."""


@dataclass(frozen=True, slots=True)
class ProposedCopy:
    """A copy before it is kept: names replaced by words for them, and `findings` (JSON) where something was found."""

    entry_id: uuid.UUID
    number: int
    submission_id: uuid.UUID
    content: BlindContent
    findings: list[dict[str, Any]]
    translation_version: int = 0


def readable_content(content: Mapping[str, Any], questions: Collection[Question]) -> BlindContent:
    """The submission's own words without what identifies: answers to `identifying` questions, and names of files.

    An answer is kept only if its question is among `questions` and identifies neither now nor when it was asked.
    A file that answers one of the others is left out, whatever else it answers.
    """
    neutral = {question.key for question in questions if not question.identifying}
    kept = [
        answer
        for answer in content["answers"]
        if answer["question"] in neutral and not answer.get("identifying", False)
    ]
    hidden = _files_in(answer for answer in content["answers"] if answer not in kept)
    translation = content.get("translation") or {"language": "", "made_by": ""}
    return BlindContent(
        language=content["language"],
        **{name: content[name] for name in TEXTS},
        answers=tuple(map(_as_asked, kept)),
        files=tuple(
            BlindFile(str(file["id"]), file["clean_digest"], file["media_type"], file["clean_size"])
            for file in sorted(content["attachments"], key=lambda file: file["position"])
            if str(file["id"]) not in hidden
        ),
        translation=translation["language"],
        translated_by=translation["made_by"],
    )


def _files_in(answers: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The attachments that answer one of these questions."""
    return frozenset(answer["value"] for answer in answers if answer.get("kind") == QuestionKind.FILE)


def _as_asked(answer: Mapping[str, Any]) -> BlindAnswer:
    """The answer with its question's words; a value in words only where nobody could have written a name into it."""
    names = {"text_ar", "text_en", "value", "kind", "label_ar", "label_en", "table"}
    if answer.get("kind") in _FACTS:
        names |= {"value_ar", "value_en"}
    return BlindAnswer(answer["question"], **{name: text for name, text in answer.items() if name in names})


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
                "how": p.how.value,
            }
            for p in found
        ]
    return ProposedCopy(
        submitted.entry_id,
        submitted.number,
        submitted.submission_id,
        whole.reworded(texts),
        findings,
        submitted.translation_version,
    )


def renewed(approved: BlindContent, proposed: BlindContent) -> BlindContent:
    """A copy of the same submission whose translation was changed: the approver's wording of the original and the
    files, as they were kept back or replaced, stay; the translation is as it is proposed.
    """
    other = "en" if proposed.language == "ar" else "ar"
    own = {field: text for field, text in approved.texts().items() if not field.endswith(f"_{other}")}
    still = {file.attachment for file in proposed.files}
    files = tuple(file for file in approved.files if file.attachment in still)
    return replace(proposed.reworded(own), files=files)


def found_in(text: str, submitted: Submitted, directory: Directory) -> list[Proposal]:
    """What in `text` may give away whose entry this is."""
    found = proposals(
        text,
        directory,
        entrant=[submitted.agency_id] if submitted.agency_id else [],
        partners=submitted.partners,
        persons=submitted.persons,
    )
    return _as_read(text, found)


def _as_read(text: str, found: Iterable[Proposal]) -> list[Proposal]:
    """With the article that stands before a name, and as one with its acronym in parentheses.

    Else «the Ministry of Health (MoH)» would read «the [the agency] ([the agency])».
    """
    joined: list[Proposal] = []
    for p in found:
        last = joined[-1] if joined else None
        before = text[last.end if last else 0 : p.start]
        again = last and (last.kind, last.whose) == (p.kind, p.whose) and _OPENS.fullmatch(before)
        if last and again and (closes := _CLOSES.match(text, p.end)):
            joined[-1] = replace(last, end=closes.end())
        elif p.kind in _SPOKEN and (article := _ARTICLE.search(before)):
            joined.append(replace(p, start=p.start - len(article.group())))
        else:
            joined.append(p)
    return joined


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
