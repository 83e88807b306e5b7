"""How templates become Python: as Jinja makes it, but what is escaped already is not looked through again.

A page of figures puts nine hundred pieces together, most of them our own words and numbers that passed through `Markup`
before. Asking each for its type is ten times as quick as to escape it once more, which changes nothing.
"""

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr


class Sparing(CodeGenerator):
    """Writes what `escape(value)` gives; a `Markup` gives itself."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._leaves(frame, finalize):
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(_one if type(_one := (")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._leaves(frame, finalize):
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")) is Markup else escape(_one))")

    @staticmethod
    def _leaves(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
        """True for a template that is, or may be, no markup, and where values are changed before they are written."""
        return frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None
