"""What the ids of the audit log stand for: names in both languages, where to look, and what else happened to them.

One statement asks all kinds of things; it costs the same whatever a page of events holds.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.kit.i18n import Bilingual, Message, msg
from awards.site.audit_kinds import KINDS


class Subject(NamedTuple):
    """A thing by its name, and the page on which it is read, if it has one."""

    words: Message | Bilingual
    href: str | None = None
    """Its page, which every organiser and auditor may open."""
    entry: tuple[int, int] | None = None
    """The entry that it is or belongs to: (cycle, number)."""
    cycle: int | None = None
    code: str = ""


_NAMED = sa.union_all(
    *(kind.named.where(kind.thing.c.id.in_(sa.bindparam("ids", expanding=True))) for kind in KINDS)
)


def subjects(connection: Connection, ids: Iterable[str]) -> dict[str, Subject]:
    """What each id stands for; ids that stand for nothing (any more) are left out."""
    wanted = {found for text in ids if (found := _uuid(text))}
    if not wanted:
        return {}
    rows = connection.execute(_NAMED, {"ids": list(wanted)})
    return {str(row.id): _subject(row) for row in rows}


def _subject(row: Any) -> Subject:
    entry = None if row.number is None else (row.cycle, row.number)
    return _IN_WORDS[row.kind](row)._replace(entry=entry, cycle=row.cycle, code=row.code or "")


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


def _recusals_href(row: Any) -> str:
    return f"/cycles/{row.cycle}/recusals"


_IN_WORDS: dict[str, Callable[[Any], Subject]] = {
    "cycle": lambda row: Subject(_cycle_words(row), f"/cycles/{row.cycle}"),
    "category": lambda row: Subject(
        msg("%(category)s, %(cycle)s", category=_named(row), cycle=_cycle_words(row)),
        f"/cycles/{row.cycle}/categories/{row.code}",
    ),
    "question": lambda row: Subject(
        msg("Question “%(question)s”, %(cycle)s", question=_named(row), cycle=_cycle_words(row)),
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
        msg("Recusal of %(judge)s: %(entry)s", judge=_who(row), entry=_entry_words(row)), _recusals_href(row)
    ),
    "excusal": lambda row: Subject(
        msg("%(judge)s excused: %(entry)s", judge=_who(row), entry=_entry_words(row)), _recusals_href(row)
    ),
    "certificate": lambda row: Subject(
        msg("Certificate %(code)s: %(entry)s", code=row.code, entry=_entry_words(row)), f"/verify/{row.code}"
    ),
    "person": lambda row: Subject(_who(row)),
    "agency": lambda row: Subject(_named(row), f"/agencies/{quote(row.code)}/people"),
    "invitation": lambda row: Subject(msg("Invitation of %(who)s", who=_named(row)), "/invitations"),
    "registration": lambda row: Subject(
        msg("Registration of %(who)s", who=_named(row)), f"/registrations/{row.id}"
    ),
    "job": lambda row: Subject(msg("Long task"), f"/jobs/{row.id}"),
    "ticket": lambda row: Subject(
        msg("Question no. %(number)s", number=row.code), f"/helpdesk/questions/{row.code}"
    ),
    "enquiry": lambda row: Subject(
        msg("Exchange with the entrant: %(entry)s", entry=_entry_words(row)), _entry_href(row)
    ),
    "guide": lambda row: Subject(_named(row), f"/guidance/{row.id}"),
    "event": lambda row: Subject(_named(row), f"/events/{row.id}"),
}
