"""The letters of an exchange. None names a side to the other, and none holds a word of what was written."""

from awards.kit.i18n import msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

RELEASED = "enquiries.released"
ANSWERED = "enquiries.answered"
SHOWN = "enquiries.shown"


@letter_kind(RELEASED, label=msg("Exchange: a judge's question for the entrant"))
def released(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("A judge asks about your entry no. %(number)s", number=given["entry"]),
        paragraphs=(
            msg("A judge has a question about your entry no. %(number)s.", number=given["entry"]),
            msg("Answer without naming your agency or its people: judges do not know whose entry they read."),
        ),
        action=(msg("Read the question and answer"), links.to(f"/enquiries/{given['id']}")),
        notes=(
            msg(
                "The award office reads your answer first, and then passes it on to all judges of the entry."
            ),
        ),
    )


@letter_kind(ANSWERED, label=msg("Exchange: the entrant has answered"))
def answered(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Question no. %(number)s: the entrant has answered", number=given["number"]),
        paragraphs=(msg("Read the answer, take out what names the entrant, and pass it on to the judges."),),
        action=(msg("Read the answer"), links.to(f"/helpdesk/questions/{given['number']}/enquiry")),
    )


@letter_kind(SHOWN, label=msg("Exchange: an answer for the judges"))
def shown(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("An answer about entry %(code)s", code=given["code"]),
        paragraphs=(
            msg(
                "A judge's question about entry %(code)s was answered. All judges of the entry read it.",
                code=given["code"],
            ),
        ),
        action=(msg("Read the answer"), links.to(f"/scorecards/{given['code']}")),
    )
