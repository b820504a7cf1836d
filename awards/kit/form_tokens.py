"""The form token where the framework has made none: on an answer that refuses a form, or that no route gave."""

from hmac import compare_digest
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash, generate_csrf_token
from litestar.utils.scope.state import ScopeState


def ensure_form_token(request: Request[Any, Any, Any]) -> Cookie | None:
    """Give the page a token that its forms can be sent with; the cookie to set, if the browser holds none that is good.

    A good cookie is kept: other pages of this browser hold its token.
    """
    config, state = request.app.csrf_config, ScopeState.from_scope(request.scope)
    if config is None or isinstance(state.csrf_token, str):
        return None
    held = request.cookies.get(config.cookie_name)
    if held is not None and _is_ours(held, config.secret):
        state.csrf_token = held
        return None
    state.csrf_token = generate_csrf_token(config.secret)
    return Cookie(
        config.cookie_name,
        value=state.csrf_token,
        path=config.cookie_path,
        secure=config.cookie_secure,
        httponly=config.cookie_httponly,
        samesite=config.cookie_samesite,
    )


def _is_ours(token: str, secret: str) -> bool:
    random, signature = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
    return compare_digest(signature.encode(), generate_csrf_hash(random, secret).encode())
