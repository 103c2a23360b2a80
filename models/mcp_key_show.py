"""Buttons of a key: a new secret, trust, revocation; each asks for the password."""

from __future__ import annotations

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.base.models.res_users import check_identity

from ..services.connecting.client_steps import VARIABLE
from ..services.route import endpoint


class McpKey(models.Model):
    _inherit = "mcp.key"

    @check_identity
    def action_generate(self):
        """Give this key a new secret and show it once."""
        return self._generate_and_show()

    @check_identity
    def action_trust(self):
        """Let this key skip single confirmations: an administrator's decision."""
        self._set_trusted(True)

    def action_distrust(self):
        """Ask for every confirmation again."""
        self._set_trusted(False)

    def action_stop(self):
        """The kill switch of this key: its next call is refused."""
        for key in self:
            self.env["mcp.stop"]._stop(f"key:{key.id}")

    def action_allow(self):
        """Let a stopped key call again."""
        for key in self:
            self.env["mcp.stop"]._allow(f"key:{key.id}")

    def action_revoke(self):
        """End this key at once and for good."""
        self.write({"active": False})

    def _generate_and_show(self):
        self.ensure_one()
        self._refuse_clients()
        self.check_access("write")
        secret = self._renew()
        # sudo: nobody creates these rows by himself
        show = self.env["mcp.key.show"].sudo().create({"key": secret})
        return {
            "type": "ir.actions.act_window",
            "name": _("Your key"),
            "res_model": "mcp.key.show",
            "res_id": show.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _set_trusted(self, trusted: bool) -> None:
        self._refuse_clients()
        self.check_access("write")
        if not self.env.user.has_group("odoo_mcp.group_administrator"):
            raise AccessError(_("Only an MCP administrator makes a key trusted."))
        # sudo: the field is closed to everybody but this act
        self.sudo().write({"trusted": trusted})
        self._note("key_trusted" if trusted else "key_distrusted")


class McpKeyShow(models.TransientModel):
    """Shows a key once; the next vacuum deletes the row."""

    _name = "mcp.key.show"
    _description = "New MCP Key"
    _transient_max_hours = 0.1

    key = fields.Char(readonly=True)
    url = fields.Char("Endpoint", compute="_compute_clients")
    variable = fields.Char("Environment variable", compute="_compute_clients")

    @api.depends("key")
    def _compute_clients(self) -> None:
        for show in self:
            show.url = endpoint(self.get_base_url())
            show.variable = f"export {VARIABLE}='{show.key}'"
