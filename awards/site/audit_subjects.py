"""What the ids of the audit log stand for: names in both languages, where to look, and in which cycle.

Ids are unique over all tables, so one statement asks them all; it costs the same whatever a page of events holds.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency
from awards.entries.models import Attachment, Entry
from awards.kit.audit import AuditEvent
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.jobs import Job
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge
from judging.recusals.models import Recusal
from judging.rounds.models import Round
from judging.rubrics.models import Rubric
from judging.scorecards.models import Scorecard
from reports.certificates.models import Certificate


class Subject(NamedTuple):
    """A thing by its name, and the page on which it is read, if it has one."""

    words: Message | Bilingual
    href: str | None = None


_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_attachment = Attachment.__table__  # type: ignore[attr-defined]
_round = Round.__table__  # type: ignore[attr-defined]
_rubric = Rubric.__table__  # type: ignore[attr-defined]
_copy = BlindCopy.__table__  # type: ignore[attr-defined]
_assignment = Assignment.__table__  # type: ignore[attr-defined]
_card = Scorecard.__table__  # type: ignore[attr-defined]
_judge = Judge.__table__  # type: ignore[attr-defined]
_recusal = Recusal.__table__  # type: ignore[attr-defined]
_certificate = Certificate.__table__  # type: ignore[attr-defined]
_job = Job.__table__  # type: ignore[attr-defined]
_events = AuditEvent.__table__  # type: ignore[attr-defined]

_TEXT = sa.null().cast(sa.String)
_NUMBER = sa.null().cast(sa.Integer)


class _Kind(NamedTuple):
    named: sa.Select[Any]
    thing: sa.Table
    source: sa.FromClause
    in_cycle: bool


def _asked(
    kind: str,
    thing: sa.Table,
    source: sa.FromClause,
    *,
    cycle: bool = True,
    number: sa.ColumnElement[Any] = _NUMBER,
    code: sa.ColumnElement[Any] = _TEXT,
    ar: sa.ColumnElement[Any] = _TEXT,
    en: sa.ColumnElement[Any] = _TEXT,
    who_ar: sa.ColumnElement[Any] = _TEXT,
    who_en: sa.ColumnElement[Any] = _TEXT,
) -> _Kind:
    """One kind of thing; with `cycle`, `source` holds the cycle that it belongs to."""
    named = sa.select(
        sa.literal(kind).label("kind"),
        thing.c.id.label("id"),
        (_cycle.c.number if cycle else _NUMBER).label("cycle"),
        (_cycle.c.name_ar if cycle else _TEXT).label("cycle_ar"),
        (_cycle.c.name_en if cycle else _TEXT).label("cycle_en"),
        number.label("number"),
        code.label("code"),
        ar.label("ar"),
        en.label("en"),
        who_ar.label("who_ar"),
        who_en.label("who_en"),
    ).select_from(source)
    return _Kind(named, thing, source, cycle)


_of_category = {"code": _category.c.code, "ar": _category.c.name_ar, "en": _category.c.name_en}
_of_entry = {"number": _entry.c.number, "ar": _entry.c.title_ar, "en": _entry.c.title_en}
_of_person = {"who_ar": _person.c.name_ar, "who_en": _person.c.name_en}
_entry_in_cycle = _entry.join(_cycle, _cycle.c.id == _entry.c.cycle_id)
_judged_entry = (
    _assignment.join(_entry, _entry.c.id == _assignment.c.entry_id)
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_judge, _judge.c.id == _assignment.c.judge_id)
    .join(_person, _person.c.id == _judge.c.person_id)
)

_KINDS = [
    _asked("cycle", _cycle, _cycle),
    _asked(
        "category", _category, _category.join(_cycle, _cycle.c.id == _category.c.cycle_id), **_of_category
    ),
    _asked(
        "rubric",
        _rubric,
        _rubric.join(_category, _category.c.id == _rubric.c.category_id).join(
            _cycle, _cycle.c.id == _category.c.cycle_id
        ),
        **_of_category,
    ),
    _asked("round", _round, _round.join(_cycle, _cycle.c.id == _round.c.cycle_id)),
    _asked("entry", _entry, _entry_in_cycle, **_of_entry),
    _asked(
        "file",
        _attachment,
        _attachment.join(_entry, _entry.c.id == _attachment.c.entry_id).join(
            _cycle, _cycle.c.id == _entry.c.cycle_id
        ),
        number=_entry.c.number,
        ar=_attachment.c.name,
        en=_attachment.c.name,
    ),
    _asked(
        "copy",
        _copy,
        _copy.join(_entry, _entry.c.id == _copy.c.entry_id).join(_cycle, _cycle.c.id == _entry.c.cycle_id),
        **_of_entry,
    ),
    _asked(
        "sheet",
        _card,
        _judged_entry.join(_card, _card.c.assignment_id == _assignment.c.id),
        **_of_entry,
        **_of_person,
    ),
    _asked(
        "judge",
        _judge,
        _judge.join(_cycle, _cycle.c.id == _judge.c.cycle_id).join(
            _person, _person.c.id == _judge.c.person_id
        ),
        **_of_person,
    ),
    _asked(
        "recusal",
        _recusal,
        _recusal.join(_entry, _entry.c.id == _recusal.c.entry_id)
        .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
        .join(_judge, _judge.c.id == _recusal.c.judge_id)
        .join(_person, _person.c.id == _judge.c.person_id),
        **_of_entry,
        **_of_person,
    ),
    _asked(
        "certificate",
        _certificate,
        _certificate.join(_entry, _entry.c.id == _certificate.c.entry_id).join(
            _cycle, _cycle.c.id == _certificate.c.cycle_id
        ),
        code=_certificate.c.code,
        **_of_entry,
    ),
    _asked("person", _person, _person, cycle=False, **_of_person),
    _asked(
        "agency",
        _agency,
        _agency,
        cycle=False,
        code=_agency.c.code,
        ar=_agency.c.name_ar,
        en=_agency.c.name_en,
    ),
    _asked("job", _job, _job, cycle=False),
]
_NAMED = sa.union_all(
    *(kind.named.where(kind.thing.c.id.in_(sa.bindparam("ids", expanding=True))) for kind in _KINDS)
)


def _same(id_: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """An id as text on every database: SQLite keeps ids without hyphens, events have them."""
    return sa.func.replace(sa.cast(id_, sa.String), "-", "")


def about_cycle(cycle_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """Events whose subject is the cycle or something in it, for a query of events."""
    things = [
        sa.select(_same(kind.thing.c.id)).select_from(kind.source).where(_cycle.c.id == cycle_id)
        for kind in _KINDS
        if kind.in_cycle
    ]
    jobs = sa.select(_same(_job.c.id)).where(_job.c.subject_id == str(cycle_id))
    return _same(_events.c.subject_id).in_(sa.union_all(*things, jobs))


def subjects(connection: Connection, ids: Iterable[str]) -> dict[str, Subject]:
    """What each id stands for; ids that stand for nothing (any more) are left out."""
    wanted = {found for text in ids if (found := _uuid(text))}
    if not wanted:
        return {}
    rows = connection.execute(_NAMED, {"ids": list(wanted)})
    return {str(row.id): _IN_WORDS[row.kind](row) for row in rows}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _named(row: Any) -> Bilingual:
    return Bilingual(row.ar or "", row.en or "")


def _who(row: Any) -> Bilingual:
    return Bilingual(row.who_ar, row.who_en)


def _entry_words(row: Any) -> Message:
    if not (row.ar or row.en):
        return msg("Entry %(number)s", number=row.number)
    return msg("Entry %(number)s: %(title)s", number=row.number, title=_named(row))


def _cycle_words(row: Any) -> Bilingual:
    return Bilingual(row.cycle_ar, row.cycle_en)


def _entry_href(row: Any) -> str:
    return f"/cycles/{row.cycle}/entries/{row.number}"


_IN_WORDS: dict[str, Callable[[Any], Subject]] = {
    "cycle": lambda row: Subject(_cycle_words(row), f"/cycles/{row.cycle}"),
    "category": lambda row: Subject(
        msg("%(category)s, %(cycle)s", category=_named(row), cycle=_cycle_words(row)),
        f"/cycles/{row.cycle}/categories/{row.code}",
    ),
    "rubric": lambda row: Subject(
        msg("Rubric of %(category)s, %(cycle)s", category=_named(row), cycle=_cycle_words(row)),
        f"/cycles/{row.cycle}/categories/{row.code}",
    ),
    "round": lambda row: Subject(
        msg("Round of judging, %(cycle)s", cycle=_cycle_words(row)), f"/cycles/{row.cycle}/progress"
    ),
    "entry": lambda row: Subject(_entry_words(row), _entry_href(row)),
    "file": lambda row: Subject(_named(row), _entry_href(row)),
    "copy": lambda row: Subject(
        msg("Blind copy: %(entry)s", entry=_entry_words(row)), f"/cycles/{row.cycle}/blinding/{row.number}"
    ),
    "sheet": lambda row: Subject(
        msg("Sheet of %(judge)s: %(entry)s", judge=_who(row), entry=_entry_words(row)), _entry_href(row)
    ),
    "judge": lambda row: Subject(
        msg("%(judge)s, judge of %(cycle)s", judge=_who(row), cycle=_cycle_words(row)),
        f"/cycles/{row.cycle}/jury",
    ),
    "recusal": lambda row: Subject(
        msg("%(judge)s stands back: %(entry)s", judge=_who(row), entry=_entry_words(row)), _entry_href(row)
    ),
    "certificate": lambda row: Subject(
        msg("Certificate %(code)s: %(entry)s", code=row.code, entry=_entry_words(row)), f"/verify/{row.code}"
    ),
    "person": lambda row: Subject(_who(row)),
    "agency": lambda row: Subject(_named(row), f"/agencies/{quote(row.code)}/people"),
    "job": lambda row: Subject(msg("Long task"), f"/jobs/{row.id}"),
}
