"""What holds of a file of sealed results, line by line. Pure: it needs the file and what was kept outside, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from awards.entries.places import MENTION
from awards.kit.chain import GENESIS, event_digest
from awards.kit.checkpoints import BadCheckpoint, Checkpoint, from_json
from awards.kit.signing import fingerprint, is_fingerprint_of
from judging.deliberations.departures import departs, takes_a_reason
from judging.rounds.method.rules import USUAL
from judging.sealing.archive import DoesNotHold, Opened, opened, plain
from judging.sealing.recount import (
    Lodged,
    Rubric,
    document_in,
    of_receipt,
    recounted,
    rubrics_of,
    sheets_of,
)
from judging.tally.document import CategoryTally, Document
from judging.tally.results import SCORING
from judging.tally.trying import rules_in

Event = Mapping[str, Any]
_SHAPE = (KeyError, TypeError, ValueError, AttributeError, IndexError, msgspec.ValidationError)


def held(
    file: bytes, *, key: str | None = None, checkpoint: bytes | None = None, receipt: str | None = None
) -> Iterator[str]:
    """A line for each thing that holds. Raises DoesNotHold at the first that does not.

    `key` is the fingerprint of the key that must have signed, `checkpoint` the content of one that was kept elsewhere,
    `receipt` that of a judge whose sheet must be among the sealed.
    """
    found = opened(file)
    yield _about(found)
    if key is not None and not is_fingerprint_of(key, found.key):
        raise DoesNotHold(f"signature: by {fingerprint(found.key)}, not by the key that was given")
    yield f"signature: by {fingerprint(found.key)}"
    if key is None:
        yield "key not checked: give --key with the fingerprint that you know"
    with _read("chain.txt"):
        chain = _chain(found.members["chain.txt"])
    with _read("events.json"):
        events = plain(found.members, "events.json")
        _events_follow(events, chain)
    with _read("checkpoint.json"):
        _last(from_json(found.members["checkpoint.json"]), chain, found.key)
    yield f"audit log: {len(chain)} events up to {_head(chain)}; the {len(events)} that are shown stand where it says"
    yield from _elsewhere(checkpoint, chain, found.key)
    with _read("rubrics.json"):
        rubrics = rubrics_of(plain(found.members, "rubrics.json"))
    with _read("sheets.json"):
        sheets = sheets_of(plain(found.members, "sheets.json"), rubrics)
    out = sum(sheet.left_out is not None for sheet in sheets)
    yield f"rubrics: {len(rubrics)} versions, the weights of each sum to 100"
    yield f"receipts: {len(sheets)} are those of their sheets, of which {len(sheets) - out} count and {out} do not"
    with _read("results.json"):
        results = plain(found.members, "results.json")
        document = document_in(results["tally"])
        lines = recounted(document, rubrics, sheets)
        if "first_reading" in results:
            lines += _first_reading(document_in(results["first_reading"]), document, rubrics, sheets, events)
        _counted(results, document, events)
    yield from lines
    with _read("decisions.json"):
        decisions = plain(found.members, "decisions.json")
        yield _decided(decisions, document, events)
        yield _by_two(decisions, document, events)
    if receipt is not None:
        yield of_receipt(sheets, receipt)


@contextmanager
def _read(member: str) -> Iterator[None]:
    """Whoever signs can write anything into a member: what cannot be read does not hold either."""
    try:
        yield
    except BadCheckpoint as error:
        raise DoesNotHold(f"{member}: {error}") from error
    except _SHAPE as error:
        raise DoesNotHold(f"{member}: it does not say what sealed results say ({error})") from error


def _about(found: Opened) -> str:
    with _read("manifest.json"):
        said = found.manifest
        replaced = said["replaces"]
        line = f"archive: sealed results of cycle {said['cycle']['number']}, version {said['version']}, {said['sealed_at']}"
        if replaced:
            line += f"; it replaces version {replaced['version']}, {replaced['sha256']}"
        return f"{line}; each of its {len(found.members)} members is as it was sealed"


def _chain(text: bytes) -> dict[int, str]:
    """Event's number → digest, in rising order."""
    lines = [line.split(" ") for line in text.decode("ascii").splitlines()]
    chain = {int(number): digest for number, digest in lines}
    rising = list(chain) == sorted(chain) and len(chain) == len(lines)
    if not rising or any(len(digest) != len(GENESIS) for digest in chain.values()):
        raise ValueError("digests in rising order")
    return chain


def _head(chain: Mapping[int, str]) -> str:
    return chain[max(chain)] if chain else GENESIS


def _events_follow(events: Sequence[Event], chain: Mapping[int, str]) -> None:
    """Each event that is shown gives, after the one before it, the digest that the log has of it."""
    before: dict[int, str] = {}
    previous = GENESIS
    for number, digest in chain.items():
        before[number], previous = previous, digest
    for event in events:
        number = event["sequence"]
        body = {name: value for name, value in event.items() if name != "sequence"}
        if number not in chain or event_digest(before[number], body) != chain[number]:
            raise DoesNotHold(f"audit log: event {number} does not follow from the one before it")


def _last(checkpoint: Checkpoint, chain: Mapping[int, str], key: str) -> None:
    if not checkpoint.genuine or checkpoint.key != key:
        raise DoesNotHold("checkpoint: the one that is sealed is not signed by the key of the seal")
    if (checkpoint.sequence, checkpoint.head) != (max(chain, default=0), _head(chain)):
        raise DoesNotHold("checkpoint: the one that is sealed is not that of the log")


def _elsewhere(content: bytes | None, chain: Mapping[int, str], key: str) -> Iterator[str]:
    """What a checkpoint that was kept outside says of the sealed log."""
    if content is None:
        yield "origin not checked: give --checkpoint to find a log that was written anew"
        return
    with _read("checkpoint"):
        kept = from_json(content)
    if not kept.genuine:
        raise DoesNotHold("checkpoint: its signature is not that of its content")
    if kept.key != key:
        raise DoesNotHold(f"checkpoint: signed by {fingerprint(kept.key)}, and the seal by another key")
    if kept.sequence > max(chain, default=0):
        yield f"checkpoint of {kept.at} not checked: it is younger than the seal; `tahkim verify` compares it with the log"
        return
    if chain.get(kept.sequence, GENESIS if not kept.sequence else None) != kept.head:
        raise DoesNotHold(f"checkpoint: the sealed log does not have its event {kept.sequence}, {kept.head}")
    yield f"checkpoint of {kept.at}: its event {kept.sequence} is in the sealed log"


def _first_reading(
    read: Document,
    document: Document,
    rubrics: Mapping[str, Rubric],
    sheets: Sequence[Lodged],
    events: Sequence[Event],
) -> list[str]:
    """The first reading comes out of its own sheets, and who is ranked is among those that the log lets move on."""
    first = [
        replace(sheet, round=SCORING, left_out=None if sheet.left_out == "first_reading" else "other_round")
        for sheet in sheets
        if sheet.left_out != "replaced"
    ]
    told = recounted(read, rubrics, first)
    (moved,) = (
        event["detail"]["moved_on"]
        for event in events
        if event["action"] == "first_reading.moved_on" and event["subject"] == str(read.round_id)
    )
    if any(entry.number not in moved.get(c.code, ()) for c in document.categories for entry in c.entries):
        raise DoesNotHold("first reading: an entry is ranked that did not move on from it")
    return [f"first reading: {line}" for line in told]


def _counted(results: Mapping[str, Any], document: Document, events: Sequence[Event]) -> None:
    """The tally is the last version that the log knows, with as many sheets, by the rules that were chosen before."""
    versions = [version["version"] for version in results["versions"]]
    logged = [
        event["detail"]
        for event in events
        if event["action"] == "tally.computed" and event["subject"] == str(document.round_id)
    ]
    if not versions or versions[-1] != results["version"] or versions != [one["version"] for one in logged]:
        raise DoesNotHold("results: their versions are not those of the audit log")
    sheets = sum(len(entry.sheets) for category in document.categories for entry in category.entries)
    if logged[-1]["sheets"] != sheets:
        raise DoesNotHold("results: the audit log has another number of sheets that count")
    if document.rules is None:
        return
    said = {"version": document.rules.version, **rules_in(document).in_detail()}
    chosen = [event["detail"] for event in events if event["action"] == "round.method_chosen"]
    logged_rules = chosen[-1] if chosen else {"version": 0, **USUAL.in_detail()}
    if any(logged_rules[name] != said[name] for name in said):
        raise DoesNotHold("method: it is not the one that the audit log has")


def _decided(decisions: Mapping[str, Any], document: Document, events: Sequence[Event]) -> str:
    """Every place of every category, each against the ranking and the log."""
    places = {(place["category"], place["place"]): place for place in decisions["places"]}
    wanted = {(c.code, number) for c in document.categories for number in range(1, c.places + 1)}
    mentions = {(c.code, MENTION) for c in document.categories}  # need not be given
    if set(places) - mentions != wanted or len(places) != len(decisions["places"]):
        raise DoesNotHold("decisions: they are not one for each place of each category")
    departing = 0
    for category in document.categories:
        given = {
            number: [UUID(entry["id"]) for entry in place["entries"]]
            for (code, number), place in places.items()
            if code == category.code
        }
        holders = [holder for place in given.values() for holder in place]
        if len(holders) != len(set(holders)):
            raise DoesNotHold(f"decisions: an entry of {category.code} has two places")
        for number in given:
            place = places[category.code, number]
            _place(category, place, given)
            departing += place["departs"]
    as_logged(decisions["places"], {c.code: str(c.id) for c in document.categories}, events)
    return (
        f"decisions: {len(places)} places, each of ranked entries and as the log has it; "
        f"{departing} depart from the ranking, each with a reason and a second person"
    )


def _place(category: CategoryTally, place: Mapping[str, Any], given: Mapping[int, Sequence[UUID]]) -> None:
    number = place["place"]
    where = f"decisions: place {number} of {category.code}"
    entries = {entry.entry_id: entry for entry in category.entries}
    for holder in place["entries"]:
        entry = entries.get(UUID(holder["id"]))
        if entry is None or entry.number != holder["number"] or entry.rank is None:
            raise DoesNotHold(f"{where} goes to an entry that is not ranked")
    fits = {"awarded": (1, 1), "shared": (2, len(entries)), "withheld": (0, 0)}[place["outcome"]]
    if not fits[0] <= len(place["entries"]) <= fits[1]:
        raise DoesNotHold(f"{where} does not go to as many entries as it says")
    if place["departs"] != departs(category, number, given):
        raise DoesNotHold(f"{where} {'departs from' if not place['departs'] else 'follows'} the ranking")
    if takes_a_reason(category, number, given) and not place["reason"]:
        raise DoesNotHold(f"{where} departs from the ranking without a reason")
    if not place["reason"]:
        return
    if place["approved"] is None or place["approved"]["by"]["id"] == place["decided"]["by"]["id"]:
        raise DoesNotHold(f"{where} was not approved by a second person")


def as_logged(
    places: Sequence[Mapping[str, Any]], categories: Mapping[str, str], events: Sequence[Event]
) -> None:
    """What the log has last of each place is what is given, word for word. Raises DoesNotHold.

    `categories` is their ids by code.
    """
    own: defaultdict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in events:
        if event["action"].startswith("place."):
            own[event["subject"], event["detail"]["place"]].append(event)
    for place in places:
        told = own.pop((categories[place["category"]], place["place"]), [])
        _logged(f"decisions: place {place['place']} of {place['category']}", place, told)
    for (subject, number), told in own.items():
        code = next((code for code, id_ in categories.items() if id_ == subject), None)
        if code and not _given_to_nobody(number, told):
            raise DoesNotHold(
                f"decisions: place {number} of {code} is in the audit log, and not there any more"
            )


def _given_to_nobody(number: int, events: Sequence[Event]) -> bool:
    """A special mention that was taken off again leaves nothing but its events."""
    made = [event for event in events if event["action"] == "place.decided"]
    return number == MENTION and bool(made) and not made[-1]["detail"]["entries"]


def _logged(where: str, place: Mapping[str, Any], events: Sequence[Event]) -> None:
    made = [event for event in events if event["action"] == "place.decided"]
    if not made:
        raise DoesNotHold(f"{where} is not in the audit log")
    last = made[-1]
    said = last["detail"]
    texts = ("citation_ar", "citation_en", "reason", "reason_en")
    if (
        last["actor"] != place["decided"]["by"]["id"]
        or not _at_once(last, place["decided"])
        or said["outcome"] != place["outcome"]
        or set(said["entries"]) != {entry["id"] for entry in place["entries"]}
        or any(said.get(name, "") != place[name] for name in texts)
    ):
        raise DoesNotHold(f"{where} is not what the audit log has")
    after = [event for event in events if event["sequence"] > last["sequence"]]
    approvals = [event for event in after if event["action"] == "place.approved"]
    approved = [place["approved"]] if place["approved"] else []
    if [event["actor"] for event in approvals] != [one["by"]["id"] for one in approved]:
        raise DoesNotHold(f"{where} was not approved by whom it says")
    if not all(_at_once(event, one) for event, one in zip(approvals, approved, strict=True)):
        raise DoesNotHold(f"{where} was not approved when it says")


def _at_once(event: Event, said: Mapping[str, Any]) -> bool:
    """What is said gives the time of its event, to the second."""
    return datetime.fromisoformat(event["at"]).replace(microsecond=0) == datetime.fromisoformat(said["at"])


def _by_two(decisions: Mapping[str, Any], document: Document, events: Sequence[Event]) -> str:
    """Two people opened the results, two published them, if they are published."""
    opened_by = {one["by"]["id"] for one in decisions["opened"]}
    if len(opened_by) < 2 or opened_by != _actors(events, "results.consented", str(document.round_id)):
        raise DoesNotHold("decisions: the results were not opened by two people")
    if decisions["published"] is None:
        return f"two people: {len(opened_by)} opened the results; they are not published"
    published_by = {one["by"]["id"] for one in decisions["published"]["by"]}
    logged = _actors(events, "publication.consented", decisions["cycle"])
    published = _actors(events, "results.published", decisions["cycle"])
    if len(published_by) < 2 or not published_by <= logged or not published:
        raise DoesNotHold("decisions: the results were not published by two people")
    return f"two people: {len(opened_by)} opened the results, {len(published_by)} published them"


def _actors(events: Sequence[Event], action: str, subject: str) -> set[str]:
    return {event["actor"] for event in events if (event["action"], event["subject"]) == (action, subject)}
