"""Who chairs the panel of a category, and who acts where the chair may not. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from awards.kit.i18n import Message, msg


@dataclass(frozen=True, slots=True)
class Officers:
    """The chair and the deputy of a panel, by their seats on the jury."""

    chair: UUID | None = None
    deputy: UUID | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A category's officers, and from which entries judges are recused or excused."""

    officers: Officers
    recused: frozenset[tuple[UUID, UUID]] = frozenset()
    """Judge and entry."""


def acting_chair(panel: Panel, entry: UUID) -> UUID | None:
    """Who holds all powers of the chair for this entry: the chair, or the deputy where the chair is recused from it.

    None where there is nobody, or both are recused.
    """
    officers = (panel.officers.chair, panel.officers.deputy)
    return next((judge for judge in officers if judge and (judge, entry) not in panel.recused), None)


def why_not_named(
    wanted: Officers, before: Officers, serving: Collection[UUID], *, judging_is_open: bool
) -> dict[str, Message]:
    """What stands against these officers, by the box; nothing if they can be named."""
    wrong: dict[str, Message] = {}
    for box in ("deputy", "chair"):
        judge, earlier = getattr(wanted, box), getattr(before, box)
        if judge is not None and judge not in serving:
            wrong[box] = msg("Choose a judge who serves on this jury.")
        elif judge is None and earlier is not None and judging_is_open:
            wrong[box] = msg("Judging is open: whoever steps down needs a successor.")
    if wanted.deputy is not None and wanted.chair is None:
        wrong.setdefault("chair", msg("A deputy needs a chair to stand in for."))
    elif wanted.deputy is not None and wanted.deputy == wanted.chair:
        wrong.setdefault("deputy", msg("The deputy is somebody else than the chair."))
    return wrong
