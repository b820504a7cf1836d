"""Pages: Jinja2 environments, one per language, and the few things every page knows."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from litestar.datastructures import CacheControlHeader, Cookie
from litestar.enums import HttpMethod, MediaType
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from awards.kit import i18n
from awards.kit.folding import FoldingEnvironment
from awards.kit.i18n import LANGUAGES, Lang, Message, as_lang, translate
from awards.kit.recently_used import RecentlyUsed

STATIC = Path(__file__).resolve().parents[1] / "static"
STATIC_CACHE = CacheControlHeader(max_age=365 * 24 * 3600, public=True, immutable=True)

READ = (HttpMethod.GET, HttpMethod.HEAD)
"""Methods of a public page: a link checker asks with HEAD."""

LANGUAGE_COOKIE = "language"
NOTICE_COOKIE = "notice"


@cache
def resource(name: str) -> Path:
    """A folder that ships with the product (`templates`, `fixtures`): in the wheel, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    for path in (package / "_data" / name, package.parent / name):
        if path.is_dir():
            return path
    raise FileNotFoundError(name)


@cache
def environment(lang: Lang) -> Environment:
    """Templates for readers of `lang`, compiled once per process."""
    env = FoldingEnvironment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    translated = i18n.translations(lang).ugettext

    def words(text: str) -> str:
        """`%%` stands for a per cent sign, as in calls with values to put in."""
        return translated(text) % {}

    env.folds = {"_": words, "gettext": words, "asset": asset, "font": font}
    env.install_gettext_translations(i18n.translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        lang=lang,
        other_lang="en" if lang == "ar" else "ar",
        dir="rtl" if lang == "ar" else "ltr",
        asset=asset,
        font=font,
    )
    env.filters.update(
        local=lambda thing, name="name": i18n.local(thing, name, lang),
        worded=lambda said: translate(said, lang) if isinstance(said, str) else i18n.in_words(said, lang),
        date=lambda value: i18n.gregorian(value, lang),
        short_date=lambda value: i18n.short_date(value, lang),
        hijri=lambda value: i18n.hijri(value, lang),
        time=lambda value: i18n.clock_time(value, lang),
        number=lambda value, places=None: i18n.number(value, places),
    )
    return env


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """Address of a file in `static/`, with its age in it, so that a new version is fetched."""
    path = STATIC / name
    return f"/static/{name}?v={int(path.stat().st_mtime):x}" if path.exists() else f"/static/{name}"


def font(name: str) -> str:
    """Address of a font as the stylesheet writes it: under another address it would be fetched twice."""
    return f"/static/fonts/{name}.woff2"


def language_of(request: Request[Any, Any, Any]) -> Lang:
    """The reader's language: what they chose, else Arabic."""
    return as_lang(request.cookies.get(LANGUAGE_COOKIE))


def render(lang: Lang, template: str, **context: Any) -> str:
    """A template as text, without a request."""
    return environment(lang).get_template(template).render(**context)


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> Response[str]:
    """Answer with a page. Every template may use: viewer, path, csrf_token, notice, lang, dir."""
    lang = language_of(request)
    notice = request.cookies.get(NOTICE_COOKIE)
    shared: dict[str, Any] = {
        "viewer": request.scope.get("user"),
        "path": request.scope["path"],
        "query": request.scope.get("query_string", b"").decode("latin-1"),
        "csrf_token": _csrf_token(request),
        "notice": _read_notice(notice, lang) if notice else None,
        "site": request.app.state.award(),
    } | context
    html = environment(lang).get_template(template).render(shared, head=_head(lang, shared))
    response = Response(html, status_code=status, media_type=MediaType.HTML)
    if notice:
        response.delete_cookie(NOTICE_COOKIE)
    return response


_heads = RecentlyUsed[tuple[object, ...], str](256)
"""By language and all that a head is made of."""
_ONWARD = "\0"
"""Stands in a drawn head where the way to the other language goes: nobody can type it."""


def _head(lang: Lang, shared: Mapping[str, Any]) -> Markup:
    """The head of the page, drawn once for each reader and marked for each page."""
    viewer, site, path, query = (shared[name] for name in ("viewer", "site", "path", "query"))
    token = shared["csrf_token"] if viewer else ""
    key = (lang, viewer, site, token)
    found = _heads.find([key])
    if not found:
        drawn = render(lang, "layouts/head.html", viewer=viewer, site=site, csrf_token=token, onward=_ONWARD)
        found = {key: drawn}
        _heads.keep(found)
    own = f'<a href="{path}"'
    html = found[key].replace(own, f'{own} aria-current="page"', 1)
    onward = quote(f"{path}?{query}" if query else path)
    return Markup(html.replace(_ONWARD, onward, 1))  # noqa: S704 - from a template that escapes


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
