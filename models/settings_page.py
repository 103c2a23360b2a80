"""What the page in Settings shows and does besides the settings."""

from __future__ import annotations

from odoo import _, fields, models
from odoo.exceptions import UserError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # shown, not set: there is no second listener
    mcp_endpoint = fields.Char("Endpoint", compute="_compute_mcp_facts")
    mcp_audit_problem = fields.Char("Audit file problem", compute="_compute_mcp_facts")

    def _compute_mcp_facts(self) -> None:
        for record in self:
            record.mcp_endpoint = f"{self.get_base_url()}/mcp/v1"
            record.mcp_audit_problem = self.env["mcp.audit.file"]._problem()

    def action_mcp_server_key(self):
        """Make the server key anew, bound to the chosen user, and show it once."""
        user = self.mcp_server_key_user_id
        if not user:
            raise UserError(_("Choose the server key user first, and save."))
        keys = self.env["mcp.key"]
        keys.search([("is_server_key", "=", True)]).active = False
        key = keys.create(
            {"name": _("Server key"), "user_id": user.id, "is_server_key": True}
        )
        return key.action_generate()
