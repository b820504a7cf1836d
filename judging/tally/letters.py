"""The letter that reminds a judge of sheets that are not lodged."""

from datetime import datetime

from awards.kit.i18n import msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

REMINDED = "tally.judge_reminded"


@letter_kind(REMINDED, label=msg("Reminder of sheets that are not lodged"))
def judge_reminded(given: Params, links: Links) -> Letter:
    """`missing` as a number, `closes` in ISO; `first` in a first reading, which letters of before do not say."""
    missing, closes = given["missing"], datetime.fromisoformat(given["closes"])
    return Letter(
        subject=nmsg(
            "%(n)s sheet of yours is not lodged yet", "%(n)s sheets of yours are not lodged yet", missing
        ),
        paragraphs=(
            msg(
                "The first reading closes on %(when)s, Riyadh time. Only what is lodged by then counts.",
                when=closes,
            )
            if given.get("first")
            else msg(
                "Scoring closes on %(when)s, Riyadh time. Only what is lodged by then counts.", when=closes
            ),
        ),
        action=(msg("To my entries to judge"), links.to("/scorecards")),
        notes=(
            msg(
                "If you cannot finish them in time, tell the award office: an entry can go to another judge."
            ),
        ),
    )
