"""The letters about reopening a sheet. None holds a reason or a score; the chair's names neither judge nor entry."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

ASKED_CHAIR = "reopenings.asked_chair"
ASKED_OFFICE = "reopenings.asked_office"
OPENED = "reopenings.opened"
DECLINED = "reopenings.declined"
LAPSED = "reopenings.lapsed"
RESTORED = "reopenings.restored"


@letter_kind(ASKED_CHAIR, label=msg("Reopening a sheet: for the chair to decide"))
def asked_chair(given: Params, links: Links) -> Letter:
    panel = Bilingual(given["ar"], given["en"])
    return Letter(
        subject=msg("A request to reopen a sheet waits for you"),
        paragraphs=(
            msg("It is asked that a lodged sheet of the panel “%(panel)s” be reopened.", panel=panel),
            msg("It takes your agreement and an organiser's. You see no score, nor whose sheet it is."),
        ),
        action=(msg("Read the reason"), links.to("/reopenings")),
    )


@letter_kind(ASKED_OFFICE, label=msg("Reopening a sheet: for the award office to decide"))
def asked_office(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("A request to reopen a sheet of entry no. %(number)s", number=given["entry"]),
        paragraphs=(
            msg(
                "It is asked that a lodged sheet of entry no. %(number)s be reopened. It takes the chair's agreement "
                "and an organiser's.",
                number=given["entry"],
            ),
        ),
        action=(msg("Read the reason"), links.to(f"/cycles/{given['cycle']}/reopenings")),
    )


@letter_kind(OPENED, label=msg("Reopening a sheet: it is open"))
def opened(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your sheet of entry %(code)s is open again", code=given["code"]),
        paragraphs=(
            msg(
                "You may change your sheet of entry %(code)s and lodge it again: you then get a new receipt.",
                code=given["code"],
            ),
            msg("If you do not lodge it again before the round is closed, it stands as you had lodged it."),
        ),
        action=(msg("Open the sheet"), links.to(f"/scorecards/{given['code']}")),
        notes=(msg("The receipt you have, and the sheet it proves, are kept."),),
    )


@letter_kind(DECLINED, label=msg("Reopening a sheet: it stays lodged"))
def declined(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your sheet of entry %(code)s stays lodged", code=given["code"]),
        paragraphs=(msg("The request to reopen it was refused. You can read why."),),
        action=(msg("Read the reason"), links.to(f"/scorecards/{given['code']}/reopening")),
    )


@letter_kind(LAPSED, label=msg("Reopening a sheet: the request has lapsed"))
def lapsed(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("The request to reopen your sheet of entry %(code)s has lapsed", code=given["code"]),
        paragraphs=(
            msg("The round was closed before two had agreed. The sheet stands as you lodged it, and counts."),
        ),
        action=(msg("Open the sheet"), links.to(f"/scorecards/{given['code']}")),
    )


@letter_kind(RESTORED, label=msg("Reopening a sheet: it stands as before"))
def restored(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Your sheet of entry %(code)s stands as you had lodged it", code=given["code"]),
        paragraphs=(
            msg(
                "The round was closed before you lodged it again. What you changed meanwhile does not count."
            ),
        ),
        action=(msg("Open the sheet"), links.to(f"/scorecards/{given['code']}")),
        notes=(msg("The receipt you have, and the sheet it proves, are kept."),),
    )
