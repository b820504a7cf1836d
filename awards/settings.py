"""What an operator sets, read once from the environment.

A value has a default only where that default is safe in production.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """The environment holds a value that cannot be used; the message names the variable."""


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    """Where the database (unless `database_url` says otherwise), files and keys lie."""
    database_url: str
    base_url: str
    """Public address without a trailing slash; decides Secure cookies and the address in QR codes."""
    given_secret: str = field(repr=False)
    """Empty where the operator gave none: `secret` is then made and kept beside the data."""
    session_hours: int
    upload_limit: int
    """Largest attachment, in bytes."""
    log_level: str
    smtp_url: str | None = field(repr=False)
    """The mail server, e.g. `smtp://user:password@host:587`; without one, mail is written to `mail_dir`."""
    mail_from: str
    """From whom mail comes: `Name <address>` or an address."""
    answer_days: int
    """Within how many working days the office answers a question (`awards.helpdesk.hours`)."""
    clamd: str
    """The virus scanner that every upload is shown to: a path of a socket, or `host:port`; empty where there is none."""
    contact: str
    """Where people write who cannot go on by themselves; empty where nobody has said."""

    @cached_property
    def secret(self) -> str:
        """What signs cookies, links and queued work. Made at the first use: what only reads an installation needs none."""
        return self.given_secret or _kept_secret(self.data_dir)

    @property
    def https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2].rstrip(">")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read TAHKIM_* variables.

        Raises:
            SettingsError: a value that cannot be used, or one that production must not go without.
        """
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("TAHKIM_DATA_DIR", "var/data")).resolve()
        production = env.get("TAHKIM_ENVIRONMENT", "production") == "production"
        base_url = env.get("TAHKIM_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        address = urlsplit(base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise SettingsError(f"TAHKIM_BASE_URL is not an http(s) address: {base_url!r}")
        if production and address.scheme != "https" and address.hostname not in {"127.0.0.1", "localhost"}:
            raise SettingsError("TAHKIM_BASE_URL must begin with https:// in production")
        return cls(
            data_dir=data_dir,
            database_url=env.get("TAHKIM_DATABASE_URL", f"sqlite:///{data_dir / 'tahkim.sqlite3'}"),
            base_url=base_url,
            given_secret=env.get("TAHKIM_SECRET", ""),
            session_hours=_positive(env, "TAHKIM_SESSION_HOURS", 12),
            upload_limit=_positive(env, "TAHKIM_UPLOAD_LIMIT_MB", 20) * 1024 * 1024,
            log_level=env.get("TAHKIM_LOG_LEVEL", "INFO").upper(),
            smtp_url=_smtp_url(env),
            mail_from=_mail_from(env),
            answer_days=_positive(env, "TAHKIM_ANSWER_DAYS", 2),
            clamd=_clamd(env),
            contact=_contact(env),
        )


def _positive(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{name} must be a whole number from 1 up, not {text!r}")
    return int(text)


def _smtp_url(env: Mapping[str, str]) -> str | None:
    url = env.get("TAHKIM_SMTP_URL")
    if not url:
        return None
    address = urlsplit(url)
    if address.scheme not in {"smtp", "smtps"} or not address.hostname:
        # The value itself may hold a password.
        raise SettingsError("TAHKIM_SMTP_URL is not an address such as smtp://user:password@host:587")
    if "TAHKIM_MAIL_FROM" not in env:
        raise SettingsError("TAHKIM_SMTP_URL needs TAHKIM_MAIL_FROM: the address that mail comes from")
    return url


def _mail_from(env: Mapping[str, str]) -> str:
    sender = env.get("TAHKIM_MAIL_FROM", "tahkim@localhost")
    name, _, address = sender.rpartition("<")
    local, at, domain = address.rstrip(">").rpartition("@")
    if not (local and at and domain) or (name and not sender.endswith(">")) or "\n" in sender:
        raise SettingsError(f"TAHKIM_MAIL_FROM is neither an address nor a name and an address: {sender!r}")
    return sender


def _clamd(env: Mapping[str, str]) -> str:
    address = env.get("TAHKIM_CLAMD", "")
    host, _, port = address.rpartition(":")
    if address and not address.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise SettingsError(f"TAHKIM_CLAMD is neither a path of a socket nor host:port: {address!r}")
    return address


def _contact(env: Mapping[str, str]) -> str:
    """The address of its own, else the one that mail comes from."""
    contact = env.get("TAHKIM_CONTACT_EMAIL", "")
    if contact:
        local, at, domain = contact.rpartition("@")
        if not (local and at and domain) or set(contact) & set(" <>\n"):
            raise SettingsError(f"TAHKIM_CONTACT_EMAIL is not an address: {contact!r}")
        return contact
    return _mail_from(env).rpartition("<")[2].rstrip(">") if "TAHKIM_MAIL_FROM" in env else ""


def _kept_secret(data_dir: Path) -> str:
    """The secret beside the data, readable by its owner alone; made by whichever process asks first."""
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=data_dir)  # 0600
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(made, path)  # whole or not at all: another process may read it at once
        Path(made).unlink()
    return path.read_text().strip()
