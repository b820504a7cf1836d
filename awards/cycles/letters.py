"""The letters that tell of an announced cycle, and of dates that were moved."""

from datetime import datetime

from awards.cycles.wording import CALENDAR
from awards.kit.i18n import HERE, Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

MOVED = "cycles.moved"
ANNOUNCED = "cycles.announced"


@letter_kind(MOVED, label=msg("Dates moved"))
def moved(given: Params, links: Links) -> Letter:
    """`moved` are names of dates, each with `old` and `new` in ISO; `reason` is empty for judges, `path` their page."""
    lines = (
        msg(
            "%(what)s: %(new)s. Until now it was %(old)s.",
            what=CALENDAR[one["name"]],
            new=datetime.fromisoformat(one["new"]),
            old=datetime.fromisoformat(one["old"]),
        )
        for one in given["moved"]
    )
    reason = (msg("Reason: %(reason)s", reason=given["reason"]),) if given["reason"] else ()
    return Letter(
        subject=msg("Other dates: %(cycle)s", cycle=Bilingual(**given["cycle"])),
        paragraphs=(
            msg(
                "Dates of %(cycle)s were moved. All times are %(zone)s.",
                cycle=Bilingual(**given["cycle"]),
                zone=HERE,
            ),
            *lines,
            *reason,
        ),
        action=(msg("Open the platform"), links.to(given["path"])),
    )


@letter_kind(ANNOUNCED, label=msg("Cycle announced"))
def announced(given: Params, links: Links) -> Letter:
    """`cycle` and `award` in both languages, `number`, and `opens` and `closes` in ISO."""
    cycle, award = Bilingual(**given["cycle"]), Bilingual(**given["award"])
    opens, closes = (datetime.fromisoformat(given[name]) for name in ("opens", "closes"))
    return Letter(
        subject=msg("%(award)s: %(cycle)s", award=award, cycle=cycle),
        paragraphs=(
            msg(
                "%(cycle)s of “%(award)s” is announced, and your agency may enter.", cycle=cycle, award=award
            ),
            msg(
                "Entries are taken from %(opens)s until %(closes)s, Riyadh time.", opens=opens, closes=closes
            ),
            msg("The page shows the categories with their questions and criteria."),
        ),
        action=(msg("See the categories"), links.to(f"/categories?cycle={given['number']}")),
    )
