"""Secrets in addresses stay out of the logs."""

import uuid
from types import SimpleNamespace

from awards.kit.links import token_of, without_secret


def test_the_secret_of_a_link_is_cut_from_a_logged_path() -> None:
    row = uuid.uuid4()
    token = token_of("key", "purpose", row)
    assert without_secret(f"/password-reset/{row}/{token}") == f"/password-reset/{row}/…"
    assert without_secret("/entries/184/receipt") == "/entries/184/receipt"


def test_what_the_log_says_of_a_request_by_link_holds_no_secret(client, monkeypatch) -> None:
    lines: list[dict[str, object]] = []
    recorder = SimpleNamespace(info=lambda _, **values: lines.append(values))
    monkeypatch.setattr("awards.kit.request_log.log", recorder)
    row = uuid.UUID(int=1)
    client.get(f"/password-reset/{row}/{token_of('key', 'purpose', row)}")
    assert [line["path"] for line in lines] == [f"/password-reset/{row}/…"]
