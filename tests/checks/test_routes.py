"""Every route has a guard or stands on the public list."""

import re
import uuid

from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

PUBLIC = {
    "/",
    "/sign-in",
    "/sign-out",
    "/password-reset",
    "/password-reset/{reset_id:uuid}/{token:str}",
    "/email-change/{change_id:uuid}/{side:str}/{token:str}",
    "/invitations/{invitation_id:uuid}/accepting/{token:str}",
    "/register",
    "/register/{registration_id:uuid}/{token:str}",
    "/language/{lang:str}",
    "/healthz",
    "/helpdesk",
    "/events",
    "/events/{event_id:uuid}",
    "/guidance",
    "/guidance/{guide_id:uuid}",
    "/booklets/{number:int}/{code:str}/{lang:str}",
    "/readyz",
    "/categories",
    "/categories/{code:str}",
    "/winners",
    "/winners/{number:int}",
    "/verify",
    "/verify/{code:str}",
    "/certificates/{name:str}",
    "/receipts",
    "/receipts/{number:str}/{code:str}",
    "/cycles/{number:int}/terms",
}


def test_every_route_has_a_guard_or_is_public_on_purpose(app: Litestar) -> None:
    unguarded = set()
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/static"):
            continue
        for handler in route.route_handlers:
            if "OPTIONS" not in handler.http_methods and not handler.resolve_guards():
                unguarded.add(route.path)
    assert unguarded <= PUBLIC


def test_no_public_path_is_listed_that_does_not_exist(app: Litestar) -> None:
    assert {route.path for route in app.routes} >= PUBLIC


def test_a_public_page_answers_head_as_it_answers_get(client: TestClient[Litestar]) -> None:
    for path in PUBLIC - {"/sign-out"}:
        address = path.replace("{lang:str}", "en").replace("{number:int}", "1")
        address = address.replace("{code:str}", "G2C").replace("{name:str}", "x.pdf")
        address = re.sub("{[a-z_]+:uuid}", str(uuid.UUID(int=0)), address)
        address = address.replace("{side:str}", "old").replace("{token:str}", "x")
        read, asked = (client.request(method, address, follow_redirects=False) for method in ("GET", "HEAD"))
        assert asked.status_code == read.status_code, path
        assert asked.content == b"", path
