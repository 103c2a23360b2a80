"""What rules ask of a call that leads to what their tools do, whatever the way.

A wizard, a report with buttons, a method of another model: Odoo has more ways to a posted
invoice than there are names of buttons. So tools say to which state they lead
(``reaches``), and the journal of a call says which states it brought about.
"""

from __future__ import annotations

from collections.abc import Iterable

from odoo import models

from ..catalog import Declaration
from ..declarations import State
from ..journal.lines import Line


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _reached(
        self, declaration: Declaration, buttons: Iterable[str], lines: list[Line]
    ) -> tuple[str, ...]:
        """Names of the tools with a rule that do what ``lines`` say was done.

        None of a step that is a tool of its own, though Odoo sets off others: selling
        may confirm a manufacturing order.

        Args:
            declaration: the tool that was called.
            buttons: what it pressed, as ``model.method``.
            lines: what changed.
        """
        tools = self._reachable(declaration, buttons)
        return tuple(tool.name for tool in tools if self._leads_to(tool, lines))

    def _reachable(
        self, declaration: Declaration, buttons: Iterable[str]
    ) -> list[Declaration]:
        """The tools with a rule that the call may turn out to be another way to."""
        if not self._rules() or self._is_known_step(declaration, buttons):
            return []
        return [
            tool
            for tool in self.env["mcp.catalog"]._of_kind("tool")
            if tool.mark.reaches and self._rule(tool)
        ]

    def _is_known_step(self, declaration: Declaration, buttons: Iterable[str]) -> bool:
        if declaration.mark.presses:
            return True
        known = [bool(self._that_press((button,))) for button in buttons]
        return bool(known) and all(known)

    def _leads_to(self, tool: Declaration, lines: list[Line]) -> bool:
        return any(self._is_at(state, lines) for state in tool.mark.reaches)

    def _is_at(self, state: State, lines: list[Line]) -> bool:
        """Whether a record of ``lines`` is in ``state`` now, and was not before."""
        if state.model not in self.env:
            return False
        ids = [line.res_id for line in lines if _may_come_to(line, state)]
        # sudo: the rule holds for what was done, whoever may read it
        records = self.env[state.model].sudo().browse(ids).exists()
        return bool(records.filtered_domain(list(state.domain)))


def _may_come_to(line: Line, state: State) -> bool:
    """Whether the field of the state was written, and held another value before."""
    if line.model != state.model:
        return False
    if line.kind == "create":
        return True
    before = line.before.get(state.field)
    return state.field in line.after and before not in state.values
