"""Ways out: an SMTP server, or files in a folder where none is set."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from awards.kit.files import write_durably
from awards.settings import Settings

TIMEOUT_SECONDS = 30
_PERMANENT = 500


class Refused(Exception):
    """The server will never take this mail: the address is wrong, say."""


class NotNow(Exception):
    """It was surely not taken; another try may do."""


class Unclear(Exception):
    """The connection ended after the mail was handed over and before the server said that it has it."""


class Transport(Protocol):
    def send(self, name: str, to: str, message: EmailMessage) -> str:
        """Hand one message over; returns the server's answer. Raises Refused, NotNow or Unclear."""

    def close(self) -> None: ...


def transport(settings: Settings) -> Transport:
    return (
        SmtpServer(settings.smtp_url, settings.mail_from) if settings.smtp_url else Folder(settings.mail_dir)
    )


class Folder:
    """Each mail as a file that mail programs open: for trying out, and for a server without mail."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, name: str, to: str, message: EmailMessage) -> str:  # noqa: ARG002
        path = self._root / f"{name}.eml"
        write_durably(path, message.as_bytes(), mode=0o600)
        return path.name

    def close(self) -> None:
        pass


class SmtpServer:
    """One connection for as many mails as come, opened with the first and anew after trouble.

    `url` is `smtp://user:password@host:587`, which begins with STARTTLS or not at all, `smtps://…`, or, for a relay on
    the same machine, `smtp://localhost:25?starttls=no`.
    """

    def __init__(self, url: str, sender: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._url, self._sender, self._timeout = urlsplit(url), sender, timeout
        self._smtp: smtplib.SMTP | None = None

    def send(self, name: str, to: str, message: EmailMessage) -> str:  # noqa: ARG002
        smtp = self._connected()
        try:
            self._step(lambda: smtp.mail(self._envelope_sender(), self._options(smtp, to)))
            self._step(lambda: smtp.rcpt(to))
        except BaseException:
            with suppress(smtplib.SMTPException, OSError):
                smtp.rset()
            raise
        try:
            code, answer = smtp.data(message.as_bytes())
        except smtplib.SMTPDataError as error:  # not let begin
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unclear(str(error)) from error
        if code != 250:
            raise _refusal(code, answer)
        return f"{code} {_text(answer)}"

    def _envelope_sender(self) -> str:
        return self._sender.rpartition("<")[2].rstrip(">")

    @staticmethod
    def _options(smtp: smtplib.SMTP, to: str) -> list[str]:
        if to.isascii():
            return []
        if not smtp.has_extn("smtputf8"):
            raise Refused("the mail server takes no addresses in other scripts")
        return ["SMTPUTF8"]

    def _step(self, call: Callable[[], tuple[int, bytes]]) -> None:
        try:
            code, answer = call()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotNow(str(error)) from error
        if code not in (250, 251):
            raise _refusal(code, answer)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            try:
                if self._smtp.noop()[0] == 250:
                    return self._smtp
            except (smtplib.SMTPException, OSError):
                pass
            self.close()
        try:
            self._smtp = self._open()
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow(str(error)) from error
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        host, safely = self._url.hostname or "localhost", ssl.create_default_context()
        if self._url.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=self._timeout, context=safely
            )
        else:
            smtp = smtplib.SMTP(host, self._url.port or 587, timeout=self._timeout)
        try:
            if self._url.scheme == "smtp" and parse_qs(self._url.query).get("starttls") != ["no"]:
                smtp.starttls(context=safely)
            smtp.ehlo_or_helo_if_needed()
            if self._url.username:
                smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp = None


def _refusal(code: int, answer: bytes | str) -> Refused | NotNow:
    text = f"{code} {_text(answer)}"
    return Refused(text) if code >= _PERMANENT else NotNow(text)


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:500]
