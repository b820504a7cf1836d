"""Who may write on a sheet, and when."""

import uuid

from awards.entries.models import EntryState
from judging.scorecards.window import Window


def may_write(person_id: uuid.UUID, judge_person_id: uuid.UUID) -> bool:
    """Nobody writes for a judge."""
    return person_id == judge_person_id


def is_before_judge(*, ended: bool, entry_state: str) -> bool:
    """Whether the entry is still before this judge: not recused, not taken back, not out."""
    return not ended and entry_state == EntryState.SUBMITTED


def may_change(window: Window, *, lodged: bool) -> bool:
    """Whether the judge may write on their sheet now. A lodged one is locked for everybody."""
    return window is Window.OPEN and not lodged
