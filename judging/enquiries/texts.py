"""A text on its way to the other side, cut at what was found in it. Pure."""

from dataclasses import dataclass

from judging.blinding.identities import Proposal
from judging.blinding.review import Piece, pieces
from judging.enquiries.names import Found, words


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, and the words in it that may tell who somebody is."""

    text: str
    pieces: tuple[Piece, ...]
    found: tuple[str, ...]


def checked(text: str, found: Found) -> Checked:
    """`found` lies in `text` without overlaps."""
    spots = [
        {
            "start": each.start,
            "end": each.end,
            "kind": each.kind.value,
            "whose": each.whose.value if isinstance(each, Proposal) else "entrant",
        }
        for each in found
    ]
    return Checked(text, pieces(text, spots), tuple(words(text, found)))
