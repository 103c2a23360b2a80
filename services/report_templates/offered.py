"""Names the reports that a caller may have in his instructions."""

from __future__ import annotations

from collections.abc import Iterator

from odoo import models

from ..callers.principal import Principal
from ..catalog import Declaration

MOST = 10


class McpInstructions(models.AbstractModel):
    _inherit = "mcp.instructions"

    def _lines(
        self, allowed: dict[str, Declaration], principal: Principal
    ) -> Iterator[str]:
        yield from super()._lines(allowed, principal)
        if "fill_report" not in allowed:
            return
        offered = self.env["mcp.report.template"]._offered()
        names = [template.name for template, _definition in offered[:MOST]]
        if names:
            more = ", …" if len(offered) > MOST else ""
            yield f"fill_report writes ready-made reports: {', '.join(names)}{more}."
