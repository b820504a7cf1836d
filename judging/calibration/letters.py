"""The letter of a calibration: it names no entry and no colleague."""

from awards.kit.i18n import Bilingual, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

OPENED = "calibration.opened"


@letter_kind(OPENED, label=msg("Calibration: anchor entries to score"))
def opened(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Calibration: please score the anchor entries"),
        paragraphs=(
            msg(
                "Before scoring opens in “%(cycle)s”, the judges of each panel score the same few entries.",
                cycle=Bilingual(given["ar"], given["en"]),
            ),
            msg(
                "What you give there never counts. When calibration is closed, you see how far all lie apart and talk it over."
            ),
        ),
        action=(msg("Open calibration"), links.to("/calibration")),
    )
