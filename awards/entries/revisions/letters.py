"""The letter to those whose entries a changed question concerns."""

from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, Words, letter_kind

REVISED = "entries.question_revised"


@letter_kind(REVISED, label=msg("A question of the award has changed"))
def revised(given: Params, links: Links) -> Letter:
    names = {"category": Bilingual(**given["category"]), "question": Bilingual(**given["question"])}
    if given["is_new"]:
        what = msg("The category “%(category)s” asks something more: “%(question)s”.", **names)
    else:
        what = msg("The question “%(question)s” of the category “%(category)s” has changed.", **names)
    entries: list[Words] = [_entry(one) for one in given["entries"]]
    return Letter(
        subject=msg("A question of the award has changed"),
        paragraphs=(
            what,
            msg("The reason:"),
            Bilingual(given["reason"], given["reason"]),
            msg("It concerns your entries:"),
            *entries,
        ),
        action=(msg("Open your entries"), links.to("/entries")),
        notes=(
            msg("What you have submitted counts as it is, with the question as it was asked then."),
            msg("If you submit again before the deadline, answer the question in its new form."),
        ),
    )


def _entry(one: Params) -> Message:
    title = Bilingual(one["ar"] or one["en"], one["en"] or one["ar"])
    if one["to_do"]:
        return msg(
            "Entry %(number)s, “%(title)s”: look at its answer again.", number=one["number"], title=title
        )
    return msg("Entry %(number)s, “%(title)s”: nothing needs to be done.", number=one["number"], title=title)
