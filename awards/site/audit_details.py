"""What an event of the audit log holds, in words. Pure.

The export and the details "as recorded" keep the exact values; here they become sentences that a person reads.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from awards.cycles.wording import CALENDAR
from awards.entries.places import MENTION, place_name
from awards.imports.kinds import KINDS as TABLES
from awards.kit.i18n import Bilingual, Message, msg
from awards.site.audit_subjects import Subject
from judging.appeals.models import Ground
from judging.appeals.wording import GROUNDS, OUTCOMES, SHOWN
from judging.recusals.conflicts import ConflictKind
from judging.recusals.wording import conflict_in_words

_KEYS: dict[str, Message] = {
    "about": msg("About"),
    "abstained": msg("Abstained"),
    "aside": msg("Members who stood aside"),
    "carried": msg("Carried"),
    "opposed": msg("Votes against"),
    "supporting": msg("Votes for"),
    "votes": msg("Fingerprint of the votes"),
    "appeal_ground": msg("Ground"),
    "appeals_open": msg("Appeals are taken from"),
    "changes_place": msg("Places change"),
    "kept": msg("Categories that stay decided"),
    "reasons_ar": msg("Reasons in Arabic"),
    "reasons_en": msg("Reasons in English"),
    "ruler": msg("Who rules"),
    "ruling": msg("Ruling"),
    "shows": msg("What entrants read"),
    "waits": msg("Publication waits for appeals"),
    "added": msg("Newly added"),
    "address": msg("Network address"),
    "affiliations": msg("Works for"),
    "agency": msg("Agency"),
    "affiliations_before": msg("Works for, as recorded before"),
    "agencies": msg("Agencies"),
    "attachment": msg("File"),
    "boxes": msg("Answers changed"),
    "capacity": msg("Entries at most"),
    "categories": msg("Categories"),
    "category": msg("Category"),
    "certificates": msg("Certificates"),
    "chair": msg("Chair"),
    "chair_before": msg("Chair before"),
    "changed": msg("Changed"),
    "changes": msg("Changed"),
    "label_ar": msg("Question in Arabic"),
    "label_en": msg("Question in English"),
    "help_ar": msg("Help in Arabic"),
    "help_en": msg("Help in English"),
    "unit_ar": msg("Unit in Arabic"),
    "unit_en": msg("Unit in English"),
    "word_limit": msg("Words at most"),
    "options": msg("Answers to choose from"),
    "table_rows": msg("Rows"),
    "table_columns": msg("Columns"),
    "required": msg("Must be answered"),
    "indicator": msg("Indicator"),
    "when_question": msg("Depends on the question"),
    "when_option": msg("Asked if the answer is"),
    "acronym": msg("Acronym"),
    "country": msg("Country"),
    "domains": msg("E-mail domains"),
    "name_ar": msg("Name in Arabic"),
    "name_en": msg("Name in English"),
    "parent": msg("Part of"),
    "sector": msg("Sector"),
    "deputy": msg("Deputy chair"),
    "deputy_before": msg("Deputy chair before"),
    "unchanged": msg("Unchanged"),
    "unread_pages": msg("Pages without text that were looked at"),
    "new_digest": msg("Fingerprint of the new file"),
    "list": msg("List"),
    "for": msg("In the name of"),
    "citation_ar": msg("Citation in Arabic"),
    "citation_en": msg("Citation in English"),
    "codes": msg("Codes"),
    "components": msg("Groups of entries that no judge links"),
    "conflict": msg("Conflict"),
    "content_hash": msg("Fingerprint of the text"),
    "copied_from": msg("Copied from"),
    "criterion": msg("Criterion"),
    "cycle": msg("Cycle"),
    "digest": msg("Fingerprint of the file"),
    "done": msg("Done"),
    "email": msg("Fingerprint of the e-mail address"),
    "ended": msg("Assignments ended"),
    "enters": msg("Enters in this cycle"),
    "entries": msg("Entries"),
    "entry": msg("Entry"),
    "expertise_hits": msg("Sheets by judges who know the category"),
    "acquainted": msg("Sheets by judges who read the agency in an earlier cycle"),
    "expertise": msg("Knows the categories"),
    "failed": msg("Failed sign-ins"),
    "files": msg("Files"),
    "files_kept_back": msg("Files kept back"),
    "finding": msg("Finding"),
    "judges": msg("Judges"),
    "pages": msg("Pages read"),
    "findings": msg("Places found"),
    "final": msg("Of the final panel alone"),
    "finalists": msg("Finalists"),
    "first_reading": msg("Of the first reading alone"),
    "pass_mark": msg("Mean from which on an entry moves on"),
    "pass_best": msg("Entries of a category that move on at most"),
    "moved_on": msg("Moved on"),
    "below": msg("Below the mean that is asked for"),
    "behind": msg("Behind those that move on"),
    "too_few": msg("Too few sheets that count"),
    "reading_ends": msg("First reading ends"),
    "shows_before": msg("Judges of scoring see what the first reading came to"),
    "pools": msg("Sheets of both rounds count"),
    "scoring_ends": msg("Scoring ends"),
    "shows_scoring": msg("The final panel sees what scoring came to"),
    "former_affiliations": msg("Worked for"),
    "former_affiliations_before": msg("Worked for, as recorded before"),
    "ground": msg("Ground"),
    "from": msg("State before"),
    "grace_minutes": msg("Extra minutes after closing"),
    "items": msg("Items"),
    "judge": msg("Judge"),
    "kind": msg("Kind"),
    "lacking": msg("Things missing"),
    "language": msg("Language"),
    "likeness": msg("Likeness in per cent"),
    "load_max": msg("Most entries of a judge"),
    "load_min": msg("Fewest entries of a judge"),
    "made_by": msg("Made by"),
    "may_not_apply": msg("Criteria that may not apply"),
    "max_load": msg("Entries for each judge at most"),
    "min_sheets": msg("Sheets an entry needs to be ranked"),
    "method": msg("Kind of request"),
    "missing": msg("Sheets missing"),
    "more": msg("Further requests, refused too fast to be listed one by one"),
    "names_left": msg("Names left standing"),
    "new": msg("After"),
    "no_longer_tied": msg("Tied to in the last seat, no longer named"),
    "number": msg("Number"),
    "numbers_changed": msg("Texts with other numbers than the original"),
    "of": msg("Of"),
    "old": msg("Before"),
    "pending": msg("Entries being reconciled"),
    "points": msg("Points of 100"),
    "rescored": msg("Points changed"),
    "origin": msg("Origin"),
    "origins_covered": msg("Entries with judges of every origin"),
    "other": msg("The other entry"),
    "minutes": msg("Minutes"),
    "open_to_all": msg("The whole panel sees every sheet"),
    "outcome": msg("Outcome"),
    "person": msg("Person"),
    "place": msg("Place"),
    "places": msg("Places"),
    "present": msg("People present"),
    "position": msg("Position"),
    "quality": msg("Quality of the assignment"),
    "query": msg("Filter"),
    "questions": msg("Answers changed"),
    "replaced_file": msg("Instead of the file"),
    "replaces": msg("Instead of an earlier decision"),
    "sealed_file": msg("SHA-256 of the file"),
    "signing_key": msg("Fingerprint of the key"),
    "decisions": msg("Fingerprint of the decisions"),
    "unranked": msg("Entries left without a rank"),
    "readers": msg("Who reads what"),
    "reads": msg("Reads"),
    "ranked_by": msg("What the ranks follow"),
    "tie_break": msg("What parts equal entries"),
    "clear": msg("Clear from (per cent)"),
    "leading": msg("Leading from (per cent)"),
    "far": msg("A sheet is named from (t)"),
    "draws": msg("Draws"),
    "question": msg("Question"),
    "reason": msg("Reason"),
    "recipients": msg("Recipients"),
    "reason_ar": msg("Reason in Arabic"),
    "reason_en": msg("Reason in English"),
    "receipt": msg("Receipt"),
    "registrations": msg("Registrations"),
    "reserves": msg("Reserves"),
    "reserves_before": msg("Reserves before"),
    "resets": msg("Expired links for a new password"),
    "role": msg("Role"),
    "scored": msg("Criteria answered"),
    "seed": msg("Number of the draw"),
    "services": msg("Services in both"),
    "sessions": msg("Ended sessions"),
    "sheets": msg("Sheets"),
    "sheets_per_entry": msg("Judges for each entry"),
    "side": msg("Agreed for"),
    "size": msg("Size in bytes"),
    "state": msg("State"),
    "status": msg("Number of the answer"),
    "tally": msg("Count of the results"),
    "terms_version": msg("Version of the terms"),
    "texts_changed": msg("Texts changed by hand"),
    "timetable": msg("Timetable"),
    "told": msg("Persons written to"),
    "hours": msg("Hours before the closing"),
    "zone": msg("Time zone"),
    "version": msg("Version"),
    "what": msg("File"),
    "whole": msg("Every text is translated"),
    "without_origin": msg("Entries without a judge of an origin"),
    "international": msg("International"),
    "regional": msg("Regional"),
    "local": msg("Local"),
    **CALENDAR,
}
_VALUES: dict[str, Message] = {
    "answered": msg("Answered"),
    "ar": msg("Arabic"),
    "adjusted": msg("The adjusted score"),
    "mean": msg("The mean of the sheets"),
    "criteria": msg("The heaviest criterion, then the next"),
    "heaviest": msg("The heaviest criterion alone"),
    "en": msg("English"),
    "entrant": msg("Entrant"),
    "judge": msg("Judge"),
    "organiser": msg("Organiser"),
    "for_individuals": msg("Individuals enter"),
    "successor": msg("Asked instead"),
    "why_ar": msg("Why they bar, in Arabic"),
    "why_en": msg("Why they bar, in English"),
    "organised_by": msg("Organised by"),
    "organised_by_before": msg("Organised by, before"),
    "in_operation_since": msg("Months in operation"),
    "months_in_operation": msg("Months in operation before closing"),
    "barred_cycles": msg("Cycles for which winners are barred"),
    "entries_per_agency": msg("Entries of an agency in a category"),
    "award_ar": msg("Name of the award in Arabic"),
    "award_en": msg("Name of the award in English"),
    "terms_ar": msg("Terms in Arabic"),
    "terms_en": msg("Terms in English"),
    "organisers": msg("Organisers"),
    "auditor": msg("Auditor"),
    "owner": msg("Owner"),
    "editor": msg("Editor"),
    "draft": msg("Draft"),
    "submitted": msg("Submitted"),
    "awarded": msg("Awarded"),
    "shared": msg("Shared"),
    "withheld": msg("Withheld"),
    "international": msg("International"),
    "regional": msg("Regional"),
    "local": msg("Local"),
    "queued": msg("Waiting"),
    "running": msg("Running"),
    "done": msg("Done"),
    "failed": msg("Ended with problems"),
    "cancelled": msg("Cancelled"),
    "audit.export": msg("Audit log (CSV)"),
    "audit.checkpoint": msg("Checkpoint of the audit log"),
    "blinding.file": msg("Clean copy of a file"),
    "blindness.record": msg("Signed record of the blindness check"),
    "certificates.archive": msg("Certificates in one archive"),
    "certificates.download": msg("Certificate"),
    "entries.original": msg("File as it was submitted"),
    "exports.places": msg("Places (CSV)"),
    "exports.ranking": msg("Ranking (CSV)"),
    "exports.results": msg("All sheets (JSON)"),
    "exports.sheets": msg("All sheets (CSV)"),
    "imports.agencies": msg("List of agencies"),
    "imports.people": msg("List of the people of agencies"),
    "imports.services": msg("List of the services of agencies"),
    "imports.entries": msg("List of entries"),
    "packs.archive": msg("Packs of judges in one archive"),
    "reports.category_page": msg("Page of a category (PDF)"),
    "reports.document": msg("Published results as data (JSON)"),
    "reports.download": msg("Report of the results (PDF)"),
    **{kind.value: conflict_in_words(kind) for kind in ConflictKind},
    **{kind.value: words.name for kind, words in TABLES.items()},
    "waiting_asker": msg("Waits for the asker"),
    "panel": msg("The panel"),
    "agreed": msg("No longer apart"),
    "stands": msg("The sheets stand"),
    "extra_judge": msg("Another judge has read the entry"),
    "office": msg("The award office"),
    **{ground.value: words for ground, words in GROUNDS.items() if ground is not Ground.OTHER},
    **{outcome.value: words for outcome, (words, _) in OUTCOMES.items()},
    **{shows.value: words for shows, words in SHOWN.items()},
}
_IN_CODE = {
    "appeal_ground",
    "ruling",
    "shows",
    "role",
    "language",
    "kind",
    "from",
    "outcome",
    "origin",
    "ranked_by",
    "tie_break",
    "reads",
    "side",
    "state",
    "what",
    "conflict",
    "list",
}
"""Keys whose values are words of the product; everywhere else a text is what somebody wrote."""
_SHOWN = 12
"""Of a long list; all of it is in the export."""
_READERS = "readers"
_TECHNICAL = {"orders", "rubrics", "weights"}
"""Shown as recorded alone; the weights stand on the page of the rubric. `rubrics` are both versions of one that was corrected."""
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Said(NamedTuple):
    """One line: a label, and values that are messages, times, subjects or plain text."""

    label: Message | Bilingual | str
    values: tuple[Any, ...]
    left_out: int = 0
    parts: "tuple[Said, ...]" = ()
    """A value that has parts of its own, e.g. a timetable."""
    folded: bool = False
    """Whether the parts are many and wait to be unfolded."""


def ids_in(detail: Mapping[str, Any]) -> Iterator[str]:
    """Everything in the detail that may stand for something with a name."""
    for value in detail.values():
        if isinstance(value, dict):
            yield from filter(_UUID.fullmatch, value)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and _UUID.fullmatch(one):
                yield one


def in_words(detail: Mapping[str, Any], names: Mapping[str, Subject]) -> list[Said]:
    """The details of an event, in their order, without what is empty or only for machines."""
    return [
        _said(key, value, names)
        for key, value in detail.items()
        if key not in _TECHNICAL and value not in (None, [], {}, "")
    ]


def _said(key: str, value: Any, names: Mapping[str, Subject]) -> Said:
    label = _KEYS.get(key, key)
    if key == _READERS:
        return Said(
            label,
            (),
            folded=True,
            parts=tuple(_entries_of(judge, numbers, names) for judge, numbers in value.items()),
        )
    if isinstance(value, dict):
        return Said(label, (), parts=tuple(_said(k, v, names) for k, v in value.items()))
    several = value if isinstance(value, list) else [value]
    shown = tuple(_value(key, one, names) for one in several[:_SHOWN])
    return Said(label, shown, left_out=max(0, len(several) - _SHOWN))


def _entries_of(judge: str, numbers: list[int], names: Mapping[str, Subject]) -> Said:
    """The entries that a judge reads, none left out: this is what the event proves."""
    name = names.get(judge)
    return Said(name.words if name else judge, tuple(str(number) for number in numbers))


def _value(key: str, value: Any, names: Mapping[str, Subject]) -> Any:
    if isinstance(value, bool):
        return msg("yes") if value else msg("no")
    if not isinstance(value, str):
        return place_name(MENTION) if key == "place" and value == MENTION else str(value)
    if key in _IN_CODE:
        return _VALUES.get(value, value)
    if key in CALENDAR:
        return datetime.fromisoformat(value)
    if _FINGERPRINT.fullmatch(value):
        return f"{value[:12]}…"
    return names.get(value, value)
