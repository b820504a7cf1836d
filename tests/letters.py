"""What was written to somebody: the letters in the outbox, as their recipient would read them."""

from urllib.parse import urlsplit

from sqlmodel import col, select

from awards.kit.db import Database
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, kind_named
from awards.kit.mail.outbox import Mail
from awards.settings import Settings


def letters_to(db: Database, settings: Settings, address: str) -> list[tuple[str, Letter]]:
    """Kind and letter, the oldest first."""
    links = Links(settings.base_url, settings.secret)
    with db.read() as session:
        mails = session.exec(select(Mail).where(Mail.address == address).order_by(col(Mail.queued_at))).all()
    found = []
    for mail in mails:
        kind = kind_named(mail.kind)
        assert kind is not None
        found.append((mail.kind, kind.write(mail.params, links)))
    return found


def link_to(db: Database, settings: Settings, address: str, kind: str) -> str:
    """The path behind the button of the last letter of this kind to an address."""
    letter = [letter for name, letter in letters_to(db, settings, address) if name == kind][-1]
    assert letter.action is not None
    return urlsplit(letter.action[1]).path
