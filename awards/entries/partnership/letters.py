"""The letters about partners: to the agency that is named, and to the entrant once it has answered."""

from datetime import datetime

from awards.entries.desk import title_in_words
from awards.kit.i18n import HERE, Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

NAMED = "entries.partner_named"
ANSWERED = "entries.partner_answered"


def _title(given: Params) -> Bilingual | Message:
    return title_in_words(given["number"], given["title_ar"], given["title_en"])


@letter_kind(NAMED, label=msg("Partner of an entry: asked to confirm"))
def named(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your agency is named as a partner of an entry"),
        paragraphs=(
            msg(
                "%(entrant)s names %(partner)s as its partner in the entry “%(title)s”, %(cycle)s.",
                entrant=Bilingual(**given["entrant"]),
                partner=Bilingual(**given["partner"]),
                title=_title(given),
                cycle=Bilingual(**given["cycle"]),
            ),
            msg("Confirm that your agency took part, or decline with a reason."),
        ),
        action=(
            msg("Confirm or decline"),
            links.to(f"/entries/{given['entry']}/partners/{given['agency']}"),
        ),
        notes=(
            msg(
                "Whoever has not confirmed when screening ends, on %(until)s, %(zone)s, does not count as a partner "
                "in the results.",
                until=datetime.fromisoformat(given["until"]),
                zone=HERE,
            ),
        ),
    )


@letter_kind(ANSWERED, label=msg("Partner of an entry: its answer"))
def answered(given: Params, links: Links) -> Letter:
    words = {"partner": Bilingual(**given["partner"]), "title": _title(given)}
    if given["confirmed"]:
        subject = msg("A partner of your entry has confirmed")
        said = msg("%(partner)s confirms that it is a partner of your entry “%(title)s”.", **words)
    else:
        subject = msg("A partner of your entry has declined")
        said = msg("%(partner)s declines to be a partner of your entry “%(title)s”.", **words)
    why = () if given["confirmed"] else (msg("Reason: %(reason)s", reason=given["reason"]),)
    return Letter(
        subject=subject,
        paragraphs=(said, *why),
        action=(msg("Open the entry"), links.to(f"/entries/{given['entry']}")),
    )
