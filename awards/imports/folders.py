"""A folder of lists, brought in from a terminal: one file for each kind, `agencies.csv`, `people.xlsx` and so on."""

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlmodel import Session

from awards.cycles.queries import cycle_by_number
from awards.imports.kinds import KINDS
from awards.imports.models import TableImport, TableKind
from awards.imports.operations import Upload
from awards.imports.previews import shown
from awards.imports.together import ORDER
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Lang, msg, translate
from awards.people.models import Role
from awards.people.operations import person_to_change
from awards.people.queries import roles_of


def uploads_in(folder: Path) -> dict[TableKind, Upload]:
    """The lists of a folder; what has another name is passed over. Raises RuleBroken where two are of one kind."""
    found: dict[TableKind, Upload] = {}
    for kind in ORDER:
        files = [path for form in ("csv", "xlsx") if (path := folder / f"{kind.value}.{form}").is_file()]
        if len(files) > 1:
            raise RuleBroken(msg("The folder holds this list twice: %(name)s.", name=KINDS[kind].name))
        if files:
            found[kind] = Upload(files[0].name, files[0].read_bytes())
    return found


def organiser_named(session: Session, email: str) -> uuid.UUID:
    """Whoever brings the lists in. Raises RuleBroken for anybody but an organiser."""
    person = person_to_change(session, email)
    if Role.ORGANISER not in roles_of(session, person.id) or person.disabled_at is not None:
        raise RuleBroken(msg("This is not the address of an organiser."))
    return person.id


def cycle_named(session: Session, number: int) -> uuid.UUID:
    """Raises RuleBroken."""
    try:
        return cycle_by_number(session, number).id
    except NotFound as missing:
        raise RuleBroken(msg("There is no cycle with the number %(n)s.", n=number)) from missing


def in_lines(files: Sequence[TableImport], lang: Lang) -> Iterator[str]:
    """What the lists would change, and what is wrong in them, as a terminal shows it."""
    for found in files:
        preview = shown(found.preview)
        yield f"{found.name}: {preview.new} new, {preview.changed} changed, {preview.unchanged} unchanged"
        for row, column, text in preview.problems:
            where = translate(msg("Row %(n)s", n=row), lang) + (f", {column[lang]}" if column[lang] else "")
            yield f"  {where}: {text[lang]}"
        if preview.problem_count > len(preview.problems):
            yield f"  … {preview.problem_count - len(preview.problems)} more"
