"""A real worker that knows one kind of letter, and gives the lost up soon.

Run as a script by test_mail.py; the environment says where the data lies.
"""

from datetime import timedelta

from awards.kit.i18n import Bilingual, msg
from awards.kit.job_runs import Pace
from awards.kit.links import Links
from awards.kit.mail import sending
from awards.kit.mail.letters import Letter, Params, letter_kind
from awards.settings import Settings
from awards.worker import serve

PACE = Pace(sweep=timedelta(seconds=0.1))


@letter_kind("test.letter", label=msg("Test"))
def letter(given: Params, links: Links) -> Letter:
    return Letter(
        subject=msg("Sign in"),
        paragraphs=(Bilingual(given["ar"], given["en"]),),
        action=(msg("Sign in"), links.secret_to("/test", "test", given["id"])),
        notes=(msg("Your password is changed. You have been signed out everywhere else."),),
    )


@letter_kind("test.minutes", label=msg("Test"), may_be_resent=False)
def short_lived(given: Params, links: Links) -> Letter:
    return Letter(subject=msg("Sign in"), paragraphs=("…",))


if __name__ == "__main__":
    sending.LOST_AFTER = timedelta(seconds=1)
    serve(Settings.from_environment(), pace=PACE)
