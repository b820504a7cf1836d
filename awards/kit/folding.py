"""Templates whose fixed words and addresses are put in when they are compiled.

There is one environment for each language, so `_("Save")` always gives the same text in it, and `asset("app.css")`
the same address. Looked up on every rendering, such calls took a third of the time of an ordinary page.
"""

from collections.abc import Callable, Mapping

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

Fold = Callable[[str], str]


class _Folding(NodeTransformer):
    def __init__(self, folds: Mapping[str, Fold]) -> None:
        self._folds = folds

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (the name that Jinja calls)
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in self._folds:
            return node
        if len(node.args) != 1 or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        text = node.args[0]
        if not isinstance(text, nodes.Const) or not isinstance(text.value, str):
            return node
        words = nodes.Const(self._folds[node.node.name](text.value), lineno=node.lineno)
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

    folds: Mapping[str, Fold]
    """What each of these functions gives for a fixed text; set before the first template is loaded."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template: nodes.Template = super()._parse(source, name, filename)
        folded: nodes.Template = _Folding(self.folds).visit(template)
        return folded
