"""The letters to a panel: they name the category, and neither an entry nor a colleague."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

ROOM_OPENED = "room.opened"
VOTE_OPENED = "room.vote_opened"


@letter_kind(ROOM_OPENED, label=msg("Deliberation room opened: for the members of the panel"))
def room_opened(given: Params, links: Links) -> Letter:
    panel = Bilingual(given["ar"], given["en"])
    return Letter(
        subject=msg("The deliberation room of your panel is open"),
        paragraphs=(
            msg(
                "The panel “%(panel)s” meets over the first entries of its category, and its room is open to you.",
                panel=panel,
            ),
            msg(
                "The chair keeps the record of each item and puts to the vote what becomes of a place. "
                "If you have a conflict of interest with an entry, recuse yourself before you are in the room for it."
            ),
        ),
        action=(msg("To the deliberation rooms"), links.to("/rooms")),
    )


@letter_kind(VOTE_OPENED, label=msg("Vote opened in a deliberation room: for those who vote"))
def vote_opened(given: Params, links: Links) -> Letter:
    """Neither the place nor the motion: whoever leaves the room for an entry later has read nothing of it here."""
    panel = Bilingual(given["ar"], given["en"])
    return Letter(
        subject=msg("A vote of your panel waits for you"),
        paragraphs=(
            msg("A vote is open in the panel “%(panel)s”, and you are noted as present for it.", panel=panel),
            msg("You can vote, and change your vote, until it is closed."),
        ),
        action=(msg("To the votes of the panel"), links.to(f"/rooms/{given['room']}/votes")),
    )
