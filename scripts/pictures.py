"""Take the pictures in `docs/pictures` anew, over a demo of their own: `make pictures`."""

import subprocess
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlmodel import select

from awards.kit.db import Database
from awards.settings import Settings
from benchmarks.server import HOST, PORT, accounts, demo_data, serving
from reports.certificates.models import Certificate, CertificateKind

TARGET = Path("docs/pictures")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
PAGES = (
    ("home", None, "/"),
    ("entrant", "entrants", "/entries"),
    ("judge", "judges", "/scorecards"),
    ("scorecard", "judges", None),
    ("organiser", "organizers", "/desk/organiser"),
    ("intake", "organizers", "/cycles/4/intake"),
    ("screening", "organizers", "/cycles/3/screening"),
    ("rounds", "organizers", "/cycles/3/rounds"),
    ("progress", "organizers", "/cycles/3/progress"),
    ("results", "organizers", "/cycles/2/results/G2C"),
    ("auditor", "auditors", "/desk/auditor"),
)


def main() -> None:
    data = demo_data(Path("var/bench-184").resolve(), 184)
    people = {role: found[0] for role, found in accounts(data).items() if isinstance(found, list)}
    with serving(data), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=OPTIONS)
        for name, role, path in PAGES:
            for lang in ("ar", "en"):
                picture = _picture(browser, people[role] if role else None, path, lang)
                _small(picture).save(TARGET / f"{name}-{lang}.png", optimize=True)
        browser.close()
    _small(_certificate(data)).save(TARGET / "certificate.png", optimize=True)


def _certificate(data: Path) -> bytes:
    """Of the first winner by number."""
    db = Database(Settings.from_environment({"TAHKIM_DATA_DIR": str(data)}).database_url)
    won = select(Certificate.code).where(Certificate.kind == CertificateKind.WINNER, Certificate.place == 1)
    with db.read() as session:
        code = session.exec(won.order_by(Certificate.code).limit(1)).one()
    db.dispose()
    command = ["pdftoppm", "-png", "-r", "80", str(data / "out" / "certificates" / f"{code}.pdf")]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _picture(browser: Browser, person: dict[str, str] | None, path: str | None, lang: str) -> bytes:
    """A page, or without a path the draft that the person's first page leads to."""
    base = f"http://{HOST}:{PORT}"
    context = browser.new_context(viewport={"width": 1180, "height": 900}, locale=lang)
    page = context.new_page()
    page.goto(f"{base}/language/{lang}?next=/sign-in")
    if person:
        page.fill("[name=email]", person["email"])
        page.fill("[name=password]", person["password"])
        page.click("main button")
    if path:
        page.goto(base + path)
    else:
        page.click(".next-entry .button")
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def _small(picture: bytes) -> Image.Image:
    """With 256 colours, a third of the size and to the eye the same."""
    return Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
