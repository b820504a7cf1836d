"""What an auditor looks at and works out again, over all and in each cycle. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from awards.kit.i18n import Message, msg, nmsg
from awards.site.audit_counts import REFUSED, Count
from awards.site.next_steps import CycleState
from judging.rounds.state import CONSENTS, RoundState

Counts = Mapping[str, Count]
_NONE = Count()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an auditor may check."""

    text: Message
    href: str
    """Where to look; the log itself where there is no other page."""
    events: str = ""
    """The log with the events that it came about by; empty where `href` is that."""
    new: int = 0
    """How many of these came since the reader's last sign-in."""


def over_all(counts: Counts) -> list[Check]:
    """What happened besides the cycles: the doors, and who may pass them."""
    return [_in_log(text, action, counts[action]) for action, text in _doors(counts) if action in counts]


def _doors(counts: Counts) -> Iterator[tuple[str, Message]]:
    def many(action: str) -> int:
        return counts.get(action, _NONE).all

    yield (
        REFUSED,
        nmsg(
            "See who was refused, and what they asked for: %(n)s request",
            "See who was refused, and what they asked for: %(n)s requests",
            many(REFUSED),
        ),
    )
    downloaded = "access.downloaded"
    yield (
        downloaded,
        nmsg(
            "See who took which files: %(n)s download",
            "See who took which files: %(n)s downloads",
            many(downloaded),
        ),
    )
    yield (
        "account.locked",
        nmsg(
            "See whose sign-in was locked after wrong passwords: %(n)s time",
            "See whose sign-in was locked after wrong passwords: %(n)s times",
            many("account.locked"),
        ),
    )
    yield (
        "person.password_set",
        nmsg(
            "See whose password the operator set: %(n)s time",
            "See whose password the operator set: %(n)s times",
            many("person.password_set"),
        ),
    )
    yield (
        "role.granted",
        nmsg(
            "See who was given which role: %(n)s grant",
            "See who was given which role: %(n)s grants",
            many("role.granted"),
        ),
    )


def _in_log(text: Message, action: str, count: Count) -> Check:
    return Check(text, f"/audit?action={action}", new=count.new)


def of_cycle(state: CycleState, counts: Counts) -> list[Check]:
    """In the order in which an award goes; nothing is asked for before it can be read."""
    return [
        *_before_judging(state, counts),
        *_judging(state, counts),
        *_results(state, counts),
        *_told(state, counts, REFUSED),
    ]


def _before_judging(state: CycleState, counts: Counts) -> Iterator[Check]:
    if not state.announced:
        yield Check(
            msg("Read the categories, questions and rubrics before they are announced"),
            _page(state, "announcement"),
        )
    yield from _told(state, counts, "cycle.dates_moved")
    yield from _told(state, counts, "extension.given")
    yield from _told(state, counts, "question.hidden")
    approved = state.submitted - state.awaiting_blinding
    if approved:
        yield _with_events(
            state,
            counts,
            "blind_copy.approved",
            nmsg(
                "Compare %(n)s approved blind copy with what was submitted",
                "Compare %(n)s approved blind copies with what was submitted",
                approved,
            ),
            "blinding",
        )
    for action in ("entry.disqualified", "entry.withdrawn"):
        yield from _told(state, counts, action)


def _judging(state: CycleState, counts: Counts) -> Iterator[Check]:
    if "assignments.made" in counts:
        yield _with_events(
            state,
            counts,
            "assignments.made",
            msg("See who reads which entries, and how they were drawn"),
            "assignments",
        )
    for action in ("recusal.declared", "judge.excused"):
        yield from _told(state, counts, action, "recusals")
    for action in ("judge.released", "round.early_closing_asked"):
        yield from _told(state, counts, action)
    if state.round is RoundState.OPEN:
        yield Check(
            msg(
                "See how far judging has come: %(done)s of %(all)s sheets are lodged",
                done=state.lodged,
                all=state.expected,
            ),
            _page(state, "progress"),
            _log(state, "scorecard.lodged"),
        )
    elif state.consents:
        yield _with_events(
            state,
            counts,
            "results.consented",
            msg(
                "Read who consented to open the results: %(given)s of %(needed)s",
                given=state.consents,
                needed=CONSENTS,
            ),
            "progress",
        )


def _results(state: CycleState, counts: Counts) -> Iterator[Check]:
    if state.round is not RoundState.OPENED:
        return
    yield Check(msg("Work the results out again from all sheets"), _page(state, "results#downloads-title"))
    versions = counts.get("tally.computed", _NONE)
    if versions.all > 1:
        yield _with_events(
            state,
            counts,
            "tally.computed",
            nmsg(
                "Read why the results were counted %(n)s time",
                "Read why the results were counted %(n)s times",
                versions.all,
            ),
            "tallies",
        )
    yield from _told(state, counts, "judges.named")
    if made := counts.get("place.decided", _NONE).all:
        yield _with_events(
            state,
            counts,
            "place.decided",
            nmsg(
                "Read the decisions on places: decided %(n)s time",
                "Read the decisions on places: decided %(n)s times",
                made,
            ),
            "decisions",
        )
    yield from _told(state, counts, "place.approved")
    yield from _told(state, counts, "place.returned")
    consented = counts.get("publication.consented", _NONE)
    if state.published or consented.all:
        yield _with_events(
            state,
            counts,
            "publication.consented",
            msg("Read who published the results, and when")
            if state.published
            else msg("Read who consented to publish the decisions as they are"),
            "publication",
        )
    if state.published:
        yield Check(msg("Compare the report and results.json with your own results"), _page(state, "reports"))
        if state.certificates:
            yield Check(
                nmsg(
                    "Verify %(n)s certificate by its code",
                    "Verify certificates by their codes: %(n)s were issued",
                    state.certificates,
                ),
                _page(state, "reports#certificates-title"),
                _log(state, "certificates.issued"),
            )
    yield from _told(state, counts, "certificate.revoked")


def _told(state: CycleState, counts: Counts, action: str, page: str = "") -> Iterator[Check]:
    """What is read if it happened: on its page, or in the log alone."""
    count = counts.get(action, _NONE)
    if count.all:
        text = replace(_READ[action], params={"n": count.all})
        if page:
            yield _with_events(state, counts, action, text, page)
        else:
            yield Check(text, _log(state, action), new=count.new)


def _with_events(state: CycleState, counts: Counts, action: str, text: Message, page: str) -> Check:
    return Check(text, _page(state, page), _log(state, action), counts.get(action, _NONE).new)


def _page(state: CycleState, page: str) -> str:
    return f"/cycles/{state.number}/{page}"


def _log(state: CycleState, action: str) -> str:
    return f"/audit?cycle={state.number}&action={action}"


_READ: dict[str, Message] = {
    REFUSED: nmsg(
        "Look at %(n)s refused request for pages of this cycle",
        "Look at %(n)s refused requests for pages of this cycle",
        0,
    ),
    "certificate.revoked": nmsg(
        "Read why %(n)s certificate was revoked", "Read why %(n)s certificates were revoked", 0
    ),
    "cycle.dates_moved": nmsg(
        "Read why dates were moved: %(n)s time", "Read why dates were moved: %(n)s times", 0
    ),
    "entry.disqualified": nmsg(
        "Read why %(n)s entry was disqualified", "Read why %(n)s entries were disqualified", 0
    ),
    "entry.withdrawn": nmsg("Read why %(n)s entry was withdrawn", "Read why %(n)s entries were withdrawn", 0),
    "extension.given": nmsg(
        "Read who was given more time to enter, and why: %(n)s time",
        "Read who was given more time to enter, and why: %(n)s times",
        0,
    ),
    "judge.excused": nmsg(
        "Read why judges were excused from entries: %(n)s time",
        "Read why judges were excused from entries: %(n)s times",
        0,
    ),
    "judges.named": nmsg(
        "Read who asked for the names behind the pseudonyms: %(n)s time",
        "Read who asked for the names behind the pseudonyms: %(n)s times",
        0,
    ),
    "judge.released": nmsg("Read why %(n)s judge was released", "Read why %(n)s judges were released", 0),
    "place.approved": nmsg(
        "Read %(n)s departure from the ranking that a second person approved",
        "Read %(n)s departures from the ranking that a second person approved",
        0,
    ),
    "place.returned": nmsg(
        "Read why a second person returned %(n)s decision",
        "Read why a second person returned %(n)s decisions",
        0,
    ),
    "question.hidden": nmsg(
        "Read why answers were hidden from judges: %(n)s question",
        "Read why answers were hidden from judges: %(n)s questions",
        0,
    ),
    "recusal.declared": nmsg("Read %(n)s recusal", "Read %(n)s recusals", 0),
    "round.early_closing_asked": nmsg(
        "Read why the round was to be closed early: %(n)s time",
        "Read why the round was to be closed early: %(n)s times",
        0,
    ),
}
"""What stands on the desk for an event that has no page of its own; the number is put in."""
