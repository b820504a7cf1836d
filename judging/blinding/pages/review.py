"""The pages of an entry's files as an approver looks at them: what was found where, and what nobody could search. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from judging.blinding.content import BlindContent, BlindFile
from judging.blinding.identities import Directory, Proposal, Whose
from judging.blinding.judge_view import KINDS, RoundedSize, rounded_size
from judging.blinding.pages.models import FileReading
from judging.blinding.proposal import Submitted, found_in

_AROUND = 50
"""Characters shown before and behind a finding."""
_MOST = 40
"""Findings of a page that are shown."""


@dataclass(frozen=True, slots=True)
class PageFinding:
    """What was found, with the words around it on its line."""

    before: str
    found: str
    after: str
    whose: str
    how: str
    """A `Likeness`."""


@dataclass(frozen=True, slots=True)
class PageReview:
    """One page that was drawn."""

    number: int
    width: int
    height: int
    unread: bool
    """There is no text on it that could be searched: a person must look."""
    findings: tuple[PageFinding, ...]

    @property
    def own(self) -> bool:
        """Whether it names the entrant or a partner."""
        return any(finding.whose != Whose.OTHER for finding in self.findings)


@dataclass(frozen=True, slots=True)
class FileReview:
    """One file of a blind copy."""

    number: int
    """From 1, among all files of the copy."""
    file: BlindFile
    kind: str
    size: RoundedSize
    read: bool
    """Whether its pages were read by now."""
    count: int
    pages: tuple[PageReview, ...]

    @property
    def findings(self) -> int:
        return sum(len(page.findings) for page in self.pages)

    @property
    def unread(self) -> tuple[int, ...]:
        """Numbers of the pages that only a person can judge; the last stands for all that follow it."""
        return tuple(page.number for page in self.pages if page.unread) + (
            (len(self.pages) + 1,) if self.undrawn else ()
        )

    @property
    def undrawn(self) -> int:
        """Pages beyond those that are drawn."""
        return self.count - len(self.pages)

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody must have looked at its pages before judges get it."""
        return bool(not self.pages or self.unread or any(page.own for page in self.pages))


def reviews(
    content: BlindContent,
    readings: Mapping[str, FileReading],
    submitted: Submitted,
    directory: Directory,
) -> list[FileReview]:
    """Of every file of the copy, in its order."""
    return [
        _review(number, file, readings.get(file.digest), submitted, directory)
        for number, file in enumerate(content.files, start=1)
    ]


def _review(
    number: int, file: BlindFile, reading: FileReading | None, submitted: Submitted, directory: Directory
) -> FileReview:
    pages = tuple(
        PageReview(
            place,
            page["width"],
            page["height"],
            unread=not any(c.isalnum() for c in page["text"]),
            findings=_findings(page["text"], found_in(page["text"], submitted, directory)),
        )
        for place, page in enumerate(reading.pages if reading else (), start=1)
    )
    size = rounded_size(file.size)
    count = reading.count if reading else 0
    return FileReview(number, file, KINDS[file.media_type], size, reading is not None, count, pages)


def _findings(text: str, found: Sequence[Proposal]) -> tuple[PageFinding, ...]:
    return tuple(
        PageFinding(
            text[max(0, p.start - _AROUND) : p.start].rpartition("\n")[2],
            text[p.start : p.end],
            text[p.end : p.end + _AROUND].partition("\n")[0],
            p.whose.value,
            p.how.value,
        )
        for p in found[:_MOST]
    )
