"""Templates: Jinja2 environments, one per language, for pages, documents and mail alike."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from awards.kit import i18n
from awards.kit.clock import RIYADH, zone_named
from awards.kit.folding import FoldingEnvironment
from awards.kit.i18n import Lang, translate
from awards.kit.isolating import file_name, isolated

STATIC = Path(__file__).resolve().parents[1] / "static"


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
    if lang == "ar":
        for name in ("gettext", "ngettext"):
            env.globals[name] = _isolating(env.globals[name])
    env.globals.update(
        lang=lang,
        other_lang="en" if lang == "ar" else "ar",
        dir="rtl" if lang == "ar" else "ltr",
        asset=asset,
        font=font,
        riyadh=RIYADH,
        zone_named=zone_named,
        zone_words=lambda zone=None: i18n.zone_in_words(lang, zone),
        zones=("Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Africa/Cairo", "Europe/London"),
    )
    env.filters.update(
        local=lambda thing, name="name": i18n.local(thing, name, lang),
        worded=lambda said: translate(said, lang) if isinstance(said, str) else i18n.in_words(said, lang),
        date=lambda value, zone=None: i18n.gregorian(value, lang, zone),
        short_date=lambda value, zone=None: i18n.short_date(value, lang, zone),
        hijri=lambda value, zone=None: i18n.hijri(value, lang, zone),
        time=lambda value, zone=None: i18n.clock_time(value, lang, zone),
        number=lambda value, places=None: i18n.number(value, places),
        file_name=file_name,
    )
    return env


def _isolating(worded: Any) -> Callable[..., str]:
    """`gettext` of a template, which keeps together what is put into a sentence and is read from left to right."""

    @pass_context
    def said(context: Context, *text: Any, **values: Any) -> str:
        kept = {name: isolated(value) for name, value in values.items()}
        return cast("str", worded(context, *text, **kept))  # Markup stays Markup

    return said


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """Address of a file in `static/`, with its age in it, so that a new version is fetched."""
    path = STATIC / name
    return f"/static/{name}?v={int(path.stat().st_mtime):x}" if path.exists() else f"/static/{name}"


def font(name: str) -> str:
    """Address of a font as the stylesheet writes it: under another address it would be fetched twice."""
    return f"/static/fonts/{name}.woff2"


def render(lang: Lang, template: str, **context: Any) -> str:
    """A template as text, without a request."""
    return environment(lang).get_template(template).render(**context)
