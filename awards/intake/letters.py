"""The letters that remind of what is not submitted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from awards.entries.desk import title_in_words
from awards.kit.i18n import HERE, Bilingual, Message, msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

REMINDED = "intake.reminded"
DUE = "intake.due"


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
            msg("Entries close on %(closes)s, %(zone)s.", closes=closes, zone=HERE),
        ),
        action=(msg("See the entry"), links.to(f"/entries/{given['entry']}")),
        notes=(msg("If you no longer want to enter, you need do nothing."),),
    )


@letter_kind(DUE, label=msg("Reminder before the closing"))
def due(given: Params, links: Links) -> Letter:
    """`closes` in ISO, `cycle` in both languages, `entries` with number, title, whether a draft, and `missing`."""
    closes = datetime.fromisoformat(given["closes"])
    return Letter(
        subject=msg("Not submitted yet: entries close on %(when)s", when=closes),
        paragraphs=(
            msg(
                "In %(cycle)s, entries close on %(when)s, %(zone)s. Only what is submitted by then is judged.",
                cycle=Bilingual(**given["cycle"]),
                when=closes,
                zone=HERE,
            ),
            *map(_unsubmitted, given["entries"]),
        ),
        action=(msg("Go to your entries"), links.to("/entries")),
        notes=(msg("If you no longer want to enter, you need do nothing."),),
    )


def _unsubmitted(entry: Mapping[str, Any]) -> Message:
    title = title_in_words(entry["number"], entry["ar"], entry["en"])
    if not entry["draft"]:
        return msg(
            "“%(title)s” was changed after it was submitted: submit it again, or the changes do not count.",
            title=title,
        )
    if not entry["missing"]:
        return msg(
            "“%(title)s” is a draft. Nothing is missing: check it once more, and submit it.", title=title
        )
    return nmsg(
        "“%(title)s” is a draft; %(n)s thing is still missing.",
        "“%(title)s” is a draft; %(n)s things are still missing.",
        entry["missing"],
        title=title,
    )
