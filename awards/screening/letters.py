"""The letters about a question, to the people of the entry and to whoever asked, and about a disqualification."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind
from awards.screening.models import Ground
from awards.screening.wording import GROUNDS

ASKED = "screening.asked"
ANSWERED = "screening.answered"
DISQUALIFIED = "screening.disqualified"


@letter_kind(ASKED, label=msg("Question about an entry"))
def asked(given: Params, links: Links) -> Letter:
    """`title` in both languages, `question` as it was asked, `entry` as an id."""
    return Letter(
        subject=msg("The organisers have a question about your entry"),
        paragraphs=(
            msg("They ask about “%(title)s”:", title=Bilingual(**given["title"])),
            given["question"],
            msg(
                "Answer on the page of the entry, not by return of this letter. A question is answered once."
            ),
        ),
        action=(msg("Answer the question"), links.to(f"/entries/{given['entry']}/clarifications")),
        notes=(msg("The answer is read by the organisers alone. What you submitted stays as it is."),),
    )


@letter_kind(ANSWERED, label=msg("Answer about an entry"))
def answered(given: Params, links: Links) -> Letter:
    """`title` in both languages, `cycle` and `number` of the entry."""
    return Letter(
        subject=msg("Your question about an entry is answered"),
        paragraphs=(
            msg("The people of “%(title)s” have answered what you asked.", title=Bilingual(**given["title"])),
        ),
        action=(
            msg("Read the answer"),
            links.to(f"/cycles/{given['cycle']}/screening/{given['number']}#questions-title"),
        ),
    )


@letter_kind(DISQUALIFIED, label=msg("Disqualification of an entry"))
def disqualified(given: Params, links: Links) -> Letter:
    """`title` in both languages, `ground`, `reason` as it was written, `entry` as an id."""
    return Letter(
        subject=msg("Your entry is disqualified"),
        paragraphs=(
            msg(
                "Two organisers of the award have disqualified the entry “%(title)s”: it is no longer judged.",
                title=Bilingual(**given["title"]),
            ),
            GROUNDS[Ground(given["ground"])],
            given["reason"],
        ),
        action=(msg("Read it and answer"), links.to(f"/entries/{given['entry']}/disqualification")),
        notes=(
            msg(
                "If you think that this is a mistake, answer on that page: once, for the whole entry. Two organisers decide on the answer and tell you."
            ),
        ),
    )
