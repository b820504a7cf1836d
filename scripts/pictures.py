"""Take the pictures in `docs/pictures` anew, over a demo of their own: `make pictures`."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.server import HOST, PORT, accounts, demo_data, serving

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
    ("results", "organizers", "/cycles/2/results/G2C"),
    ("auditor", "auditors", "/desk/auditor"),
)


def main() -> None:
    data = demo_data(Path("var/bench-184").resolve(), 184)
    people = {role: found[0] for role, found in accounts(data).items() if isinstance(found, list)}
    sheet = people["judges"]["entries"][2]
    with serving(data), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        for name, role, path in PAGES:
            for lang in ("ar", "en"):
                picture = _picture(browser, people[role] if role else None, path or sheet, lang)
                _small(picture).save(TARGET / f"{name}-{lang}.png", optimize=True)
        browser.close()


def _picture(browser: Browser, person: dict[str, str] | None, path: str, lang: str) -> bytes:
    base = f"http://{HOST}:{PORT}"
    context = browser.new_context(viewport={"width": 1180, "height": 900}, locale=lang)
    page = context.new_page()
    page.goto(f"{base}/language/{lang}?next=/sign-in")
    if person:
        page.fill("[name=email]", person["email"])
        page.fill("[name=password]", person["password"])
        page.click("main button")
    page.goto(base + path)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def _small(picture: bytes) -> Image.Image:
    """With 256 colours, a third of the size and to the eye the same."""
    return Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
