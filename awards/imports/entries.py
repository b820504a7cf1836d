"""The entries of a cycle as a table; an entry is known by the key that its list gives it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from awards.cycles.models import QuestionKind
from awards.cycles.queries import cycle_by_id
from awards.directory.models import Agency, Membership, Service
from awards.directory.queries import all_agencies
from awards.directory.services import all_services
from awards.entries.answers import kept, understood, written
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import EntryLanguage, EntryState
from awards.entries.sheet import Asked
from awards.imports import entry_columns as columns
from awards.imports.cells import Cells, parts, twice
from awards.imports.columns import Line, Problem, listed
from awards.imports.entry_beside import services_named, translated
from awards.imports.entry_columns import CategoryForm, forms_of
from awards.imports.plans import Judged, Outcome, Plan, Setting, sorted_problems
from awards.imports.standing_entries import NO_ANSWER, PARTS, Standing, entries_standing
from awards.kit.errors import NotFound
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.text import fold
from awards.people.models import Person

LONGEST_KEY = 100
_ALIVE = {EntryState.DRAFT, EntryState.SUBMITTED}
_WRONG_VALUE: Mapping[QuestionKind, Message] = {
    QuestionKind.NUMBER: msg("Enter a number, in digits only."),
    QuestionKind.DATE: msg("Enter a date as year, month, day, for example 2026-05-31."),
    QuestionKind.LINK: msg("Enter a whole address, for example https://my.gov.sa."),
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as a list says it, ready for the operations."""

    key: str
    old: Standing | None
    category_id: UUID
    agency_id: UUID | None
    person_id: UUID
    language: EntryLanguage
    changes: EntryChanges
    services: tuple[UUID, ...] | None
    """None leaves them as they are."""
    translation: Mapping[str, str]
    """By the field of the text, see `Translation`."""
    submits: bool
    """Whether it is to be submitted as it then stands."""


@dataclass(slots=True)
class _Known:
    """What rows may name."""

    cycle: int
    forms: Mapping[str, CategoryForm]
    agencies: Mapping[str, Agency]
    people: Mapping[str, Person]
    members: set[tuple[UUID, UUID]]
    """Agency and person."""
    standing: Mapping[str, Standing]
    services: Mapping[tuple[UUID, str], Service]
    """By agency and code."""
    seen: dict[str, int] = field(default_factory=dict)


def plan(session: Session, lines: Sequence[Line], setting: Setting) -> Plan[EntryRow]:
    """What a list of entries would change in its cycle, before the award's rules are asked."""
    known = _known(session, lines, setting)
    rows: list[Judged[EntryRow]] = []
    problems: list[Problem] = []
    for line in lines:
        cells = Cells(line.number)
        row = _row(cells, line, known)
        problems += cells.problems
        if row and not cells.problems:
            rows.append(row)
    return Plan(tuple(rows), sorted_problems(problems))


def _known(session: Session, lines: Sequence[Line], setting: Setting) -> _Known:
    if setting.cycle_id is None:
        raise NotFound
    emails = {line["person"].lower() for line in lines}
    people = {p.email: p for p in session.exec(select(Person).where(col(Person.email).in_(emails)))}
    mine = select(Membership.agency_id, Membership.person_id).where(
        col(Membership.person_id).in_([person.id for person in people.values()])
    )
    return _Known(
        cycle_by_id(session, setting.cycle_id).number,
        forms_of(session, setting.cycle_id),
        {agency.code.lower(): agency for agency in all_agencies(session)},
        people,
        {(agency_id, person_id) for agency_id, person_id in session.exec(mine)},
        {entry.key: entry for entry in entries_standing(session, setting.cycle_id)},
        {(service.agency_id, service.code): service for service, _ in all_services(session)},
    )


def _row(cells: Cells, line: Line, known: _Known) -> Judged[EntryRow] | None:
    """None where too little is known to say more than the problems that were found."""
    key = _key(cells, line, known)
    old = known.standing.get(key)
    form = known.forms.get(line["category"].lower())
    if line["category"] and form is None:
        codes = " · ".join(sorted(found.category.code for found in known.forms.values()))
        cells.wrong(
            columns.CATEGORY.name,
            msg("The cycle has no category with this code. It has: %(codes)s.", codes=codes),
        )
    agency, person = _entrant(cells, line, known, old)
    language = cells.one_of(columns.LANGUAGE.name, line["language"], columns.LANGUAGE_NAMES)
    if old and form and form.category.code != old.category:
        cells.wrong(
            columns.CATEGORY.name,
            msg("This entry is in the category %(code)s and stays there.", code=old.category),
        )
    if form is None or person is None or not language:
        return None
    changes, told = _changes(cells, line, known, form, old, EntryLanguage(language))
    services = services_named(cells, line, known.services, agency, old, told)
    translation = translated(cells, line, form, old, EntryLanguage(language), changes, told)
    submits = _submits(cells, line, old, told)
    name = written(line["title_ar"]) or written(line["title_en"]) or key
    outcome = Outcome.NEW if old is None else Outcome.CHANGED if told or submits else Outcome.UNCHANGED
    row = EntryRow(
        key,
        old,
        form.category.id,
        agency.id if agency else None,
        person.id,
        EntryLanguage(language),
        changes,
        services,
        translation,
        submits,
    )
    return Judged(line.number, key, name, outcome, row, told if old else {})


def _key(cells: Cells, line: Line, known: _Known) -> str:
    key = line["key"]
    if len(key) > LONGEST_KEY:
        cells.wrong(columns.KEY.name, msg("Write at most %(n)s characters.", n=LONGEST_KEY))
    if key and (first := known.seen.setdefault(key, line.number)) != line.number:
        cells.wrong(columns.KEY.name, twice(first))
    if re.fullmatch(rf"{known.cycle}-\d{{4,}}", key) and key not in known.standing:
        cells.wrong(
            columns.KEY.name,
            msg("No entry of this cycle has this number. Give a new entry a key of another form."),
        )
    return key


def _entrant(
    cells: Cells, line: Line, known: _Known, old: Standing | None
) -> tuple[Agency | None, Person | None]:
    agency = known.agencies.get(line["agency"].lower())
    if line["agency"] and agency is None:
        cells.wrong(
            columns.AGENCY.name,
            msg("No agency of the directory has the code %(code)s.", code=line["agency"][:40]),
        )
        return None, None
    if old and (agency.code if agency else "") != old.agency:
        cells.wrong(columns.AGENCY.name, msg("This entry is another entrant's and stays theirs."))
    email = cells.email(columns.PERSON.name, line["person"])
    person = known.people.get(email)
    if email and person is None:
        cells.wrong(
            columns.PERSON.name, msg("Nobody has this e-mail address yet: bring in the people first.")
        )
    elif person and person.disabled_at is not None:
        cells.wrong(columns.PERSON.name, msg("The account with this address is disabled."))
    elif person and old and email == old.person:
        pass  # they began it, whether or not they enter for the agency still
    elif person and agency and (agency.id, person.id) not in known.members:
        cells.wrong(columns.PERSON.name, msg("This person does not enter for the agency."))
    elif person and old and not agency:
        cells.wrong(columns.PERSON.name, msg("This entry is another entrant's and stays theirs."))
    return agency, person


def _changes(
    cells: Cells, line: Line, known: _Known, form: CategoryForm, old: Standing | None, language: EntryLanguage
) -> tuple[EntryChanges, dict[str, tuple[str, str]]]:
    """What a save sets, and each column that changes with what stands there now and what would."""
    told: dict[str, tuple[str, str]] = {}
    texts: dict[str, str] = {}
    for name in columns.TEXTS:
        text, before = written(line[name]), old.texts[name] if old else ""
        text = text.replace("\n", " ") if name.startswith("title") else text
        if text and text != before:
            texts[name] = text
            told[name] = (before, text)
    answers = _answers(cells, line, form, old, told)
    if old and language is not old.language:
        told["language"] = (old.language.value, language.value)
    partners = _partners(cells, line, known)
    same = partners is None or set(partners) == set(old.partners if old else ())
    if not same:
        told["partners"] = ("|".join(old.partners) if old else "", "|".join(sorted(partners or ())))
    return (
        EntryChanges(
            language=language if old and "language" in told else None,
            **texts,
            partner_ids=None if same else frozenset((partners or {}).values()),
            answers=answers,
        ),
        told,
    )


def _answers(
    cells: Cells, line: Line, form: CategoryForm, old: Standing | None, told: dict[str, tuple[str, str]]
) -> dict[str, AnswerChange]:
    fixed = {
        *("key", "category", "agency", "person", "state", "language", "partners", "services"),
        *columns.TEXTS,
    }
    found: dict[str, dict[str, str]] = {}
    for column, cell in line.cells.items():
        if column in fixed or not cell or column.startswith(columns.TRANSLATED):
            continue
        key, part, asked = _question(column, form)
        if asked is None:
            cells.wrong(column, msg("The category %(code)s does not ask this.", code=form.category.code))
            continue
        if asked.kind in (QuestionKind.TABLE, QuestionKind.FILE):
            if cell != (old.answers.get(key, NO_ANSWER)[2] if old else ""):
                cells.wrong(column, msg("Tables and files are filled in on the entry's pages only."))
            continue
        texts = old.answers.get(key, NO_ANSWER) if old else NO_ANSWER
        before = texts[PARTS.index(part)]
        after = written(cell)
        if after != before and not asked.is_text:
            after = kept(asked.kind, _value(asked, cell), asked.options)
        if after == before:
            continue
        if not asked.is_text and understood(asked.kind, after, asked.options) is None:
            cells.wrong(column, _not_understood(asked))
        found.setdefault(key, {})[part] = after
        told[column] = (before, after)
    return {
        key: AnswerChange(answer.get("text_ar"), answer.get("text_en"), answer.get("value"))
        for key, answer in found.items()
    }


def _question(column: str, form: CategoryForm) -> tuple[str, str, Asked | None]:
    """The question that a column answers in this category, and which part of its answer."""
    asked = form.asked.get(column)
    if asked and not asked.is_text:
        return column, "value", asked
    key, _, lang = column.rpartition("_")
    asked = form.asked.get(key)
    return key, f"text_{lang}", asked if asked and asked.is_text and lang in ("ar", "en") else None


def _value(asked: Asked, cell: str) -> str:
    """Options by their key or in words, parted by `|`, as they would be sent by a form."""
    if asked.kind not in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        return cell
    keys = {fold(option[name]): option["key"] for option in asked.options for name in ("ar", "en", "key")}
    named = [keys.get(fold(part)) for part in parts(cell)]
    return ",".join(key for key in named if key) if all(named) else ",".join(parts(cell.replace(",", "|")))


def _not_understood(asked: Asked) -> Message:
    if asked.kind in _WRONG_VALUE:
        return _WRONG_VALUE[asked.kind]
    options = listed(Bilingual(option["ar"], option["en"]) for option in asked.options)
    return msg("Choose among: %(options)s.", options=options)


def _partners(cells: Cells, line: Line, known: _Known) -> dict[str, UUID] | None:
    """By code; None where the list says nothing of them: an empty cell deletes nothing."""
    if not line["partners"]:
        return None
    found = {}
    for code in parts(line["partners"].lower()):
        if agency := known.agencies.get(code):
            found[agency.code] = agency.id
        else:
            cells.wrong(
                columns.PARTNERS.name,
                msg("No agency of the directory has the code %(code)s.", code=code[:40]),
            )
    return found


def _submits(cells: Cells, line: Line, old: Standing | None, told: dict[str, tuple[str, str]]) -> bool:
    """Whether the entry is to be submitted. What is submitted once is no draft any more, and what is out stays out."""
    options: dict[str, Message | str] = {**columns.STATES}
    if old and old.state not in _ALIVE:
        options = {old.state.value: old.state.value}
    wanted = cells.one_of(columns.STATE.name, line["state"], options) or (
        old.state if old else EntryState.DRAFT
    )
    if old is None or old.state is EntryState.DRAFT:
        if old and wanted == EntryState.SUBMITTED:
            told["state"] = (EntryState.DRAFT.value, EntryState.SUBMITTED.value)
        return wanted == EntryState.SUBMITTED
    if old.state not in _ALIVE:
        if told:
            cells.wrong("", msg("This entry is withdrawn or disqualified, and no longer changes."))
        return False
    if wanted == EntryState.DRAFT:
        cells.wrong(
            columns.STATE.name, msg("This entry is submitted already, and does not become a draft again.")
        )
    return bool(told)
