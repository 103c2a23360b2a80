from odoo import api, models

from ..services.compat.user_groups import show_groups


class ResGroups(models.Model):
    _name = "res.groups"
    _inherit = ["res.groups", "mcp.remembered"]

    @api.model
    def _mcp_show_groups(self) -> None:
        """Called by the data file at every update, which drops what it does not name."""
        show_groups(self.env)
