"""What stands in a blind copy, as values; and its JSON."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

TEXTS = ("title_ar", "title_en", "summary_ar", "summary_en")
"""The texts of an entry beside its answers, in the order in which they are read."""
PARTS = ("text_ar", "text_en", "value")
"""The parts of an answer."""


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """The answer to one question that does not identify the entrant, with the question as it was asked then.

    A copy that was made before questions were kept with it has neither `kind` nor label.
    """

    question: str
    """The question's key."""
    text_ar: str = ""
    text_en: str = ""
    value: str = ""
    kind: str = ""
    label_ar: str = ""
    label_en: str = ""
    value_ar: str = ""
    """A number, a day, a choice or a table in words. What somebody worded stands in `value` alone, where names are
    taken out of it."""
    value_en: str = ""
    table: Mapping[str, Any] | None = None
    """As `awards.entries.indicators.table_of` makes it."""


@dataclass(frozen=True, slots=True)
class BlindPage:
    """A picture of one page of a file."""

    picture: str
    """SHA-256 of the picture."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class BlindFile:
    """A clean file. Its place among the shown ones is all that judges call it by."""

    attachment: str
    """The attachment's id."""
    digest: str
    """SHA-256 of the clean copy."""
    media_type: str
    size: int
    """Bytes of the clean copy."""
    shown: bool = True
    """False where the approver keeps the whole file from judges."""
    replaced: bool = False
    """Whether an organiser put it in the place of the entrant's."""
    pages: tuple[BlindPage, ...] = ()
    """As they were when the copy was approved; none before."""


@dataclass(frozen=True, slots=True)
class BlindContent:
    """What judges read of an entry, once it is approved. As JSON it is the column `blind_copy.content`."""

    language: str
    """`ar`, `en` or `both`."""
    title_ar: str = ""
    title_en: str = ""
    summary_ar: str = ""
    summary_en: str = ""
    answers: tuple[BlindAnswer, ...] = ()
    files: tuple[BlindFile, ...] = ()
    translation: str = ""
    """The language, `ar` or `en`, in which the texts are a translation; empty where there is none."""
    translated_by: str = ""
    """`entrant`, `organisers` or `both`, where there is one."""

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Keys that are not named here are left out."""
        answers = tuple(BlindAnswer(**_known(BlindAnswer, answer)) for answer in content["answers"])
        files = tuple(_file(file) for file in content["files"])
        return cls(**{**_known(cls, content), "answers": answers, "files": files})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def texts(self) -> dict[str, str]:
        """Everything that may be reworded, by field: `title_ar`, …, `answer.<question>.text_ar`, ….

        Empty texts are left out.
        """
        found = {name: getattr(self, name) for name in TEXTS}
        for answer in self.answers:
            for part in PARTS:
                found[field_of(answer.question, part)] = getattr(answer, part)
        return {field: text for field, text in found.items() if text}

    def reworded(self, texts: Mapping[str, str]) -> Self:
        """The same content with other texts; fields that `texts` does not name stay."""
        answers = tuple(_reworded(answer, texts) for answer in self.answers)
        own: dict[str, Any] = {name: texts[name] for name in TEXTS if name in texts}
        return replace(self, answers=answers, **own)

    def showing(self, attachments: Collection[str]) -> Self:
        """The same content with only these files shown."""
        files = tuple(replace(file, shown=file.attachment in attachments) for file in self.files)
        return replace(self, files=files)

    def with_file(self, new: BlindFile) -> Self:
        """The same content with another file in the place of the one of the same attachment."""
        return replace(self, files=tuple(new if f.attachment == new.attachment else f for f in self.files))

    def with_pages(self, pages: Mapping[str, tuple[BlindPage, ...]]) -> Self:
        """The same content with the pages of its files, by digest."""
        return replace(self, files=tuple(replace(f, pages=pages.get(f.digest, ())) for f in self.files))

    def bones(self) -> tuple[Any, ...]:
        """What no approver may change: the languages, whose translation it is, the questions answered, the files."""
        kept = tuple(replace(file, shown=True, pages=()) for file in self.files)
        told = (self.language, self.translation, self.translated_by)
        return told, tuple(answer.question for answer in self.answers), kept


def _reworded(answer: BlindAnswer, texts: Mapping[str, str]) -> BlindAnswer:
    own: dict[str, Any] = {p: texts[f] for p in PARTS if (f := field_of(answer.question, p)) in texts}
    return replace(answer, **own)


def _file(values: Mapping[str, Any]) -> BlindFile:
    known = _known(BlindFile, values)
    return BlindFile(**{**known, "pages": tuple(BlindPage(**page) for page in known.get("pages", ()))})


def _known(kind: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: values[field.name] for field in fields(kind) if field.name in values}


def field_of(question: str, part: str) -> str:
    """Names one text of an answer, `answer.<question key>.text_ar`, in forms, findings and errors alike."""
    return f"answer.{question}.{part}"
