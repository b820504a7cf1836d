"""Motions and the count of their votes. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from awards.kit.i18n import Message, msg
from judging.deliberations.models import Outcome
from judging.deliberations.places import Decided, misfit
from judging.deliberations.room.panel import Bench, Member
from judging.deliberations.votes.models import Choice
from judging.tally.document import CategoryTally

LEAST = 2
"""Members who must be present: one alone is no panel."""


@dataclass(frozen=True, slots=True)
class Count:
    """How the members who were present voted."""

    present: int
    supporting: int
    opposed: int
    abstained: int

    @property
    def voted(self) -> int:
        return self.supporting + self.opposed + self.abstained

    @property
    def quorate(self) -> bool:
        """Whether more than half of those present have voted; abstaining is voting."""
        return self.present >= LEAST and 2 * self.voted > self.present

    @property
    def carried(self) -> bool:
        """By more votes for than against."""
        return self.quorate and self.supporting > self.opposed


def count(roll: Iterable[Choice | None]) -> Count:
    """`roll` has one choice for each member who was present; None for who has not voted."""
    given = list(roll)
    return Count(
        len(given), given.count(Choice.FOR), given.count(Choice.AGAINST), given.count(Choice.ABSTAINED)
    )


@dataclass(frozen=True, slots=True)
class Put:
    """A motion as it stands, with its roll: who was present, and their choices."""

    id: UUID
    category_id: UUID
    place: int
    outcome: Outcome
    entries: Mapping[UUID, str]
    """Entry → the shared code; none where the place should be withheld."""
    entries_out: int
    """How many of them left the contest since."""
    citation_ar: str
    citation_en: str
    reason: str
    reason_en: str
    put_at: datetime
    put_by_ar: str
    put_by_en: str
    closed_at: datetime | None
    taken_back: bool
    aside: int
    roll: Mapping[UUID, Choice | None]
    """By seat."""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def count(self) -> Count:
        return count(self.roll.values())

    @property
    def carried(self) -> bool:
        """Whether the panel proposes it."""
        return not self.is_open and not self.taken_back and self.count.carried


def may_know(bench: Bench, judge: UUID, motion: Put) -> bool:
    """Whether a motion exists for this judge: they stand aside from none of its entries, and all are on the table."""
    return not motion.entries_out and bench.sees_all(judge, motion.entries)


def waits_for(bench: Bench, judge: UUID, motion: Put) -> bool:
    """Whether a motion waits for this judge's vote."""
    if not motion.is_open or not may_know(bench, judge, motion):
        return False
    return judge in motion.roll and motion.roll[judge] is None


def standing_roll(bench: Bench, motion: Put) -> dict[UUID, Choice | None]:
    """The roll without those who have left the panel since, or stand aside from one of its entries by now."""
    return {judge: choice for judge, choice in motion.roll.items() if bench.sees_all(judge, motion.entries)}


def is_voted_on(motions: Iterable[Put], place: int) -> bool:
    """Whether a vote on this place is open, among these motions of one category."""
    return any(one.is_open and one.place == place for one in motions)


def may_vote_on(bench: Bench, entries: Collection[UUID]) -> list[Member]:
    """The members of the panel who could be present for a motion on these entries."""
    return [one for one in bench.members.values() if bench.sees_all(one.judge_id, entries)]


def still_to_vote(bench: Bench, motion: Put) -> list[Member]:
    """Who was present and has not voted, of an open vote. That somebody has voted says nothing of how."""
    roll = standing_roll(bench, motion)
    return [bench.members[judge] for judge, choice in roll.items() if choice is None]


def why_not_counted(counted: Count, place: Message) -> Message | None:
    """Why the vote on a place, called so, cannot be closed yet; nothing where it can."""
    if counted.quorate:
        return None
    return msg(
        "%(place)s: %(voted)s of %(present)s present have voted. More than half of them must, and at least two be present, before the vote is closed. If that cannot be, take the motion back.",
        place=place,
        voted=counted.voted,
        present=counted.present,
    )


def proposals(motions: Sequence[Put]) -> dict[tuple[UUID, int], Put]:
    """Category and place → what its panel proposes: the motion that was carried last. `motions` by time."""
    closed = sorted((one for one in motions if one.carried), key=lambda one: (one.closed_at, one.id))
    return {(one.category_id, one.place): one for one in closed}


def proposed_stands(category: CategoryTally, motion: Put, elsewhere: Collection[UUID]) -> bool:
    """Whether what the panel proposes can be decided: its entries are ranked, still there, and have no other place."""
    return (
        not motion.entries_out
        and misfit(category, motion.outcome, tuple(motion.entries)) is None
        and not any(entry in elsewhere for entry in motion.entries)
    )


def as_proposed(decided: Decided, motion: Put) -> bool:
    """Whether a place was decided as the panel proposed it."""
    return decided.outcome is motion.outcome and set(decided.entry_ids) == set(motion.entries)


def fingerprint(motion: UUID, roll: Mapping[UUID, Choice | None]) -> str:
    """SHA-256 in hex over all votes on a motion: who voted how is proved by it, and not told."""
    lines = sorted(f"{judge} {choice.value if choice else '-'}" for judge, choice in roll.items())
    return sha256("\n".join([str(motion), *lines]).encode()).hexdigest()
