"""The letters about appeals. None names a judge, tells of another entry or holds a total: those stand on pages."""

from datetime import datetime

from awards.entries.desk import title_in_words
from awards.entries.places import place_name
from awards.kit.i18n import HERE, Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind
from judging.appeals.models import Outcome

TOLD = "appeals.told"
FILED = "appeals.filed"
WITHDRAWN = "appeals.withdrawn"
ASSIGNED = "appeals.assigned"
TO_AGREE = "appeals.to_agree"
RULED = "appeals.ruled"
CORRECTED = "appeals.corrected"
MOVED = "appeals.place_moved"

_RULED: dict[Outcome, Message] = {
    Outcome.INADMISSIBLE: msg("It is inadmissible: it was not examined further."),
    Outcome.REJECTED: msg("It was examined, and rejected."),
    Outcome.PARTLY_UPHELD: msg("It was examined, and upheld in part."),
    Outcome.UPHELD: msg("It was examined, and upheld."),
}


def _entry(given: Params) -> Message | Bilingual:
    return title_in_words(given["entry_number"], given["title"]["ar"], given["title"]["en"])


@letter_kind(TOLD, label=msg("How the entry did, and when appeals are taken"))
def told(given: Params, links: Links) -> Letter:
    """`opens` and `ends` in ISO; `entry` is the entry's id."""
    opens, ends = (datetime.fromisoformat(given[name]) for name in ("opens", "ends"))
    return Letter(
        subject=msg("How your entry “%(title)s” did", title=_entry(given)),
        paragraphs=(
            msg(
                "Judging of %(cycle)s is over. You can read what your entry “%(title)s” was given on each "
                "criterion, what the judges wrote for you, and how totals are made.",
                cycle=Bilingual(**given["cycle"]),
                title=_entry(given),
            ),
            msg("You may appeal from %(when)s, %(zone)s.", when=opens, zone=HERE),
            msg("Appeals are taken until %(when)s, %(zone)s. Later ones are refused.", when=ends, zone=HERE),
        ),
        action=(msg("Read how it did"), links.to(f"/entries/{given['entry']}/feedback")),
        notes=(
            msg(
                "Until the results are published, please keep this to yourselves: it is told to the people of "
                "the entry alone."
            ),
        )
        if given["confidential"]
        else (),
    )


@letter_kind(FILED, label=msg("Appeal received"))
def filed(given: Params, links: Links) -> Letter:
    at = datetime.fromisoformat(given["at"])
    return Letter(
        subject=msg("Appeal no. %(number)s was received", number=given["number"]),
        paragraphs=(
            msg(
                "Your appeal about the entry “%(title)s” was received on %(when)s, %(zone)s. Its number is "
                "%(number)s.",
                title=_entry(given),
                when=at,
                zone=HERE,
                number=given["number"],
            ),
            msg("Somebody who had no part in the decision rules on it. You are written to with the ruling."),
        ),
        action=(msg("Open the appeal"), links.to(f"/entries/{given['entry']}/appeal")),
    )


@letter_kind(WITHDRAWN, label=msg("Appeal withdrawn"))
def withdrawn(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Appeal no. %(number)s was withdrawn", number=given["number"]),
        paragraphs=(
            msg(
                "The appeal about your entry “%(title)s” was withdrawn. It is not ruled on.",
                title=_entry(given),
            ),
        ),
        action=(msg("Open the appeal"), links.to(f"/entries/{given['entry']}/appeal")),
    )


@letter_kind(ASSIGNED, label=msg("Appeal: for you to rule on"))
def assigned(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Appeal no. %(number)s waits for your ruling", number=given["number"]),
        paragraphs=(
            msg(
                "You are asked to rule on appeal no. %(number)s, since you had no part in the decision.",
                number=given["number"],
            ),
            msg("If you are tied to the entrant in any way, tell the organisers before you read it."),
        ),
        action=(
            msg("Open the appeal"),
            links.to(f"/cycles/{given['cycle_number']}/appeals/{given['number']}"),
        ),
    )


@letter_kind(TO_AGREE, label=msg("Appeal: a ruling waits for a second person"))
def to_agree(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("The ruling on appeal no. %(number)s waits for your agreement", number=given["number"]),
        paragraphs=(
            msg(
                "The ruling on appeal no. %(number)s would change who has a place. It stands once a second "
                "person who had no part in the decision agrees.",
                number=given["number"],
            ),
        ),
        action=(
            msg("Open the appeal"),
            links.to(f"/cycles/{given['cycle_number']}/appeals/{given['number']}"),
        ),
    )


@letter_kind(RULED, label=msg("Ruling on an appeal"))
def ruled(given: Params, links: Links) -> Letter:
    """`outcome` is an `Outcome`; `reasons` in both languages, as the ruler wrote them."""
    outcome = Outcome(given["outcome"])
    return Letter(
        subject=msg("The ruling on appeal no. %(number)s", number=given["number"]),
        paragraphs=(
            msg(
                "Your appeal no. %(number)s about the entry “%(title)s” was ruled on.",
                number=given["number"],
                title=_entry(given),
            ),
            _RULED[outcome],
            msg("The reasons: %(reasons)s", reasons=Bilingual(**given["reasons"])),
            *(
                (msg("The results are counted again; you are written to once that is done."),)
                if outcome in (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
                else ()
            ),
        ),
        action=(msg("Open the appeal"), links.to(f"/entries/{given['entry']}/appeal")),
        notes=(msg("The ruling is final within the award."),),
    )


@letter_kind(MOVED, label=msg("A published place was corrected"))
def place_moved(given: Params, links: Links) -> Letter:
    """`before` and `after`: the number of the place, or none; `shared` of the new one."""
    before, after = given["before"], given["after"]
    return Letter(
        subject=msg("The place of your entry “%(title)s” was corrected", title=_entry(given)),
        paragraphs=(
            msg(
                "After an appeal the places in the category “%(category)s” of %(cycle)s were corrected.",
                category=Bilingual(**given["category"]),
                cycle=Bilingual(**given["cycle"]),
            ),
            msg("Before: %(place)s.", place=place_name(before) if before else msg("no place")),
            msg(
                "Now: %(place)s.",
                place=place_name(after, shared=given["shared"]) if after else msg("no place"),
            ),
            *((msg("A certificate for a place that is no longer held is void."),) if before else ()),
        ),
        action=(msg("Read how it did"), links.to(f"/entries/{given['entry']}/feedback")),
    )


@letter_kind(CORRECTED, label=msg("Results counted again after an appeal"))
def corrected(given: Params, links: Links) -> Letter:
    """`before` and `after` hold the entry's own `total` and `sheets`; `rank` too, where the cycle tells ranks."""
    before, after = given["before"], given["after"]
    own = [
        msg(
            "Total of your entry: %(before)s before, %(after)s now.",
            before=before["total"] or "–",
            after=after["total"] or "–",
        ),
        msg(
            "Sheets that count: %(before)s before, %(after)s now.",
            before=before["sheets"],
            after=after["sheets"],
        ),
    ]
    if "rank" in before:
        own.append(
            msg(
                "Rank: %(before)s before, %(after)s now.",
                before=before["rank"] or "–",
                after=after["rank"] or "–",
            )
        )
    return Letter(
        subject=msg("After appeal no. %(number)s the results were counted again", number=given["number"]),
        paragraphs=(
            msg(
                "After the ruling on appeal no. %(number)s, about the entry “%(title)s”, the results of its "
                "category were counted again.",
                number=given["number"],
                title=_entry(given),
            ),
            *own,
        ),
        action=(msg("Open the appeal"), links.to(f"/entries/{given['entry']}/appeal")),
    )
