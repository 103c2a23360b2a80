"""What a list of keys says of each: whether it works, and if not, why."""

from __future__ import annotations

from odoo import api, fields, models

STATES = [
    ("new", "No key yet"),
    ("valid", "In use"),
    ("unused", "Never used"),
    ("expired", "Expired"),
    ("stopped", "Stopped"),
    ("revoked", "Revoked"),
]


class McpKey(models.Model):
    _inherit = "mcp.key"

    state = fields.Selection(STATES, "Status", compute="_compute_state")

    @api.depends("active", "prefix", "expires", "last_use")
    def _compute_state(self) -> None:
        for key in self:
            key.state = key._state()

    def _state(self) -> str:
        if not self.active:
            return "revoked"
        if f"key:{self.id}" in self.env["mcp.stop"]._names():
            return "stopped"
        if not self.prefix:
            return "new"
        if self.expires and self.expires <= fields.Datetime.now():
            return "expired"
        return "valid" if self.last_use else "unused"
