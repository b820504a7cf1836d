"""The letter to those whose entries a changed question concerns."""

from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, Words, letter_kind

REVISED = "entries.question_revised"
RETIRED = "entries.question_retired"
ELIGIBILITY = "entries.eligibility_revised"


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


@letter_kind(RETIRED, label=msg("A question of the award is asked no more"))
def retired(given: Params, links: Links) -> Letter:
    names = {"category": Bilingual(**given["category"]), "question": Bilingual(**given["question"])}
    entries: list[Words] = [_entry(one) for one in given["entries"]]
    return Letter(
        subject=msg("A question of the award is asked no more"),
        paragraphs=(
            msg("The question “%(question)s” of the category “%(category)s” is asked no more.", **names),
            msg("The reason:"),
            Bilingual(given["reason"], given["reason"]),
            msg("It concerns your entries:"),
            *entries,
        ),
        action=(msg("Open your entries"), links.to("/entries")),
        notes=(
            msg("What you have submitted counts as it is, with the question as it was asked then."),
            msg("An answer in your draft can still be read and copied there; it is not submitted."),
        ),
    )


@letter_kind(ELIGIBILITY, label=msg("What is asked before an entry is started has changed"))
def eligibility(given: Params, links: Links) -> Letter:
    """`how` is `added`, `revised` or `retired`; `question` is as it was asked, or as it is asked if it is new."""
    question = Bilingual(**given["question"])
    what = {
        "added": msg("“%(question)s” is asked from now on before an entry is started.", question=question),
        "revised": msg(
            "“%(question)s” is asked in another form before an entry is started.", question=question
        ),
        "retired": msg("“%(question)s” is asked no more before an entry is started.", question=question),
    }[given["how"]]
    entries: list[Words] = [_entry(one) for one in given["entries"]]
    return Letter(
        subject=msg("What is asked before an entry is started has changed"),
        paragraphs=(
            what,
            msg("The reason:"),
            Bilingual(given["reason"], given["reason"]),
            msg("It concerns your entries:"),
            *entries,
        ),
        action=(msg("Open your entries"), links.to("/entries")),
        notes=(msg("What you answered when you started them stays as it is, and is not asked again."),),
    )


def _entry(one: Params) -> Message:
    title = Bilingual(one["ar"] or one["en"], one["en"] or one["ar"])
    if one["to_do"]:
        return msg(
            "Entry %(number)s, “%(title)s”: look at its answer again.", number=one["number"], title=title
        )
    return msg("Entry %(number)s, “%(title)s”: nothing needs to be done.", number=one["number"], title=title)
