"""A crawl in a process of its own: takes its order as JSON from standard input, and writes what it found."""

import json
import sys
import uuid

from awards import worker  # noqa: F401 - the kinds of letters
from awards.blindness.crawl import crawl
from awards.kit import clock, logs
from awards.kit.db import Database
from awards.settings import Settings


def _main() -> None:
    order = json.load(sys.stdin)
    settings = Settings.from_environment()
    logs.configure("WARNING")
    db = Database(settings.database_url)
    judges = [uuid.UUID(judge) for judge in order["judges"]]
    found = crawl(settings, db, uuid.UUID(order["cycle"]), judges, at=clock.now())
    told = json.dumps({"pages": found.pages, "findings": list(found.findings.values())})
    sys.stdout.write(f"\n{told}\n")


if __name__ == "__main__":
    _main()
