"""Which page stands at or above an address, so that an answer without a page of its own can lead back to one."""

from collections.abc import Iterable

from litestar.routes import HTTPRoute
from litestar.types import Scope


class PageAddresses:
    """The addresses of all pages of an application."""

    def __init__(self, routes: Iterable[object]) -> None:
        self._pages = {
            route.path_format for route in routes if isinstance(route, HTTPRoute) and "GET" in route.methods
        }

    def at_or_above(self, scope: Scope) -> str:
        """The page at the address of a request, else the nearest one above it; in the end the front page."""
        return self._nearest(scope["path"], scope.get("path_template", ""))

    def above(self, scope: Scope) -> str:
        return self._nearest(_parent(scope["path"]), _parent(scope.get("path_template", "")))

    def _nearest(self, path: str, template: str) -> str:
        """An address and its route, `/cycles/3/results` and `/cycles/{number}/results`, are walked up together."""
        while template not in self._pages and template:
            path, template = _parent(path), _parent(template)
        return path if template else "/"


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]
