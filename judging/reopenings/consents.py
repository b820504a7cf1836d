"""Who may agree to reopen a sheet, and where a request stands. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Side(StrEnum):
    """For whom somebody agrees."""

    PANEL = "panel"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, by the persons who have to do with it."""

    judge: UUID
    """Whose sheet it is."""
    chair: UUID | None
    """Who acts as chair for this sheet; none where nobody can."""
    panel: UUID | None = None
    """Who has agreed for the panel."""
    office: UUID | None = None

    @property
    def granted(self) -> bool:
        return self.panel is not None and self.office is not None

    def agreed(self, person: UUID, side: Side) -> "Ask":
        """The request with that agreement."""
        return replace(self, panel=person) if side is Side.PANEL else replace(self, office=person)


def side_for(ask: Ask, person: UUID, *, organises: bool) -> Side | None:
    """For which side this person may agree now; none where they may not.

    Nobody agrees on their own sheet, and nobody twice. A second organiser stands in for a chair whom nobody can be.
    """
    if person in (ask.judge, ask.panel, ask.office):
        return None
    if not organises:
        return Side.PANEL if person == ask.chair and ask.panel is None else None
    if ask.office is None:
        return Side.OFFICE
    return Side.PANEL if ask.chair is None and ask.panel is None else None


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    DECLINED = "declined"
    OPEN = "open"
    """The judge may change the sheet and lodge it again."""
    LODGED_AGAIN = "lodged_again"
    RESTORED = "restored"
    """The sheet stands as it had been lodged."""
    LAPSED = "lapsed"
    """The time for judging ended before two had agreed."""


class Told(Protocol):
    """The times of a request."""

    @property
    def declined_at(self) -> object: ...
    @property
    def opened_at(self) -> object: ...
    @property
    def restored_at(self) -> object: ...


def state_of(request: Told, *, lodged: bool, may_change: bool) -> State:
    """From its times, whether the sheet is lodged now, and whether sheets may still be changed."""
    if request.declined_at is not None:
        return State.DECLINED
    if request.opened_at is None:
        return State.ASKED if may_change and lodged else State.LAPSED
    if request.restored_at is not None:
        return State.RESTORED
    return State.LODGED_AGAIN if lodged else State.OPEN
