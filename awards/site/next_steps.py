"""What the organisers of a cycle do next, by when, and what keeps them from it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from awards.cycles.timetable import Happened, Phase, Timetable, phase_of
from awards.kit.clock import zone_named
from awards.kit.i18n import Message, msg, nmsg
from judging.rounds.state import CONSENTS, RoundState
from judging.rubrics.kinds import RoundKind


@dataclass(frozen=True, slots=True)
class CycleState:
    """A cycle in numbers; nothing in it tells of a score."""

    number: int
    timetable: Timetable
    now: datetime
    extended_to: datetime | None = None
    """The latest closing that was given to a category or an entry beyond the cycle's."""
    announced: bool = True
    drafts: int = 0
    extended_drafts: int = 0
    """Those of them whose category or own closing is later than the cycle's."""
    submitted: int = 0
    unscreened: int = 0
    """Submitted entries on which screening has not decided."""
    to_confirm: int = 0
    """Proposed disqualifications that wait for a second organiser."""
    replied: int = 0
    """Answers to a disqualification on which nothing is decided."""
    awaiting_blinding: int = 0
    """Submitted entries without an approved blind copy."""
    lacking_judges: int = 0
    """Submitted entries with fewer readers than the round asks for."""
    has_round: bool = True
    kind: RoundKind = RoundKind.SCORING
    """Of the round in which the cycle is."""
    begun: bool = False
    """A round came before it."""
    leads_to_final: bool = False
    """The best entries of the round move on to a final panel."""
    round_closes: datetime | None = None
    """When judges must have lodged in the round, if not at the end of the cycle's judging."""
    round: RoundState = RoundState.PREPARING
    expected: int = 0
    lodged: int = 0
    consents: int = 0
    consented: bool = False
    """Whether the reader of the page has consented to open the results."""
    behind: int = 0
    """Judges who have lodged less than the time that is gone asks for."""
    closing_asked: bool = False
    """An organiser asks to close the round early."""
    i_asked: bool = False
    """The reader of the page is that organiser."""
    undecided: int = 0
    """Places that must still be decided, or decided again."""
    returned: int = 0
    """Decisions that a second person returned with a reason."""
    returned_to_me: int = 0
    """Those of them that the reader of the page made."""
    unapproved: int = 0
    """Decisions that wait for a second person."""
    mine_to_approve: int = 0
    """Those of them that the reader of the page did not make."""
    publishers: int = 0
    """Organisers who have consented to publish the decisions as they are."""
    i_publish: bool = False
    """The reader of the page is one of them."""
    published: bool = False
    certificates: int = 0
    waits_for_appeals: bool = False
    """The cycle says that publication waits for appeals."""
    appeals_until: datetime | None = None
    """When the window ends, once entrants were told."""
    open_appeals: int = 0
    my_appeals: int = 0
    """Those on which the reader of the page is to rule."""

    @property
    def intake(self) -> Timetable:
        """The dates as they hold for whoever was given the most time to enter."""
        return self.timetable.extended(self.extended_to)

    @property
    def in_first_reading(self) -> bool:
        return self.kind is RoundKind.FIRST_READING

    @property
    def phase(self) -> Phase:
        closed = self.round in (RoundState.CLOSED, RoundState.OPENED) and not self.in_first_reading
        opened = self.begun or self.round is not RoundState.PREPARING
        return phase_of(self.timetable, Happened(self.announced, opened, closed, self.published), self.now)

    @property
    def opening_due(self) -> datetime:
        """By when the round is to be prepared: a later one has what the one before leaves of the time."""
        return self.scoring_due if self.begun else self.timetable.judging_opens

    @property
    def scoring_due(self) -> datetime:
        """By when the judges of the round must have lodged."""
        return self.round_closes or self.timetable.judging_closes


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `href` is where; with `blocked_by` it cannot be done yet."""

    text: Message
    href: str | None = None
    due: datetime | None = None
    blocked_by: Message | None = None
    mine: bool = False
    """It waits for the reader in person: somebody else has done their part."""


_OPENINGS = {
    RoundKind.FIRST_READING: msg("Open the first reading"),
    RoundKind.SCORING: msg("Open the round of judging"),
    RoundKind.FINAL: msg("Open the round of the final panel"),
}


def next_steps(state: CycleState) -> list[Step]:
    """The open tasks, in the order in which they must be done."""
    if not state.announced:
        return [_announcement(state)]
    if state.published:
        return list(_after_publication(state))
    if state.round is RoundState.OPENED:
        return [*_disqualifications(state), *_results(state)]
    if state.round is RoundState.CLOSED:
        return [*_disqualifications(state), _opening_of_results(state)]
    steps = [*_intake(state), *_preparation(state)]
    if state.round is RoundState.OPEN:
        return [*steps, *_closing(state)]
    return [*steps, _opening(state)]


def _href(state: CycleState, page: str) -> str:
    return f"/cycles/{state.number}/{page}"


def _announcement(state: CycleState) -> Step:
    return Step(
        msg("Check categories, questions and rubrics, then announce the cycle"),
        _href(state, "announcement"),
        state.timetable.opens,
    )


def _intake(state: CycleState) -> Iterator[Step]:
    """Each draft by its own closing: more time for one category says nothing of the others."""
    others = state.drafts - state.extended_drafts
    if others and state.timetable.accepts_submissions(state.now):
        yield Step(
            nmsg(
                "%(n)s entry is still a draft; entrants submit before the deadline.",
                "%(n)s entries are still drafts; entrants submit before the deadline.",
                others,
            ),
            _href(state, "intake/drafts"),
            state.timetable.closes,
        )
    if state.extended_drafts and state.intake.accepts_submissions(state.now):
        yield Step(
            nmsg(
                "%(n)s entry that was given more time is still a draft.",
                "%(n)s entries that were given more time are still drafts.",
                state.extended_drafts,
            ),
            _href(state, "intake/drafts"),
            state.intake.closes,
        )


def _preparation(state: CycleState) -> Iterator[Step]:
    if state.unscreened and state.round is RoundState.PREPARING:
        yield Step(
            nmsg("Screen %(n)s entry", "Screen %(n)s entries", state.unscreened),
            _href(state, "screening"),
            state.timetable.judging_opens,
        )
    yield from _disqualifications(state)
    if state.awaiting_blinding:
        yield Step(
            nmsg("Approve %(n)s blind copy", "Approve %(n)s blind copies", state.awaiting_blinding),
            _href(state, "blinding"),
            state.timetable.judging_opens,
        )
    if state.lacking_judges and state.has_round:
        blocked = None
        if state.intake.accepts_submissions(state.now):
            blocked = msg("Entries are still coming in.")
        elif state.awaiting_blinding:
            blocked = msg("An entry can be assigned once its blind copy is approved.")
        yield Step(
            nmsg("Assign judges to %(n)s entry", "Assign judges to %(n)s entries", state.lacking_judges),
            _href(state, "assignments"),
            # Once judges score, an entry is a judge short by a recusal of today: what counts is when scoring ends.
            state.opening_due if state.round is RoundState.PREPARING else state.scoring_due,
            blocked,
        )


def _disqualifications(state: CycleState) -> Iterator[Step]:
    """They wait for organisers as long as the results are not published; lifting one is over once judging begins."""
    due = state.timetable.judging_opens if state.round is RoundState.PREPARING else None
    if state.to_confirm:
        yield Step(
            nmsg(
                "Confirm or drop %(n)s proposed disqualification",
                "Confirm or drop %(n)s proposed disqualifications",
                state.to_confirm,
            ),
            _href(state, "screening?state=proposed"),
            due,
        )
    if state.replied:
        yield Step(
            nmsg(
                "Decide on %(n)s answer to a disqualification",
                "Decide on %(n)s answers to disqualifications",
                state.replied,
            ),
            _href(state, "screening?state=replied"),
            due,
        )


def _opening(state: CycleState) -> Step:
    blocked = None
    if not state.has_round:
        blocked = msg("This cycle has no round of judging yet.")
    elif state.now < state.intake.closes:
        blocked = msg("Entries are accepted until %(when)s.", when=state.intake.closes)
    elif state.now < state.intake.entries_end:
        blocked = msg("Entries are still coming in.")
    elif not state.submitted:
        blocked = msg("No entry was submitted.")
    elif state.awaiting_blinding or state.lacking_judges:
        blocked = msg("Blind copies and assignments come first.")
    elif state.to_confirm or state.replied:
        blocked = msg("Disqualifications and the answers to them are decided on first.")
    elif state.unscreened:
        blocked = msg("Every submitted entry is screened first.")
    text = _OPENINGS[state.kind]
    return Step(text, _href(state, "progress"), state.opening_due, blocked)


def _closing(state: CycleState) -> Iterator[Step]:
    missing = state.expected - state.lodged
    due = state.scoring_due
    if state.closing_asked:
        yield Step(
            msg("Have your wish to close the round early agreed to")
            if state.i_asked
            else msg("Read why the round is to be closed early, and agree or not"),
            _href(state, "round/closing"),
            due,
            msg("Another organiser must agree.") if state.i_asked else None,
            mine=not state.i_asked,
        )
    blocked = None
    if missing:
        blocked = nmsg("%(n)s sheet is not lodged yet.", "%(n)s sheets are not lodged yet.", missing)
        yield Step(
            nmsg("See who is behind: %(n)s judge", "See who is behind: %(n)s judges", state.behind)
            if state.behind
            else nmsg(
                "Follow the judging: %(n)s sheet is missing",
                "Follow the judging: %(n)s sheets are missing",
                missing,
            ),
            _href(state, "progress"),
            due,
        )
    text = msg("Close the round of judging")
    if state.in_first_reading:
        text = msg("Close the first reading: then read who moves on to scoring")
    elif state.leads_to_final:
        text = msg("Close the scoring round: its best entries move on to the final panel")
    yield Step(text, _href(state, "progress"), due, blocked)


def _opening_of_results(state: CycleState) -> Step:
    if state.in_first_reading:
        return Step(
            msg("Read who moves on from the first reading, and let them move on to scoring"),
            _href(state, "rounds/moving-on"),
            state.timetable.judging_closes,
        )
    blocked = (
        msg("You have consented; a second organiser must open them with you.") if state.consented else None
    )
    return Step(
        msg("Open the results: %(given)s of %(needed)s consents", given=state.consents, needed=CONSENTS),
        _href(state, "progress"),
        state.timetable.publishes,
        blocked,
        mine=not state.consented,
    )


def _results(state: CycleState) -> Iterator[Step]:
    if state.undecided:
        yield Step(
            nmsg("Decide %(n)s place", "Decide %(n)s places", state.undecided),
            _href(state, "decisions"),
            state.timetable.publishes,
        )
    for returned, mine in ((state.returned_to_me, True), (state.returned - state.returned_to_me, False)):
        if returned:
            yield Step(
                nmsg(
                    "Decide anew %(n)s place that was returned with a reason",
                    "Decide anew %(n)s places that were returned with a reason",
                    returned,
                ),
                _href(state, "decisions"),
                state.timetable.publishes,
                mine=mine,
            )
    if state.mine_to_approve:
        yield Step(
            nmsg(
                "Read and approve %(n)s decision with its reason",
                "Read and approve %(n)s decisions with their reasons",
                state.mine_to_approve,
            ),
            _href(state, "decisions"),
            state.timetable.publishes,
            mine=True,
        )
    if yours := state.unapproved - state.mine_to_approve:
        yield Step(
            nmsg("Have %(n)s decision of yours approved", "Have %(n)s decisions of yours approved", yours),
            _href(state, "decisions"),
            state.timetable.publishes,
            msg("Another organiser must approve them."),
        )
    yield from _appeals(state)
    yield _publication(state)


def _appeals(state: CycleState) -> Iterator[Step]:
    """Entrants are told once everything is decided; then appeals are ruled on."""
    undone = state.undecided or state.returned or state.unapproved
    if state.appeals_until is None and state.waits_for_appeals and not undone:
        yield Step(msg("Tell entrants how their entries did"), _href(state, "appeals"))
    if state.my_appeals:
        yield Step(
            nmsg("Rule on %(n)s appeal", "Rule on %(n)s appeals", state.my_appeals),
            _href(state, "appeals"),
            mine=True,
        )
    if others := state.open_appeals - state.my_appeals:
        yield Step(
            nmsg("See to %(n)s open appeal", "See to %(n)s open appeals", others), _href(state, "appeals")
        )


def _waits_for_appeals(state: CycleState) -> bool:
    over = state.appeals_until is not None and state.appeals_until <= state.now
    return state.waits_for_appeals and not (over and not state.open_appeals)


def _publication(state: CycleState) -> Step:
    text, blocked = msg("Publish the results"), None
    if state.publishers:
        text = msg(
            "Publish the results: %(given)s of %(needed)s consents", given=state.publishers, needed=CONSENTS
        )
    if state.undecided or state.returned or state.unapproved:
        blocked = msg("Every place must be decided and approved first.")
    elif state.now < state.timetable.publishes:
        blocked = msg(
            "The results are under embargo until %(when)s, %(zone)s.",
            when=state.timetable.publishes,
            zone=zone_named(state.timetable.zone),
        )
    elif _waits_for_appeals(state):
        blocked = msg("Publication waits for appeals.")
    elif state.i_publish:
        blocked = msg("You have consented; a second organiser must publish them with you.")
    mine = state.publishers > 0 and blocked is None
    return Step(text, _href(state, "publication"), state.timetable.publishes, blocked, mine=mine)


def _after_publication(state: CycleState) -> Iterator[Step]:
    if not state.certificates:
        yield Step(msg("Issue the certificates"), _href(state, "reports"))
    yield from _appeals(replace(state, waits_for_appeals=False))
