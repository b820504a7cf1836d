"""Every template compiles in both languages."""

import pytest

from awards.kit.i18n import LANGUAGES, Lang
from awards.kit.templates import environment


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_template_compiles(lang: Lang) -> None:
    env = environment(lang)
    names = env.list_templates()
    assert names
    for name in names:
        env.get_template(name)
