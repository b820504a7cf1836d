"""The letters about single entries that change hands. Neither judge learns who the other is."""

from awards.kit.i18n import msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

HANDED_OVER = "assignments.handed_over"
TAKEN_OVER = "assignments.taken_over"


@letter_kind(HANDED_OVER, label=msg("Entry handed over: to the judge who had it"))
def handed_over(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Entry %(code)s is no longer before you", code=given["code"]),
        paragraphs=(
            msg(
                "The award office has given entry %(code)s to another judge. What you had written of it is kept for "
                "the record, and nobody judges by it.",
                code=given["code"],
            ),
        ),
        action=(msg("To my entries to judge"), links.to("/scorecards")),
    )


@letter_kind(TAKEN_OVER, label=msg("Entry handed over: to the judge who has it now"))
def taken_over(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Please judge entry %(code)s", code=given["code"]),
        paragraphs=(msg("One more entry is assigned to you: %(code)s.", code=given["code"]),),
        action=(msg("Open the entry"), links.to(f"/scorecards/{given['code']}")),
        notes=(msg("If you have a tie to whoever entered it, recuse yourself on its page."),),
    )
