from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, Params, Result, mcp_tool


class CheckpointParams(Params):
    name: str = Field(description="What it is for.", min_length=1, max_length=200)


class Checkpoint(Result):
    checkpoint: int
    name: str


class SafetyTools(models.AbstractModel):
    _inherit = "mcp.tools.safety"

    @mcp_tool(Effect.ADD, confirm=False)
    def _mcp_create_checkpoint(self, params: CheckpointParams) -> Checkpoint:
        """Mark this moment, so that `undo` can bring back everything since."""
        made = self.env["mcp.change"]._checkpoint(params.name)
        return Checkpoint(checkpoint=made.id, name=made.summary)
