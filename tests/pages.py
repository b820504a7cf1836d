"""Reading pages in tests."""

import re
from html import unescape
from typing import Any


def form_token(client: Any, path: str) -> str:
    """The form token that the page at `path` holds, or the one of the cookie."""
    found = re.search(r'name="_csrf_token" value="([^"]+)"', client.get(path).text)
    return unescape(found.group(1)) if found else client.cookies["form"]
