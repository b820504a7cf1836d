"""A letter: what it says, before it is in any language, and the message that is made of it.

A feature that writes to people registers its letters::

    @letter_kind("invitations.invited", label=msg("Invitation"))
    def invited(given: Params, links: Links) -> Letter: ...

The function is pure and is called whenever the letter is shown or sent, so the outbox holds no text and no secret: only
the kind and the parameters, in plain JSON.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from awards.kit.clock import zone_named
from awards.kit.i18n import LANGUAGES, Bilingual, Lang, Message, in_words, told_in, translate
from awards.kit.links import Links
from awards.kit.templates import render

Params = Mapping[str, Any]
Words = Message | Bilingual | str


@dataclass(frozen=True)
class Letter:
    """Paragraphs in the order of reading, then one thing to do, then what is good to know."""

    subject: Message
    paragraphs: tuple[Words, ...]
    action: tuple[Message, str] | None = None
    """What the button says, and the full address it leads to."""
    notes: tuple[Words, ...] = ()
    zone: str = "Asia/Riyadh"
    """By whose clocks its times are told; set from the parameter `zone` of a letter that has one."""


Write = Callable[[Params, Links], Letter]


@dataclass(frozen=True)
class LetterKind:
    """What the outbox knows of one kind of letter."""

    name: str
    label: Message
    write: Write
    may_be_resent: bool
    """False for a letter whose link works for minutes: its recipient asks for another one."""


_kinds: dict[str, LetterKind] = {}


def letter_kind(name: str, *, label: Message, may_be_resent: bool = True) -> Callable[[Write], Write]:
    """Register the function that writes letters of this kind. Raises ValueError for a name that is taken."""

    def register(write: Write) -> Write:
        if name in _kinds:
            raise ValueError(f"there are two kinds of letter called {name!r}")

        def zoned(given: Params, links: Links) -> Letter:
            letter = write(given, links)
            return replace(letter, zone=given["zone"]) if "zone" in given else letter

        _kinds[name] = LetterKind(name, label, zoned, may_be_resent)
        return write

    return register


def kind_named(name: str) -> LetterKind | None:
    """None for a kind that this version of the product does not know."""
    return _kinds.get(name)


def kinds() -> list[LetterKind]:
    """All kinds that are registered, by name: for the filter of the outbox."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


@dataclass(frozen=True)
class Part:
    """A letter in one language."""

    lang: Lang
    subject: str
    paragraphs: tuple[str, ...]
    action: tuple[str, str] | None
    notes: tuple[str, ...]

    @property
    def dir(self) -> str:
        return "rtl" if self.lang == "ar" else "ltr"


def in_language(letter: Letter, lang: Lang) -> Part:
    """Word a letter for readers of one language, with its times by the clocks of its zone."""

    def words(said: Words) -> str:
        return str(in_words(said, lang))

    with told_in(zone_named(letter.zone)):
        return Part(
            lang,
            translate(letter.subject, lang),
            tuple(words(p) for p in letter.paragraphs),
            (translate(letter.action[0], lang), letter.action[1]) if letter.action else None,
            tuple(words(n) for n in letter.notes),
        )


def parts(letter: Letter, first: Lang) -> list[Part]:
    """The letter in the recipient's language, and then in the other one."""
    return [in_language(letter, lang) for lang in sorted(LANGUAGES, key=lambda lang: lang != first)]


def compose(
    letter: Letter, *, first: Lang, sender: str, to: str, award: Bilingual, message_id: str, at: datetime
) -> EmailMessage:
    """The message as it goes out: plain text and HTML, each with both languages, `first` on top.

    `message_id` is the same whenever the same mail is tried again, so that a mailbox knows it.
    """
    said = parts(letter, first)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=to)
    message["Subject"] = " | ".join(part.subject for part in said)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain(said, award))
    message.add_alternative(render(first, "emails/letter.html", parts=said, award=award), subtype="html")
    message["Content-Language"] = ", ".join(part.lang for part in said)
    return message


def plain(said: list[Part], award: Bilingual) -> str:
    """The letter as text without marks, for mailboxes that show no HTML."""
    return "\n\n— — —\n\n".join(_plain(part, award) for part in said) + "\n"


def _plain(part: Part, award: Bilingual) -> str:
    action = [f"{part.action[0]}:\n{part.action[1]}"] if part.action else []
    return "\n\n".join([*part.paragraphs, *action, *part.notes, str(in_words(award, part.lang))])
