"""The letters about a question. None holds a word of it: who may read it, reads it on its page."""

from awards.kit.i18n import Message, msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

RECEIVED = "helpdesk.received"
ASKED = "helpdesk.asked"
REPLIED = "helpdesk.replied"
ASKED_BACK = "helpdesk.asked_back"
WRITTEN = "helpdesk.written"
HANDED_OVER = "helpdesk.handed_over"


def _read(given: Params, links: Links) -> tuple[Message, str]:
    return msg("Read the question"), links.to(f"/helpdesk/questions/{given['number']}")


@letter_kind(RECEIVED, label=msg("Help desk: question received"))
def received(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your question no. %(number)s has arrived", number=given["number"]),
        paragraphs=(
            nmsg(
                "The award office has your question and answers within %(n)s working day.",
                "The award office has your question and answers within %(n)s working days.",
                given["days"],
            ),
        ),
        action=_read(given, links),
    )


@letter_kind(ASKED, label=msg("Help desk: a new question"))
def asked(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("New question no. %(number)s", number=given["number"]),
        paragraphs=(msg("A question has come to the help desk, and nobody has taken it yet."),),
        action=_read(given, links),
    )


@letter_kind(REPLIED, label=msg("Help desk: question answered"))
def replied(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your question no. %(number)s is answered", number=given["number"]),
        paragraphs=(msg("The award office has answered your question."),),
        action=_read(given, links),
        notes=(msg("If something is still unclear, write below the answer."),),
    )


@letter_kind(ASKED_BACK, label=msg("Help desk: the office asks back"))
def asked_back(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your question no. %(number)s waits for you", number=given["number"]),
        paragraphs=(msg("The award office needs to know more before it can answer your question."),),
        action=_read(given, links),
    )


@letter_kind(WRITTEN, label=msg("Help desk: the asker has written"))
def written(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Question no. %(number)s: more was written", number=given["number"]),
        paragraphs=(msg("The asker has written again, and waits for the office."),),
        action=_read(given, links),
    )


@letter_kind(HANDED_OVER, label=msg("Help desk: a question handed over"))
def handed_over(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Question no. %(number)s is yours", number=given["number"]),
        paragraphs=(msg("Another organiser has handed a question over to you."),),
        action=_read(given, links),
    )
