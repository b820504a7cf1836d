"""What an approver sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar.datastructures import FormMultiDict

from awards.entries.answers import written
from awards.kit.forms import Form, typed_values
from awards.kit.i18n import Message, msg
from judging.blinding.content import BlindContent
from judging.blinding.review import Passage

LONGEST = 20_000
LONGEST_REASON = 2_000


class QueueFilter(Form):
    """Which copies to list; an empty box filters nothing."""

    category: str = ""
    state: str = ""
    """Of the copy, as `queries.QueueRow` has it."""


@dataclass(frozen=True, slots=True)
class ApprovalForm:
    """The wording of a copy, by field, and the files that judges may open."""

    version: int | None
    texts: Mapping[str, str]
    shown: frozenset[str]
    """Attachment ids."""
    names_may_stay: bool
    """The approver has seen that the text still holds names, and lets them stand."""
    changes_read: bool
    """The approver has read what the copy says otherwise than the original."""
    pages_seen: bool
    """The approver has looked at the pages that could not be searched, or on which something was found."""
    reason: str
    """Why the wording changes after judges have begun."""
    typed: Mapping[str, Any]

    @classmethod
    def of(cls, data: FormMultiDict, passages: Sequence[Passage]) -> "ApprovalForm":
        typed = typed_values(data)
        texts = {p.field: written(typed[p.field]) for p in passages if p.editable and p.field in typed}
        version = str(typed.get("version", ""))
        return cls(
            version=int(version) if version.isascii() and version.isdigit() else None,
            texts=texts,
            shown=frozenset(str(value) for value in data.getall("shown", [])),
            names_may_stay="names_may_stay" in typed,
            changes_read="changes_read" in typed,
            pages_seen="pages_seen" in typed,
            reason=written(str(typed.get("reason", "")))[:LONGEST_REASON],
            typed={**typed, **texts},
        )

    def errors(self) -> dict[str, Message]:
        errors: dict[str, Message] = {}
        for field, text in self.texts.items():
            if not text:
                errors[field] = msg(
                    "A text cannot be empty. Put a mark such as [the agency] in place of what goes."
                )
            elif len(text) > LONGEST:
                errors[field] = msg("Write at most %(n)s characters.", n=LONGEST)
        return errors

    def content(self, copy: BlindContent) -> BlindContent:
        return copy.reworded(self.texts).showing(self.shown)
