"""The letters about moving an entry to another category."""

from typing import Any

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, Words, letter_kind

MOVE_PROPOSED = "screening.move_proposed"
MOVE_TAKEN_BACK = "screening.move_taken_back"
MOVED = "screening.moved"
MOVE_ANSWERED = "screening.move_answered"


def _names(given: Params) -> dict[str, Any]:
    return {
        "title": Bilingual(**given["title"]),
        "before": Bilingual(**given["from"]),
        "after": Bilingual(**given["to"]),
    }


def _missing(given: Params) -> tuple[Words, ...]:
    return _named(msg("Not answered yet in the new category:"), given.get("missing", []))


def _dropped(given: Params) -> tuple[Words, ...]:
    return _named(
        msg(
            "Not carried over, because the new category does not ask this in the same way; you keep these answers in the former submission:"
        ),
        given.get("dropped", []),
    )


def _named(title: Words, questions: list[dict[str, str]]) -> tuple[Words, ...]:
    return (title, *(Bilingual(one["ar"], one["en"]) for one in questions)) if questions else ()


@letter_kind(MOVE_PROPOSED, label=msg("Proposal to move an entry to another category"))
def move_proposed(given: Params, links: Links) -> Letter:
    """`title`, `from` and `to` in both languages, `reason` as it was written, `entry` as an id; the labels of what would be
    `dropped` and `missing`.
    """
    return Letter(
        subject=msg("May your entry move to another category?"),
        paragraphs=(
            msg(
                "The organisers propose to move the entry “%(title)s” from the category “%(before)s” to “%(after)s”.",
                **_names(given),
            ),
            msg("The reason:"),
            given["reason"],
            msg("It moves only with your consent. The page shows what would be carried over."),
            *_dropped(given),
            *_missing(given),
        ),
        action=(msg("Read and answer"), links.to(f"/entries/{given['entry']}/move")),
        notes=(msg("One of you answers for all. If you decline, the entry stays where it is."),),
    )


@letter_kind(MOVE_TAKEN_BACK, label=msg("Proposal to move an entry taken back"))
def move_taken_back(given: Params, links: Links) -> Letter:
    """`title`, `from` and `to` in both languages, `entry` as an id."""
    return Letter(
        subject=msg("Your entry stays in its category"),
        paragraphs=(
            msg(
                "The organisers have taken back their proposal to move the entry “%(title)s” from the category “%(before)s” to “%(after)s”. You need do nothing.",
                **_names(given),
            ),
        ),
        action=(msg("See the entry"), links.to(f"/entries/{given['entry']}")),
    )


@letter_kind(MOVED, label=msg("An entry has moved to another category"))
def moved(given: Params, links: Links) -> Letter:
    """Beside what the proposal's letter has: `receipt`, `former` and `digest`, and `missing` and `dropped` questions."""
    receipt, former = (Bilingual(given[name], given[name]) for name in ("receipt", "former"))
    return Letter(
        subject=msg("Your entry has moved: receipt %(receipt)s", receipt=receipt),
        paragraphs=(
            msg(
                "With the consent of your side the entry “%(title)s” has moved from the category “%(before)s” to “%(after)s”.",
                **_names(given),
            ),
            msg("Number of the receipt: %(receipt)s", receipt=receipt),
            msg(
                "Fingerprint of the content (SHA-256): %(digest)s",
                digest=Bilingual(given["digest"], given["digest"]),
            ),
            msg("It takes the place of receipt %(receipt)s, which stays on record.", receipt=former),
            *_dropped(given),
            *_missing(given),
        ),
        action=(msg("Open the receipt"), links.to(f"/entries/{given['entry']}/receipt")),
    )


@letter_kind(MOVE_ANSWERED, label=msg("Answer to the proposal to move an entry"))
def move_answered(given: Params, links: Links) -> Letter:
    """To whoever proposed it: `consented`, the `word` that was added, and what is missing where it has moved."""
    names = _names(given)
    if given["consented"]:
        said = msg("The people of “%(title)s” consent: it is now in the category “%(after)s”.", **names)
    else:
        said = msg("The people of “%(title)s” decline: it stays in the category “%(before)s”.", **names)
    return Letter(
        subject=msg("Your proposal to move an entry is answered"),
        paragraphs=(
            said,
            *((given["word"],) if given["word"] else ()),
            *(_missing(given) if given["consented"] else ()),
        ),
        action=(
            msg("See the entry in screening"),
            links.to(f"/cycles/{given['cycle']}/screening/{given['number']}"),
        ),
    )
