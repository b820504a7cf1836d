"""How many SQL statements each page takes, counted inside the application."""

from pathlib import Path
from typing import Any

from litestar.testing import TestClient
from sqlalchemy import event

from awards.app import create_app
from awards.kit import logs
from awards.kit.db import Database
from awards.settings import Settings
from benchmarks.scenarios import open_sheet
from benchmarks.server import accounts, field_of

PAGES = {
    "a": ("judges", lambda _: "/scorecards"),
    "b": ("judges", open_sheet),
    "d": ("organizers", lambda _: "/cycles/2/results"),
    "e": ("organizers", lambda _: "/cycles/2/results/export.csv"),
    "f": ("entrants", lambda _: "/entries/new"),
}


def statements_per_page(data: Path) -> dict[str, int]:
    """Statements of one warm GET by scenario, the session look-up included."""
    logs.configure("ERROR")
    settings = Settings.from_environment({"TAHKIM_DATA_DIR": str(data)})
    db = Database(settings.database_url)
    counted = [0]

    def count(*_: Any) -> None:
        counted[0] += 1

    for engine in (db.engine, db.reader):
        event.listen(engine, "before_cursor_execute", count)
    found = {}
    for name, (role, path_of) in PAGES.items():
        with TestClient(create_app(settings, db)) as client:
            account = accounts(data)[role][0]
            token = field_of(client.get("/sign-in").text, "_csrf_token")
            form = {"_csrf_token": token, "email": account["email"], "password": account["password"]}
            client.post("/sign-in", data=form)
            path = path_of(account)
            client.get(path)
            counted[0] = 0
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            found[name] = counted[0]
    db.dispose()
    return found
