"""Forms of entries. The boxes in which an entry is written are read in `boxes`: a draft takes whatever is typed."""

import uuid
from typing import Literal

from pydantic import Field

from awards.entries.completeness import TITLE_LENGTH
from awards.entries.models import EntryLanguage, EntryState
from awards.kit.forms import Form


class StartForm(Form):
    """A new entry. `entrant` is the agency's id, or `me`; `title` is in the language that is chosen."""

    cycle: uuid.UUID
    category: uuid.UUID
    entrant: uuid.UUID | Literal["me"]
    language: EntryLanguage
    title: str = Field(max_length=TITLE_LENGTH)


class SubmitForm(Form):
    terms: bool = False
    checked: str = ""
    """Hash of the content that was checked."""
    version: int = Field(default=0, ge=0, lt=2**31)
    """Of the entry then."""
    anyway: bool = False
    """Though somebody else has text in it that is not saved yet."""


class WithdrawForm(Form):
    """With a reason, which the organisers read, and a tick: once entries have ended it cannot be undone."""

    reason: str = Field(default="", max_length=2000)
    sure: bool = False


class FilterForm(Form):
    """What the organisers' list shows; an empty box filters nothing."""

    category: str = ""
    state: EntryState | None = None
    q: str = ""
