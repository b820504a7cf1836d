"""The letter that says what became of the answer to a disqualification."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

DECIDED = "screening.reply_decided"


@letter_kind(DECIDED, label=msg("Decision on an answer to a disqualification"))
def decided(given: Params, links: Links) -> Letter:
    """`title` in both languages, `lifts`, `reason` as it was written, `entry` as an id."""
    title = Bilingual(**given["title"])
    if given["lifts"]:
        return Letter(
            subject=msg("The disqualification of your entry is lifted"),
            paragraphs=(
                msg(
                    "Two organisers of the award have read your answer and lifted the disqualification of “%(title)s”.",
                    title=title,
                ),
                given["reason"],
                msg("The entry stands as you submitted it last, and waits to be admitted to judging."),
            ),
            action=(msg("See the entry"), links.to(f"/entries/{given['entry']}")),
        )
    return Letter(
        subject=msg("The disqualification of your entry stands"),
        paragraphs=(
            msg(
                "Two organisers of the award have read your answer; the disqualification of “%(title)s” stands.",
                title=title,
            ),
            given["reason"],
        ),
        action=(msg("See the entry"), links.to(f"/entries/{given['entry']}")),
    )
