from __future__ import annotations

from odoo import models

from ...services.call import Call
from ...services.declarations import mcp_resource


class Instructions(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_resource("odoo://instructions", mime_type="text/plain", title="Instructions")
    def _mcp_instructions(self, call: Call) -> str:
        """Who you are here, what you may do, and how to work well."""
        return self.env["mcp.instructions"]._text(call.principal)
