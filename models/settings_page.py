"""What the page in Settings shows and does besides the settings."""

from __future__ import annotations

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import config

from odoo.addons.base.models.res_users import check_identity

from ..services import settings
from ..services.route import PATH

SERVER_KEY = [("is_server_key", "=", True)]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # shown, not set: there is no second listener
    mcp_endpoint = fields.Char("Endpoint", compute="_compute_mcp_facts")
    mcp_audit_problem = fields.Char("Audit file problem", compute="_compute_mcp_facts")

    mcp_listener = fields.Char("Host and port", compute="_compute_mcp_facts")
    mcp_server_key = fields.Char("Server key", compute="_compute_mcp_facts")
    mcp_developer_forbidden = fields.Boolean(compute="_compute_mcp_facts")

    @api.model
    def default_get(self, fields):
        """Odoo reads parameters as superuser and asks for no right; ours tell secrets."""
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            fields = [name for name in fields if not name.startswith("mcp_")]
        return super().default_get(fields)

    @api.depends("company_id")
    def _compute_mcp_facts(self) -> None:
        interface = config["http_interface"] or "0.0.0.0"
        keys = self.env["mcp.key"]
        for record in self:
            record.mcp_endpoint = f"{self.get_base_url()}{PATH}"
            record.mcp_listener = f"{interface}:{config['http_port']}"
            record.mcp_audit_problem = self.env["mcp.audit.file"]._problem()
            record.mcp_server_key = keys.search(SERVER_KEY, limit=1).prefix
            forbidden = settings.conf("mcp_developer_tools") is False
            record.mcp_developer_forbidden = forbidden

    @check_identity
    def action_mcp_server_key(self):
        """Make the server key anew, bound to the chosen user, and show it once."""
        return self._mcp_rotate_server_key()

    def _mcp_rotate_server_key(self):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(_("Only an Odoo administrator makes the server key."))
        user = self.mcp_server_key_user_id
        if not user or user.share or not user.active:
            raise UserError(_("Choose an internal user for the server key first."))
        self.env["ir.config_parameter"].set_param("mcp.server_key_user_id", user.id)
        # sudo: which key is the server key is not set by hand
        keys = self.env["mcp.key"].sudo()
        keys.search(SERVER_KEY).write({"active": False})
        key = keys.create(
            {"name": _("Server key"), "user_id": user.id, "is_server_key": True}
        )
        return key.with_env(self.env)._generate_and_show()
