"""The letter that reminds of a draft."""

from datetime import datetime

from awards.kit.i18n import Bilingual, msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

REMINDED = "intake.reminded"


@letter_kind(REMINDED, label=msg("Reminder of a draft"))
def reminded(given: Params, links: Links) -> Letter:
    """`closes` in ISO, `title`, `entrant` and `category` in both languages, `missing` as a number, `entry` as an id."""
    closes = datetime.fromisoformat(given["closes"])
    missing = given["missing"]
    return Letter(
        subject=msg("Your entry is not submitted yet"),
        paragraphs=(
            msg(
                "The entry “%(title)s” of %(entrant)s in the category “%(category)s” is a draft. Only what is submitted is judged.",
                title=Bilingual(**given["title"]),
                entrant=Bilingual(**given["entrant"]),
                category=Bilingual(**given["category"]),
            ),
            nmsg("%(n)s thing is still missing.", "%(n)s things are still missing.", missing)
            if missing
            else msg("Nothing is missing: check the entry once more, and submit it."),
            msg("Entries close on %(closes)s, Riyadh time.", closes=closes),
        ),
        action=(msg("See the entry"), links.to(f"/entries/{given['entry']}")),
        notes=(msg("If you no longer want to enter, you need do nothing."),),
    )
