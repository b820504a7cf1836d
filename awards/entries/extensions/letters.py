"""The letter that tells of more time."""

from datetime import datetime

from awards.entries.desk import title_in_words
from awards.entries.extensions.standing import NOTES
from awards.entries.models import EntryState
from awards.kit.i18n import HERE, Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

EXTENDED = "entries.extended"


@letter_kind(EXTENDED, label=msg("More time to enter"))
def extended(given: Params, links: Links) -> Letter:
    """`closes` and `before` in ISO, `cycle`, and `category` or `entry`, in both languages, `reason`; `standing` as in `NOTES`."""
    closes, before = (datetime.fromisoformat(given[name]) for name in ("closes", "before"))
    entry = given["entry"]
    return Letter(
        subject=msg("More time: entries close on %(when)s", when=closes),
        paragraphs=(
            _what(given, closes),
            msg("Until now it was %(when)s, %(zone)s.", when=before, zone=HERE),
            msg("Reason: %(reason)s", reason=given["reason"]),
        ),
        action=(
            (msg("Open the entry"), links.to(f"/entries/{entry['id']}"))
            if entry
            else (msg("Go to your entries"), links.to("/entries"))
        ),
        notes=tuple(NOTES[key] for key in given.get("standing", [EntryState.SUBMITTED])),
    )


def _what(given: Params, closes: datetime) -> Message:
    cycle, category, entry = Bilingual(**given["cycle"]), given["category"], given["entry"]
    if entry:
        return msg(
            "Your entry “%(title)s” in %(cycle)s may be written and submitted until %(when)s, %(zone)s.",
            title=title_in_words(entry["number"], entry["ar"], entry["en"]),
            cycle=cycle,
            when=closes,
            zone=HERE,
        )
    if category:
        return msg(
            "Entries in the category “%(category)s” of %(cycle)s are taken until %(when)s, %(zone)s.",
            category=Bilingual(**category),
            cycle=cycle,
            when=closes,
            zone=HERE,
        )
    return msg(
        "Entries for %(cycle)s are taken until %(when)s, %(zone)s.", cycle=cycle, when=closes, zone=HERE
    )
