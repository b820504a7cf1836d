"""Pages: the answers to a browser, and the few things every page knows."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from litestar import Request, Response
from litestar.datastructures import CacheControlHeader, Cookie
from litestar.enums import HttpMethod, MediaType
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from awards.kit.clock import RIYADH, zone_named
from awards.kit.forms import Filled
from awards.kit.i18n import LANGUAGES, Lang, Message, as_lang, told_in, translate
from awards.kit.recently_used import RecentlyUsed
from awards.kit.templates import environment, render

STATIC_CACHE = CacheControlHeader(max_age=365 * 24 * 3600, public=True, immutable=True)

READ = (HttpMethod.GET, HttpMethod.HEAD)
"""Methods of a public page: a link checker asks with HEAD."""

LANGUAGE_COOKIE = "language"
NOTICE_COOKIE = "notice"


def language_of(request: Request[Any, Any, Any]) -> Lang:
    """The reader's language: what they chose, else Arabic."""
    return as_lang(request.cookies.get(LANGUAGE_COOKIE))


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    filled: Filled[Any] | None = None,
    status: int = HTTPStatus.OK,
    form_at: str = "",
    **context: Any,
) -> Response[str]:
    """Answer with a page. Every template may use: viewer, path, csrf_token, notice, lang, dir, typed, errors.

    `filled` is the form on it: its template reads `typed`, never a password, and `errors`; the status is the form's.
    `form_at` is the address of the form, where what it posts goes elsewhere: there the other language leads.
    Its times are told in the zone of the cycle that it is about: see `_HAVE_A_ZONE`.
    """
    lang = language_of(request)
    notice = request.cookies.get(NOTICE_COOKIE)
    shared: dict[str, Any] = {
        "viewer": request.scope.get("user"),
        "path": request.scope["path"],
        "query": request.scope.get("query_string", b"").decode("latin-1"),
        "csrf_token": _csrf_token(request),
        "notice": _read_notice(notice, lang) if notice else None,
        "site": request.app.state.award(),
        "typed": {},
        "errors": {},
    } | context
    if filled is not None:
        typed = {name: value for name, value in filled.typed.items() if "password" not in name}
        shared |= {"typed": typed, "errors": filled.errors}
        status = filled.status
    head = _head(lang, shared, form_at or _address(request, shared))
    with told_in(_zone_of(context)):
        html = environment(lang).get_template(template).render(shared, head=head)
    response = Response(html, status_code=status, media_type=MediaType.HTML)
    if notice:
        response.delete_cookie(NOTICE_COOKIE)
    return response


_HAVE_A_ZONE = ("entry", "cycle", "sheet", "desk")
"""What a page may be about, by its name in the template: the first one that has a zone says in which times are told."""


def _zone_of(context: Mapping[str, Any]) -> ZoneInfo:
    found = (getattr(context.get(name), "zone", None) for name in _HAVE_A_ZONE)
    return next((zone_named(zone) for zone in found if isinstance(zone, str)), RIYADH)


_heads = RecentlyUsed[tuple[object, ...], str](256)
"""By language and all that a head is made of."""
_ONWARD = "\0"
"""Stands in a drawn head where the way to the other language goes: nobody can type it."""


def _address(request: Request[Any, Any, Any], shared: Mapping[str, Any]) -> str:
    """Where this page, or the one that it answers for, is read."""
    path, query = shared["path"], shared["query"]
    addresses = getattr(request.app.state, "page_addresses", None)
    if request.method not in READ and path == request.scope["path"] and addresses:
        path = addresses.at_or_above(request.scope)
    return f"{path}?{query}" if query else path


def _head(lang: Lang, shared: Mapping[str, Any], onward: str) -> Markup:
    """The head of the page, drawn once for each reader and marked for each page."""
    viewer, site, path = (shared[name] for name in ("viewer", "site", "path"))
    token = shared["csrf_token"] if viewer else ""
    key = (lang, viewer, site, token)
    found = _heads.find([key])
    if not found:
        drawn = render(lang, "layouts/head.html", viewer=viewer, site=site, csrf_token=token, onward=_ONWARD)
        found = {key: drawn}
        _heads.keep(found)
    own = f'<a href="{path}"'
    html = found[key].replace(own, f'{own} aria-current="page"', 1)
    return Markup(html.replace(_ONWARD, quote(onward), 1))  # noqa: S704 - from a template that escapes


def _csrf_token(request: Request[Any, Any, Any]) -> str:
    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else ""


def see(where: str, *, notice: Message | None = None) -> Redirect:
    """303 to another page, which says `notice` once."""
    cookies = []
    if notice is not None:
        text = json.dumps([notice.text, notice.params, notice.plural], default=str, ensure_ascii=False)
        cookies.append(
            Cookie(NOTICE_COOKIE, value=quote(text), path="/", httponly=True, samesite="lax", max_age=60)
        )
    return Redirect(where, status_code=303, cookies=cookies)


def _read_notice(cookie: str, lang: Lang) -> str | None:
    """The notice of the cookie, in words; a cookie that is not ours says nothing."""
    try:
        text, params, plural = json.loads(unquote(cookie))
        return translate(Message(str(text), dict(params), plural), lang)
    except (ValueError, TypeError, KeyError):
        return None


def is_language(text: str) -> bool:
    return text in LANGUAGES


def local_path(target: str | None, *, other: str = "/") -> str:
    """`target` if it is a path on this site, else `other`: no redirect leads elsewhere."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target:
        return target
    return other
