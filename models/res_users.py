from odoo import _, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_mcp_keys(self):
        """The keys of this user; reached from his preferences."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("MCP Keys"),
            "res_model": "mcp.key",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("user_id", "=", self.id)],
            "context": {"default_user_id": self.id},
        }
