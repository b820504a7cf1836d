"""What each kind of refusal is called, and what to do next."""

from typing import NamedTuple

from awards.kit.errors import NotFound
from awards.kit.i18n import Message, msg


class Words(NamedTuple):
    """What stands above the sentence of the refusal, and below it."""

    heading: Message
    advice: Message | None = None


NOT_UNDERSTOOD = Words(msg("Not understood"), msg("Go back to the page and try once more."))
WORDS = {
    403: Words(msg("Not for this role")),
    404: Words(msg("Not found"), msg("Check the address, or go on from a page that you know.")),
    405: Words(msg("Not understood")),
    409: Words(
        msg("Not possible now"), msg("Nothing was changed. Go back to the page to see how things stand.")
    ),
    410: Words(msg("No longer there")),
    413: Words(msg("Too large"), msg("Choose a smaller file or shorten the text, then try again.")),
    422: Words(msg("Something must be put right"), msg("Go back to the page, put it right and try again.")),
    429: Words(msg("Too many requests")),
    500: Words(
        msg("Something went wrong"),
        msg("Try again in a few minutes. If it happens again, tell the organisers the number below."),
    ),
    503: Words(msg("Too busy")),
}
"""By status; what is not here was not understood."""

OUTDATED = Words(
    msg("This page was open too long"),
    msg("Nothing was saved. Open the page again and enter it once more; what you wrote stands below."),
)

SENTENCES = {
    400: msg("The request could not be understood."),
    403: msg("This page is not for the role in which you act now."),
    404: NotFound().message,
    405: msg("This address does not take this kind of request."),
    413: msg("What you sent is too large."),
    429: msg("Too many requests. Wait a little, then try again."),
    500: msg("Something went wrong on our side. Nothing was changed."),
    503: msg("The service is too busy at this moment. Try again in a minute."),
}
SIGNED_OUT = msg("You were signed out, so nothing was saved.")
TOKEN_REFUSED = msg(
    "The page was open too long for this to be accepted. Load it again, then send it once more."
)
SIGN_IN_AGAIN = msg(
    "The page had been open too long. Please enter your password again. "
    "If this does not help, allow cookies for this site in your browser."
)
