"""What places are called."""

from awards.kit.i18n import Message, msg

MENTION = 100
"""The number under which the special mention of a category stands: after every place, and no place itself."""
_PLACES = (
    msg("First place"),
    msg("Second place"),
    msg("Third place"),
    msg("Fourth place"),
    msg("Fifth place"),
)
_SHARED = (
    msg("First place, shared"),
    msg("Second place, shared"),
    msg("Third place, shared"),
    msg("Fourth place, shared"),
    msg("Fifth place, shared"),
)


def place_name(place: int, *, shared: bool = False) -> Message:
    """«المركز الأول», «المركز الأول مناصفة», «تنويه خاص»."""
    if place == MENTION:
        return msg("Special mention")
    named = _SHARED if shared else _PLACES
    if place <= len(named):
        return named[place - 1]
    return msg("Place %(n)s, shared", n=place) if shared else msg("Place %(n)s", n=place)
