"""Telling entrants how their entries did, and when appeals are taken: it takes two, as publishing does."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, select

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_id
from awards.entries.addressees import addressees_of
from awards.entries.models import Entry, EntryState
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import msg
from awards.kit.mail.many import Addressed, queue_mails
from judging.appeals.letters import TOLD
from judging.appeals.models import AppealNotice
from judging.appeals.queries import notice_of, proposed_notice, rule_of
from judging.appeals.rules import wrong_window
from judging.deliberations.places import Decided, PlaceKey, fingerprint, lacks, why
from judging.deliberations.queries import decided_places, publication_of
from judging.tally.queries import Head, document_of, opened
from judging.tally.reading import reading_document


def why_not_told(session: Session, head: Head) -> RuleBroken | None:
    """What keeps entrants from being told now; nothing where they can be."""
    published = publication_of(session, head.cycle_id) is not None
    rule = rule_of(session, head.cycle_id)
    if notice_of(session, head.cycle_id) is not None:
        return RuleBroken(msg("Entrants have been told already."))
    if rule is not None and rule.waits:
        decided = decided_places(session, head.cycle_id)
        open_ = lacks(document_of(session, head).categories, decided, head.tally_id)
        return next((RuleBroken(why(lack, category, place)) for category, place, lack in open_), None)
    if not published:
        return RuleBroken(msg("In this cycle appeals follow publication: publish the results first."))
    return None


def seen_of(notice: AppealNotice, decided: Mapping[PlaceKey, Decided]) -> str:
    """Changes whenever another window is proposed, or a place is decided anew."""
    text = "|".join((notice.opens_at.isoformat(), notice.ends_at.isoformat(), fingerprint(decided.values())))
    return sha256(text.encode()).hexdigest()


def propose_telling(
    session: Session, cycle_id: uuid.UUID, *, opens: datetime, ends: datetime, by: uuid.UUID, at: datetime
) -> AppealNotice:
    """One organiser's wish to tell entrants, with the window, in the stead of any that waits.

    Raises NotYetOpened, RuleBroken while a place is open (or, where publication does not wait, before it), Invalid
    for a window that is no window.
    """
    head = opened(session, cycle_by_id(session, cycle_id).number)
    if refusal := why_not_told(session, head):
        raise refusal
    if errors := wrong_window(opens, ends, at):
        raise Invalid(errors)
    if head.tally_id is None:
        raise NotFound
    notice = proposed_notice(session, cycle_id) or AppealNotice(
        cycle_id=cycle_id,
        tally_id=head.tally_id,
        opens_at=opens,
        ends_at=ends,
        proposed_at=at,
        proposed_by_id=by,
    )
    notice.tally_id, notice.opens_at, notice.ends_at = head.tally_id, opens, ends
    notice.proposed_at, notice.proposed_by_id = at, by
    session.add(notice)
    session.flush()
    detail = {"appeals_open": opens.isoformat(), "appeals_end": ends.isoformat(), "tally": head.version}
    audit.record(session, "appeals.telling_proposed", cycle_id, by=by, at=at, detail=detail)
    return notice


def tell_entrants(
    session: Session, cycle_id: uuid.UUID, seen: str, *, by: uuid.UUID, at: datetime
) -> AppealNotice:
    """A second organiser agrees to what they have `seen`: the people of every counted entry are written to.

    Raises as proposing does, RuleBroken where nothing is proposed or for whoever proposed it, Stale.
    """
    cycle = cycle_by_id(session, cycle_id)
    head = opened(session, cycle.number)
    if refusal := why_not_told(session, head):
        raise refusal
    notice = proposed_notice(session, cycle_id)
    if notice is None or head.tally_id is None:
        raise RuleBroken(msg("Nobody has proposed to tell entrants."))
    if notice.proposed_by_id == by:
        raise RuleBroken(msg("You proposed it. Another organiser must agree before entrants are told."))
    if seen != seen_of(notice, decided_places(session, cycle_id)):
        raise Stale(msg("This was changed since you opened the page. Look at it again."))
    if wrong := wrong_window(notice.opens_at, notice.ends_at, at):
        raise RuleBroken(next(iter(wrong.values())))
    notice.told = _write_to_all(session, cycle, head, notice.opens_at, notice.ends_at, by=by, at=at)
    notice.tally_id, notice.told_at, notice.told_by_id = head.tally_id, at, by
    session.add(notice)
    session.flush()
    detail = {
        "appeals_open": notice.opens_at.isoformat(),
        "appeals_end": notice.ends_at.isoformat(),
        "told": notice.told,
        "tally": head.version,
    }
    audit.record(session, "appeals.told", cycle_id, by=by, at=at, detail=detail)
    return notice


def _write_to_all(
    session: Session,
    cycle: Cycle,
    head: Head,
    opens: datetime,
    ends: datetime,
    *,
    by: uuid.UUID,
    at: datetime,
) -> int:
    """One letter for each person and entry; how many. Four statements, however many they are."""
    read = reading_document(session, cycle.id)
    counted = {
        entry.entry_id: entry
        for document in (read, document_of(session, head))
        if document
        for category in document.categories
        for entry in category.entries
        if entry.sheets
    }
    standing = session.exec(
        select(Entry.id).where(Entry.cycle_id == cycle.id, Entry.state == EntryState.SUBMITTED)
    )
    wanted = [entry_id for entry_id in standing if entry_id in counted]
    confidential = publication_of(session, cycle.id) is None
    letters = [
        Addressed(
            person.person_id,
            person.email,
            person.lang,
            {
                "entry": str(entry_id),
                "entry_number": counted[entry_id].number,
                "title": {"ar": counted[entry_id].title_ar, "en": counted[entry_id].title_en},
                "cycle": {"ar": cycle.name_ar, "en": cycle.name_en},
                "opens": opens.isoformat(),
                "ends": ends.isoformat(),
                "confidential": confidential,
                "zone": cycle.zone,
            },
            once=f"{TOLD}:{entry_id}:{person.person_id}",
        )
        for entry_id, people in addressees_of(session, wanted).items()
        for person in people
    ]
    return queue_mails(session, TOLD, letters, about=cycle.id, at=at, by=by)
