"""Names dashboards to callers who may read them: in completion and instructions."""

from __future__ import annotations

from collections.abc import Iterator

from odoo import api, models

from ..callers.principal import Principal
from ..catalog import Declaration
from ..surface.completion import Asked
from .readable import readable

ADDRESS = "odoo://dashboard/{name}"


class McpCompletion(models.AbstractModel):
    _inherit = "mcp.completion"

    @api.model
    def _of_argument(self, asked: Asked) -> list[str]:
        if asked.kind == "resource" and asked.name == ADDRESS:
            names = readable(self.env, asked.principal)
            return [name for name in names if asked.value.lower() in name]
        return super()._of_argument(asked)


class McpInstructions(models.AbstractModel):
    _inherit = "mcp.instructions"

    def _lines(
        self, allowed: dict[str, Declaration], principal: Principal
    ) -> Iterator[str]:
        yield from super()._lines(allowed, principal)
        listed = self.env["mcp.policy"]._listed("resource", principal)
        names = readable(self.env, principal)
        if names and any(resource.mark.uri == ADDRESS for resource in listed):
            found = ", ".join(ADDRESS.format(name=name) for name in names)
            yield f"Key figures, with the records behind them: {found}."
