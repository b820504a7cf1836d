"""Countries by their ISO 3166-1 codes, in the reader's language."""

from functools import cache

from babel import Locale

from awards.kit.i18n import Lang
from awards.kit.text import fold


@cache
def country_names(lang: Lang) -> dict[str, str]:
    """Two-letter code → name, in the order of the names."""
    territories = Locale(lang).territories
    named = {
        code: name for code, name in territories.items() if len(code) == 2 and code.isalpha() and code != "ZZ"
    }
    return dict(sorted(named.items(), key=lambda pair: fold(pair[1])))
