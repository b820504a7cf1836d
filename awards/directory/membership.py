"""Who may do what with the people of an agency. Pure."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from awards.directory.models import MembershipKind
from awards.kit.errors import Refusal
from awards.kit.i18n import Message, msg


@dataclass(frozen=True, slots=True)
class Part:
    """The part that a person has in an agency."""

    person_id: uuid.UUID
    kind: MembershipKind
    active: bool = True
    """False while their account is disabled."""

    @property
    def answers(self) -> bool:
        """Whether they are an owner who can act."""
        return self.active and self.kind is MembershipKind.OWNER


class OwnersOnly(Refusal):
    """Somebody who is no owner of the agency wanted to change who works for it."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(msg("Only an owner decides who works for the agency here."))


class Decider(StrEnum):
    """Who lets somebody in who registers for an agency."""

    NOBODY = "nobody"
    """The agency has no people: the first one is its owner."""
    OWNERS = "owners"
    ORGANISERS = "organisers"
    """There are people, but no owner who can sign in."""


def who_decides(people: Collection[Part]) -> Decider:
    """Who approves a registration for the agency with these people."""
    if not people:
        return Decider.NOBODY
    return Decider.OWNERS if any(part.answers for part in people) else Decider.ORGANISERS


def kind_of_newcomer(wanted: MembershipKind, people: Collection[Part]) -> MembershipKind:
    """What somebody becomes who joins: the first person is an owner, whatever was meant."""
    return wanted if people else MembershipKind.OWNER


def is_owner(people: Collection[Part], person_id: uuid.UUID) -> bool:
    """Whether this person may decide about the people of the agency."""
    return any(part.person_id == person_id and part.answers for part in people)


def why_not_without(
    people: Collection[Part], person_id: uuid.UUID, *, may_empty: bool = False
) -> Message | None:
    """Why this person cannot stop being an owner, whether they leave the agency or stay as an editor; None if they can.

    Somebody else must be an owner who can sign in. With `may_empty` the last person of all may go.
    """
    mine = next((part for part in people if part.person_id == person_id), None)
    others = [part for part in people if part.person_id != person_id]
    if mine is None or mine.kind is not MembershipKind.OWNER or any(part.answers for part in others):
        return None
    if not mine.active and any(part.kind is MembershipKind.OWNER for part in others):
        return None  # nobody who can sign in is an owner now, so nobody is worse off
    if may_empty and not others:
        return None
    return msg("An agency always has an owner: make somebody else an owner first.")
