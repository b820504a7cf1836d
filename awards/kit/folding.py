"""Templates whose fixed words are translated when they are compiled.

There is one environment for each language, so `_("Save")` always gives the same text in it. Looked up on every
rendering, such calls took a third of the time of an ordinary page.
"""

from collections.abc import Callable

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

_NAMES = {"_", "gettext"}


class _Folding(NodeTransformer):
    def __init__(self, gettext: Callable[[str], str]) -> None:
        self._gettext = gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (the name that Jinja calls)
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in _NAMES:
            return node
        if len(node.args) != 1 or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        text = node.args[0]
        if not isinstance(text, nodes.Const) or not isinstance(text.value, str):
            return node
        # `%%` stands for a per cent sign, as in calls with values to put in.
        words = nodes.Const(self._gettext(text.value) % {}, lineno=node.lineno)
        return nodes.MarkSafe(words, lineno=node.lineno)


class _Template(Template):
    """A template whose macros are made once for all who import them.

    Jinja compares the importer's globals with the template's at every import, which takes a tenth of a page; here
    they are those of the environment, always.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        if self._module is None:
            self._module = self.make_module()
        return self._module


class FoldingEnvironment(Environment):
    """An environment of one language."""

    template_class = _Template

    fold: Callable[[str], str]
    """Translates a text; set before the first template is loaded."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template: nodes.Template = super()._parse(source, name, filename)
        folded: nodes.Template = _Folding(self.fold).visit(template)
        return folded
