"""Every template compiles in both languages, and none covers what its layout needs."""

import pytest
from jinja2 import meta, nodes

from awards.kit.i18n import LANGUAGES, Lang
from awards.kit.templates import environment


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_template_compiles(lang: Lang) -> None:
    env = environment(lang)
    names = env.list_templates()
    assert names
    for name in names:
        env.get_template(name)


def test_no_page_gives_a_macro_the_name_of_a_value_of_its_layout() -> None:
    """The layout would print the macro in the value's place: a page without the head of all pages."""
    env = environment("en")
    parsed = {name: env.parse(env.loader.get_source(env, name)[0]) for name in env.list_templates()}
    needed = {
        name: meta.find_undeclared_variables(tree) for name, tree in parsed.items() if "layouts/" in name
    }
    covered = []
    for name, tree in parsed.items():
        layouts = {node.template.value for node in tree.find_all(nodes.Extends)}
        taken = set().union(*(needed.get(layout, set()) for layout in layouts))
        covered += [(name, macro.name) for macro in tree.find_all(nodes.Macro) if macro.name in taken]
    assert any(needed.values())
    assert covered == []
