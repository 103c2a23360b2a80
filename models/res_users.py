from __future__ import annotations

from typing import Any

from odoo import _, api, models

from ..services.caches.quick_cache import quick_cache
from ..services.orm.password_links import mailed_by_odoo


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "mcp.remembered"]

    def write(self, vals):
        if "partner_id" in vals:
            # as superuser too: his e-mail is that of the contact
            self._mcp_refuse_closed(("partner_id",), always=True)
        return super().write(vals)

    def _action_reset_password(self, *args, **kwargs):
        with mailed_by_odoo():
            return super()._action_reset_password(*args, **kwargs)

    def action_mcp_keys(self):
        """Open the keys of this user, from his preferences."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "odoo_mcp.mcp_key_action"
        )
        return {
            **action,
            "name": _("MCP Keys"),
            "domain": [("user_id", "=", self.id)],
            "context": {"default_user_id": self.id},
        }

    @api.model
    @quick_cache()
    def _mcp_context(self, uid: int) -> dict[str, Any]:
        """``context_get`` of the user whose environment this is."""
        return self.context_get()

    @api.model
    @quick_cache()
    def _mcp_company_ids(self, uid: int) -> tuple[int, ...]:
        """The user's companies, his main one first."""
        user = self.browse(uid)
        main = user.company_id.id
        return tuple(sorted(user._get_company_ids(), key=lambda one: one != main))
