"""Access tokens as bearers; they end with their user, and with his password."""

from __future__ import annotations

from odoo import _, api, models
from odoo.http import request

from ..services import settings
from ..services.callers.principal import Principal
from ..services.oauth import secrets
from .mcp_identity import Unknown


class McpIdentity(models.AbstractModel):
    _inherit = "mcp.identity"

    @api.model
    def _identify(self, token: str, address: str | None) -> Principal:
        if not token.startswith(secrets.ACCESS):
            return super()._identify(token, address)
        if settings.get(self.env, "oauth_off"):
            # no failure is counted: the token may well be a right one
            raise Unknown(_("OAuth is switched off here; use a key."))
        tokens = self.env["mcp.oauth.token"]
        found = tokens._principal(token, address, request.httprequest)
        return found or self._fail(token, address)

    @api.model
    def _of_credential(self, principal: Principal) -> Principal | None:
        kind, _colon, number = principal.credential.partition(":")
        if kind != "oauth":
            return super()._of_credential(principal)
        if settings.get(self.env, "oauth_off"):
            return None
        tokens = self.env["mcp.oauth.token"]
        return tokens._principal_again(int(number), principal.scopes)


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        done = super().write(vals)
        if not vals.get("active", True):
            self.env["mcp.oauth.grant"]._of_users(self)._revoke("oauth_user_archived")
        return done

    def _set_password(self):
        """End what was connected with the old password."""
        done = super()._set_password()
        if not settings.get(self.env, "oauth_outlives_password"):
            grants = self.env["mcp.oauth.grant"]._of_users(self)
            grants._revoke("oauth_password_changed")
        return done

    def action_mcp_connected(self):
        """The assistants connected as this user; reached from his preferences."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "odoo_mcp.mcp_oauth_grant_action"
            ),
            "domain": [("user_id", "=", self.id)],
            "context": {},
        }
