"""The intake in words."""

from awards.intake.risk import Risk
from awards.kit.i18n import Message, msg

RISKS: dict[Risk, tuple[Message, str]] = {
    Risk.HIGH: (msg("At risk"), "bad"),
    Risk.BEHIND: (msg("Behind"), "wait"),
    Risk.READY: (msg("Ready to submit"), "info"),
    Risk.NONE: (msg("Has time"), ""),
}
"""What a risk is called, and the tone of its badge."""
