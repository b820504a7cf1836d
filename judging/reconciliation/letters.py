"""The letters of a reconciliation. None holds a score, a rank, or who another judge is."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

ASKED = "reconciliation.asked"
TO_CHAIR = "reconciliation.to_chair"
TO_EXTRA = "reconciliation.to_extra"


@letter_kind(ASKED, label=msg("Reconciliation: for a judge to answer"))
def asked(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("The sheets of entry %(code)s lie far apart", code=given["code"]),
        paragraphs=(
            msg(
                "The sheets of entry %(code)s differ by more than %(points)s points of 100. Please say why you "
                "judged as you did; you may change your points once.",
                code=given["code"],
                points=given["points"],
            ),
            msg("You are not told how others judged, and they are not told how you did."),
        ),
        action=(msg("Read and answer"), links.to(f"/scorecards/{given['code']}/reconciliation")),
    )


@letter_kind(TO_CHAIR, label=msg("Reconciliation: for the chair to determine"))
def to_chair(given: Params, links: Links) -> Letter:
    panel = Bilingual(given["ar"], given["en"])
    return Letter(
        subject=msg("Sheets of your panel still lie far apart"),
        paragraphs=(
            msg(
                "The judges of an entry of the panel “%(panel)s” have answered, and their sheets still lie far apart. "
                "You may determine that they stand; else the award office gives the entry to another judge.",
                panel=panel,
            ),
        ),
        action=(msg("Read their reasons"), links.to("/reconciliations")),
    )


@letter_kind(TO_EXTRA, label=msg("Reconciliation: another judge is asked"))
def to_extra(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Please judge entry %(code)s", code=given["code"]),
        paragraphs=(
            msg(
                "One more judge is needed for entry %(code)s, and it is assigned to you.", code=given["code"]
            ),
        ),
        action=(msg("Open the entry"), links.to(f"/scorecards/{given['code']}/reconciliation")),
    )
