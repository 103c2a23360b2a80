"""The state of a key in lists: whether it works, why not, and what it allows."""

from __future__ import annotations

from odoo import api, fields, models

from ..services.callers.principal import Mode
from .mcp_key import MODES

STATES = [
    ("new", "No key yet"),
    ("valid", "In use"),
    ("unused", "Never used"),
    ("powerless", "No access mode"),
    ("expired", "Expired"),
    ("stopped", "Stopped"),
    ("revoked", "Revoked"),
]
NOTHING = ("none", "Nobody: the user has no access mode")


class McpKey(models.Model):
    _inherit = "mcp.key"

    state = fields.Selection(STATES, "Status", compute="_compute_state")
    works_as = fields.Selection(
        [NOTHING, *MODES],
        "Works as",
        compute="_compute_works_as",
        help="The lower of the key's access mode and that of its user.",
    )

    @api.depends("active", "prefix", "expires", "last_use", "mode", "user_id")
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
        if self.works_as == "none":
            return "powerless"
        return "valid" if self.last_use else "unused"

    @api.depends("mode", "user_id")
    def _compute_works_as(self) -> None:
        policy = self.env["mcp.policy"]
        for key in self:
            own = policy._mode_of(key.user_id)
            key.works_as = min(own, Mode[(key.mode or "none").upper()]).name.lower()
