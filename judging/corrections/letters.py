"""The letter to everybody whom a corrected rubric concerns. It names no entry, so judges get the same one as entrants."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, Words, letter_kind
from judging.corrections.differences import from_plain, in_words

CORRECTED = "corrections.rubric"


@letter_kind(CORRECTED, label=msg("The rubric of a category is corrected"))
def corrected(given: Params, links: Links) -> Letter:
    """`category`, `cycle` and `reason` in both languages, `number`, `code`, `changes` as `plain` keeps them, and `open`: whether entries are still taken."""
    changes: list[Words] = [in_words(from_plain(one)) for one in given["changes"]]
    return Letter(
        subject=msg("The rubric of “%(category)s” is corrected", category=Bilingual(**given["category"])),
        paragraphs=(
            msg(
                "The rubric by which the category “%(category)s” of %(cycle)s is judged has been corrected. No round of judging has begun with it.",
                category=Bilingual(**given["category"]),
                cycle=Bilingual(**given["cycle"]),
            ),
            msg("The reason:"),
            Bilingual(**given["reason"]),
            msg("What is different:"),
            *changes,
        ),
        action=(
            msg("Read the rubric as it stands now"),
            links.to(f"/categories/{given['code']}?cycle={given['number']}"),
        ),
        notes=(
            msg("You get this letter because you may write an entry of this category, or judge in it."),
            msg("Entries stay as they are. Until entries close, one that is submitted can still be changed.")
            if given["open"]
            else msg("Entries stay as they are."),
        ),
    )
