"""One entry on the approver's desk: the original beside the copy, findings in their places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from awards.cycles.models import Question
from awards.kit.i18n import Message, msg
from judging.blinding.content import PARTS, TEXTS, BlindContent, field_of
from judging.blinding.matching import Likeness
from judging.blinding.proposal import WORDED

LIKENESS: Mapping[str, Message] = {
    Likeness.EXACT: msg("as it is in the directory"),
    Likeness.FOLDED: msg("in another spelling"),
    Likeness.ACRONYM: msg("an acronym"),
    Likeness.JOINED: msg("together with others"),
    Likeness.SPLIT: msg("with its words cut"),
    Likeness.TRANSLITERATED: msg("by its sound, in Latin letters: look twice"),
    Likeness.SHAPE: msg("an address or a number to call"),
}
"""How sure a finding is, in words."""
_HEADINGS = {"title": msg("Title"), "summary": msg("Summary")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the original; `whose` is empty where nothing was found."""

    text: str
    whose: str = ""
    kind: str = ""
    how: str = ""
    """A `Likeness`; empty where nothing was found, or by an older search."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the entry in one language."""

    field: str
    heading: Message | None
    """None for an answer, which is headed by its question."""
    question: Question | None
    lang: str
    """`ar`, `en`, or empty for a value."""
    original: tuple[Piece, ...]
    found: int
    editable: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """An answer that judges never see."""

    question: Question
    texts: tuple[tuple[str, str], ...]
    """(language, text)"""


def passages(
    submitted: Mapping[str, Any],
    copy: BlindContent,
    findings: Iterable[Mapping[str, Any]],
    questions: Mapping[str, Question],
    lang: str,
) -> list[Passage]:
    """Everything that judges will read, in their order. `lang` words the values that cannot be edited."""
    originals = _originals(submitted)
    said = {answer["question"]: answer for answer in submitted["answers"]}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        found.setdefault(finding["field"], []).append(finding)

    def passage(field: str, heading: Message | None, question: Question | None, part: str) -> Passage:
        text, editable = originals[field], question is None or question.kind in WORDED
        if question is not None and not editable:
            text = said[question.key]["value_ar" if lang == "ar" else "value_en"]
        spots = found.get(field, [])
        language = part[-2:] if part != "value" else ""
        return Passage(field, heading, question, language, pieces(text, spots), len(spots), editable)

    list_ = [passage(name, _HEADINGS[name[:-3]], None, name) for name in TEXTS if originals.get(name)]
    for answer in copy.answers:
        list_ += [
            passage(field, None, questions[answer.question], part)
            for part in PARTS
            if originals.get(field := field_of(answer.question, part)) and answer.question in questions
        ]
    return list_


def withheld(
    submitted: Mapping[str, Any], copy: BlindContent, questions: Mapping[str, Question], lang: str
) -> list[Withheld]:
    """The answers that are not in the copy, because their questions identify the entrant; values in words of `lang`."""
    value = "value_ar" if lang == "ar" else "value_en"
    shown = {answer.question for answer in copy.answers}
    return [
        Withheld(questions[answer["question"]], texts)
        for answer in submitted["answers"]
        if answer["question"] in questions and answer["question"] not in shown
        if (
            texts := tuple(
                (part[-2:] if part != "value" else "", answer[part if part != "value" else value])
                for part in PARTS
                if answer[part]
            )
        )
    ]


def pieces(text: str, findings: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """`text` cut at the findings, which do not overlap."""
    cut: list[Piece] = []
    end = 0
    for finding in sorted(findings, key=lambda finding: finding["start"]):
        cut += [
            Piece(text[end : finding["start"]]),
            Piece(
                text[finding["start"] : finding["end"]],
                finding["whose"],
                finding["kind"],
                finding.get("how", ""),
            ),
        ]
        end = finding["end"]
    return tuple(piece for piece in (*cut, Piece(text[end:])) if piece.text)


def _originals(submitted: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: submitted[name] for name in TEXTS}
    for answer in submitted["answers"]:
        for part in PARTS:
            texts[field_of(answer["question"], part)] = answer[part]
    return texts
