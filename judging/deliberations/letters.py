"""The letter to a panel: it names the category, and neither an entry nor a colleague."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

ROOM_OPENED = "room.opened"


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
