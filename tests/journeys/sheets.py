"""What journeys over a judge's sheet look at and do."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Locator, Page

SAVED = {"ar": re.compile("حُفظ"), "en": re.compile("Saved at")}


def alert(page: Page) -> Locator:
    """What the sheet says of a save that did not go as it should."""
    return page.locator("[data-when]:visible")


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('tahkim:'))")


def crash(page: Page) -> None:
    """The tab dies without a last word: one that is closed still sends what it holds, and may get through meanwhile."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()


def wait_for(page: Page, condition: Callable[[], bool]) -> None:
    for _ in range(50):
        if condition():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not come to pass")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
