"""What stands in a blind copy, as values; and its JSON."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

TEXTS = ("title_ar", "title_en", "summary_ar", "summary_en")
"""The texts of an entry beside its answers, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """The answer to one question that does not identify the entrant."""

    question: str
    """The question's key."""
    kind: str
    """A `QuestionKind` value."""
    label_ar: str
    label_en: str
    text_ar: str = ""
    text_en: str = ""
    value_ar: str = ""
    """A number with its unit, a date, the chosen options: in words."""
    value_en: str = ""


@dataclass(frozen=True, slots=True)
class BlindFile:
    """A clean file. Its place among the shown ones is all that judges call it by."""

    attachment: str
    digest: str
    """SHA-256 of the clean copy."""
    media_type: str
    size: int
    """Bytes of the clean copy."""
    shown: bool = True
    """False where the approver keeps the whole file from judges."""


@dataclass(frozen=True, slots=True)
class BlindContent:
    language: str
    title_ar: str = ""
    title_en: str = ""
    summary_ar: str = ""
    summary_en: str = ""
    answers: tuple[BlindAnswer, ...] = ()
    files: tuple[BlindFile, ...] = ()

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Self:
        answers = tuple(BlindAnswer(**answer) for answer in content["answers"])
        files = tuple(BlindFile(**file) for file in content["files"])
        return cls(**{**content, "answers": answers, "files": files})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def texts(self) -> dict[str, str]:
        """Everything that may be reworded, by the name of its field; empty texts are left out.

        `title_ar`, …, `answer.<question>.text_ar`, `answer.<question>.value_ar`, …
        """
        found = {name: getattr(self, name) for name in TEXTS}
        for answer in self.answers:
            for part in ("text_ar", "text_en", "value_ar", "value_en"):
                found[f"answer.{answer.question}.{part}"] = getattr(answer, part)
        return {field: text for field, text in found.items() if text}

    def reworded(self, texts: dict[str, str]) -> Self:
        """The same content with other texts; fields that `texts` does not name stay."""
        answers = tuple(
            replace(
                answer,
                **{
                    part: texts[field]
                    for part in ("text_ar", "text_en", "value_ar", "value_en")
                    if (field := f"answer.{answer.question}.{part}") in texts
                },
            )
            for answer in self.answers
        )
        own: dict[str, Any] = {name: texts[name] for name in TEXTS if name in texts}
        return replace(self, answers=answers, **own)
