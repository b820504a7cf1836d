"""What stands beside an entry's own texts in a list: the services that it names, and its translation. Pure."""

from collections.abc import Mapping
from uuid import UUID

from awards.directory.models import Agency, Service
from awards.entries.answers import written
from awards.entries.changes import EntryChanges
from awards.entries.models import EntryLanguage
from awards.entries.services import MOST
from awards.entries.translations.rules import Line as Translated
from awards.entries.translations.rules import Original, faults, room_for
from awards.imports import entry_columns as columns
from awards.imports.cells import Cells, parts
from awards.imports.columns import Line
from awards.imports.entry_columns import CategoryForm
from awards.imports.standing_entries import OTHER, Standing, field_name
from awards.kit.i18n import Bilingual, msg

Told = dict[str, tuple[str, str]]
"""Each column that changes, with what stands there now and what would."""


def services_named(
    cells: Cells,
    line: Line,
    known: Mapping[tuple[UUID, str], Service],
    agency: Agency | None,
    old: Standing | None,
    told: Told,
) -> tuple[UUID, ...] | None:
    """The services of the entry afterwards, the main one first; None where nothing changes: an empty cell deletes nothing."""
    codes = tuple(dict.fromkeys(parts(line["services"].lower())))
    before = old.services if old else ()
    if not codes or codes == before:
        return None
    name = columns.SERVICES.name
    if agency is None:
        cells.wrong(name, msg("An individual's entry names no services of an agency."))
        return None
    found = []
    for code in codes:
        service = known.get((agency.id, code))
        if service is None:
            cells.wrong(name, msg("The agency has no service with the code %(code)s.", code=code[:40]))
        elif not service.active and code not in before:
            cells.wrong(name, msg("This service is no longer offered; an entry cannot name it."))
        else:
            found.append(service.id)
    if len(codes) > MOST:
        cells.wrong(name, msg("An entry names at most %(n)s services.", n=MOST))
    told["services"] = ("|".join(before), "|".join(codes))
    return tuple(found)


def translated(
    cells: Cells,
    line: Line,
    form: CategoryForm,
    old: Standing | None,
    language: EntryLanguage,
    changes: EntryChanges,
    told: Told,
) -> dict[str, str]:
    """The translations that are new or other than before, by field. One that belongs to a text which the same row
    words anew counts as new, since it was of another wording.
    """
    found: dict[str, str] = {}
    for column, cell in line.cells.items():
        text = written(cell)
        if not column.startswith(columns.TRANSLATED) or not text:
            continue
        name = column.removeprefix(columns.TRANSLATED)
        if language not in OTHER:
            if not old or text != old.translation(name):
                cells.wrong(
                    column, msg("The entry is written in both languages: there is nothing to translate.")
                )
            continue
        asked = form.asked.get(name)
        if name not in columns.TRANSLATIONS and (asked is None or asked.identifying):
            cells.wrong(
                column, msg("Judges of the category %(code)s read no such text.", code=form.category.code)
            )
            continue
        text = text.replace("\n", " ") if name == "title" else text
        original = _original(name, changes, old, language)
        if not original:
            cells.wrong(column, msg("There is no text of which this would be the translation."))
            continue
        same = old is not None and old.language is language and old.original(name, language) == original
        before = old.translation(name) if old and same else ""
        if text == before:
            continue
        label = Bilingual(asked.label_ar, asked.label_en) if asked else columns.TRANSLATIONS[name].name
        field = field_name(name)
        limit = room_for(field, asked.word_limit if asked else None)
        for fault in faults([Translated(Original(field, label, original, limit), text)]).values():
            cells.wrong(column, fault)
        told[column] = (before, text)
        found[field] = text
    return found


def _original(name: str, changes: EntryChanges, old: Standing | None, language: EntryLanguage) -> str:
    """The text to translate as it stands once the row is carried out."""
    if name in columns.TRANSLATIONS:
        new: str | None = getattr(changes, f"{name}_{language}")
    else:
        answer = changes.answers.get(name)
        new = getattr(answer, f"text_{language}") if answer else None
    return new if new is not None else old.original(name, language) if old else ""
