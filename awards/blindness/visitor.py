"""Asks the application for pages within this process, as somebody who is signed in."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Litestar


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: str
    media_type: str
    body: bytes

    @property
    def shown(self) -> bool:
        return self.status == HTTPStatus.OK


class Visitor:
    """Whose requests carry the cookies of one session; without one, anybody's."""

    def __init__(self, app: Litestar, base_url: str, cookies: dict[str, str]) -> None:
        self._app, self._base = app, urlsplit(base_url)
        self._cookies = cookies

    async def get(self, path: str, lang: str = "ar") -> Answer:
        """One page, in a language."""
        cookies = "; ".join(f"{name}={value}" for name, value in (*self._cookies.items(), ("language", lang)))
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": self._base.scheme,
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", self._base.netloc.encode()), (b"cookie", cookies.encode())],
            "client": ("127.0.0.1", 0),
            "server": (self._base.hostname, self._base.port or 0),
            "state": {},
        }
        await self._app(scope, receive, send)  # type: ignore[arg-type]
        head = next(message for message in sent if message["type"] == "http.response.start")
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head["headers"]]
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        media_type = next((value for name, value in headers if name.lower() == "content-type"), "")
        return Answer(head["status"], "\n".join(map(": ".join, headers)), media_type.partition(";")[0], body)
