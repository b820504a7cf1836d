"""The letters about an entry: that it was submitted, that it is withdrawn or taken back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from awards.kit.clock import zone_named
from awards.kit.i18n import HERE, Bilingual, Message, hijri, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

SUBMITTED = "entries.submitted"
WITHDRAWN = "entries.withdrawn"
TAKEN_BACK = "entries.taken_back"


def _as_written(text: str) -> Bilingual:
    return Bilingual(text, text)


def _on(at: datetime, zone: ZoneInfo) -> Bilingual:
    return Bilingual(hijri(at, "ar", zone), hijri(at, "en", zone))


def _entry(given: Params) -> dict[str, Any]:
    at = datetime.fromisoformat(given["at"])
    return {
        "title": Bilingual(**given["title"]),
        "entrant": Bilingual(**given["entrant"]),
        "category": Bilingual(**given["category"]),
        "who": Bilingual(**given["who"]),
        "time": at,
        "hijri": _on(at, zone_named(given["zone"])),
    }


@letter_kind(SUBMITTED, label=msg("Receipt of an entry"))
def submitted(given: Params, links: Links) -> Letter:
    receipt = _as_written(given["receipt"])
    return Letter(
        subject=msg("Entry submitted: receipt %(receipt)s", receipt=receipt),
        paragraphs=(
            msg(
                "%(who)s submitted the entry “%(title)s” of %(entrant)s in the category “%(category)s”: %(time)s (%(hijri)s).",
                **_entry(given),
            ),
            msg("Number of the receipt: %(receipt)s", receipt=receipt),
            msg("Fingerprint of the content (SHA-256): %(digest)s", digest=_as_written(given["digest"])),
        ),
        action=(
            msg("Open the receipt"),
            links.to(f"/entries/{given['entry']}/submissions/{given['sequence']}"),
        ),
        notes=(
            _at(
                msg("The receipt as PDF:"),
                links.to(f"/entries/{given['entry']}/submissions/{given['sequence']}/receipt.pdf"),
            ),
            _at(
                msg(
                    "The public page on which the receipt can be checked; it does not say whose entry it is:"
                ),
                links.to(given["check"]),
            ),
            msg(
                "Until the deadline the entry can be changed and submitted again; the last submission counts."
            ),
        ),
    )


def _at(what: Message, address: str) -> Message:
    return msg("%(what)s %(address)s", what=what, address=_as_written(address))


@letter_kind(WITHDRAWN, label=msg("An entry is withdrawn"))
def withdrawn(given: Params, links: Links) -> Letter:
    reason = given["reason"]
    return Letter(
        subject=msg("An entry is withdrawn: “%(title)s”", title=Bilingual(**given["title"])),
        paragraphs=(
            msg(
                "%(who)s withdrew the entry “%(title)s” of %(entrant)s from the category “%(category)s”: %(time)s (%(hijri)s).",
                **_entry(given),
            ),
            *((msg("The reason that was given:"), reason) if reason else ()),
            msg("It takes no further part in the award. What was submitted stays on record."),
            msg("As long as entries are taken, it can be taken back on its page."),
        ),
        action=(msg("Open the entry"), links.to(f"/entries/{given['entry']}")),
    )


@letter_kind(TAKEN_BACK, label=msg("A withdrawn entry is taken back"))
def taken_back(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("An entry is taken back: “%(title)s”", title=Bilingual(**given["title"])),
        paragraphs=(
            msg(
                "%(who)s took the withdrawn entry “%(title)s” of %(entrant)s back: %(time)s (%(hijri)s).",
                **_entry(given),
            ),
            msg(
                "It is a draft again and takes part only once it is submitted, until %(until)s, %(zone)s.",
                until=datetime.fromisoformat(given["until"]),
                zone=HERE,
            ),
        ),
        action=(msg("Open the entry"), links.to(f"/entries/{given['entry']}")),
    )
