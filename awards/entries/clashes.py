"""What was changed in two places, or while somebody checked it: who did it, and how a reader is told."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from awards.entries.completeness import cell_label, cell_of, field_of, in_language, label_of
from awards.entries.queries import Saver, changes_since, savers_of
from awards.entries.sheet import EntrySheet
from awards.kit.i18n import LANGUAGES, Bilingual, Message, msg

_HEAD_BOXES = {
    "language": msg("Language of the entry"),
    "title_ar": msg("Title in Arabic"),
    "title_en": msg("Title in English"),
    "summary_ar": msg("Summary in Arabic"),
    "summary_en": msg("Summary in English"),
    "partner": msg("Partner agencies"),
    "service": msg("Services"),
}
_CHANGED = {
    "said-summary": msg("Something under “Title and summary” was changed."),
    "said-answers": msg("Answers were changed."),
    "said-files": msg("Files were added or removed."),
}
"""By the heading under which the check page shows them."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One box that two people changed, in words for whoever saved last."""

    summary: Message
    """For the top of the page: which answer, and who changed it too."""
    above: Message
    """Above the text that stands there now."""


def clash_words(
    session: Session, sheet: EntrySheet, boxes: Collection[str], reader: uuid.UUID
) -> dict[str, Clash]:
    """Each of these boxes, which were changed elsewhere, in the order of the page."""
    savers = savers_of(session, sheet.head.id, boxes)
    labels = _labels(sheet)
    return {box: _clash(labels[box], savers.get(box), reader) for box in labels if box in boxes}


def changed_words(session: Session, entry_id: uuid.UUID, version: int) -> dict[str, Message]:
    """What has changed since that version, by the heading under which the check page shows it."""
    found = set()
    for change in changes_since(session, entry_id, version):
        if change.action == "entry.saved":
            boxes = change.detail["boxes"]
            found |= {"said-summary" if box in _HEAD_BOXES else "said-answers" for box in boxes}
        else:
            found.add("said-files")
    return {heading: words for heading, words in _CHANGED.items() if heading in found}


def _labels(sheet: EntrySheet) -> dict[str, Message | Bilingual]:
    labels: dict[str, Message | Bilingual] = dict(_HEAD_BOXES)
    for asked in sheet.asked:
        labels[field_of(asked)] = label_of(asked)
        labels |= {cell_of(asked, row, column): cell_label(asked, row, column) for row, column in asked.cells}
        labels |= {
            field_of(asked, lang): in_language(asked, lang, sheet.head.languages) for lang in LANGUAGES
        }
    return labels


def _clash(label: Message | Bilingual, saver: Saver | None, reader: uuid.UUID) -> Clash:
    if saver is None:
        return Clash(
            msg("“%(question)s” was changed elsewhere too.", question=label), msg("Saved there meanwhile:")
        )
    if saver.person_id == reader:
        return Clash(
            msg("You changed “%(question)s” in another window too.", question=label),
            msg("Saved by you in another window, %(when)s:", when=saver.at),
        )
    name = Bilingual(saver.name_ar, saver.name_en)
    return Clash(
        msg("%(person)s changed “%(question)s” too.", person=name, question=label),
        msg("Saved meanwhile by %(person)s, %(when)s:", person=name, when=saver.at),
    )
