"""Bearer keys of users for MCP clients: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..services.principal import Mode

PREFIX = "mcp_"
MODES = [(mode.name.lower(), mode.name.capitalize()) for mode in list(Mode)[1:]]


class McpKey(models.Model):
    _name = "mcp.key"
    _description = "MCP Key"
    _order = "id desc"

    name = fields.Char(required=True, help="Which client uses it, e.g. Claude Code.")
    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.uid,
        help="Calls with this key run as this user.",
    )
    key_hash = fields.Char(
        readonly=True, copy=False, groups="base.group_no_one", help="SHA-256."
    )
    prefix = fields.Char("Key", readonly=True, copy=False, help="How it begins.")
    active = fields.Boolean(default=True, help="Archive a key to revoke it.")
    expires = fields.Datetime(help="Empty: it does not expire.")
    mode = fields.Selection(
        MODES,
        "Access mode",
        default="administrator",
        required=True,
        help="The most that the key allows; the user's own mode still holds.",
    )
    toolsets = fields.Char(help="Toolsets, separated by commas; empty: all.")
    addresses = fields.Char(help="Networks it works from; empty: all.")
    trusted = fields.Boolean(
        help="Skips single confirmations, those of the developer tools included."
    )
    is_server_key = fields.Boolean(readonly=True, copy=False)
    last_use = fields.Datetime(readonly=True, copy=False)
    last_address = fields.Char(readonly=True, copy=False)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_key_hash_uniq ON mcp_key (key_hash)"
        )

    @api.model
    def _mcp_generate(self, user, name: str, **values) -> str:
        """Make a key for ``user``; answers the key, which is shown only now."""
        key = PREFIX + secrets.token_urlsafe(32)
        # sudo: the hash is written here and nowhere else
        self.sudo().create(
            {
                "name": name,
                "user_id": user.id,
                "key_hash": digest(key),
                "prefix": key[:10] + "…",
                **values,
            }
        )
        return key

    @api.model
    def _find(self, key: str):
        """The live key record of a bearer; empty when there is none."""
        # sudo: nobody is known yet
        found = self.sudo().search([("key_hash", "=", digest(key))], limit=1)
        expired = found.expires and found.expires < fields.Datetime.now()
        return self.browse() if expired else found

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("key_hash", None)
                vals.pop("prefix", None)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"key_hash", "prefix", "user_id"} & set(vals):
            raise AccessError(_("A key keeps its user; make a new one instead."))
        return super().write(vals)

    @api.constrains("trusted", "user_id")
    def _check_trusted(self) -> None:
        for key in self:
            if not key.trusted or self.env.su:
                continue
            if not self.env.user.has_group("odoo_mcp.group_administrator"):
                raise AccessError(_("Only an MCP administrator makes a key trusted."))

    @api.constrains("addresses")
    def _check_addresses(self) -> None:
        for text in (t for k in self for t in split(k.addresses)):
            try:
                ipaddress.ip_network(text, strict=False)
            except ValueError as error:
                raise ValidationError(
                    _("%s is not an address or a network.") % text
                ) from error

    def action_generate(self):
        """Give this key a new secret and show it once."""
        self.ensure_one()
        self.check_access("write")
        key = PREFIX + secrets.token_urlsafe(32)
        # sudo: the caller's right to write this key was checked above
        self.sudo().write({"key_hash": digest(key), "prefix": key[:10] + "…"})
        wizard = self.env["mcp.key.show"].create({"key": key})
        return {
            "type": "ir.actions.act_window",
            "name": _("Your key"),
            "res_model": "mcp.key.show",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }


class McpKeyShow(models.TransientModel):
    """Shows a key once; the row goes with the next vacuum."""

    _name = "mcp.key.show"
    _description = "New MCP Key"
    _transient_max_hours = 0.1

    key = fields.Char(readonly=True)
    url = fields.Char("Endpoint", compute="_compute_url")
    configuration = fields.Text("Client configuration", compute="_compute_url")

    @api.depends("key")
    def _compute_url(self) -> None:
        for show in self:
            show.url = f"{self.get_base_url()}/mcp/v1"
            show.configuration = (
                "claude mcp add --transport http odoo "
                f'{show.url} --header "Authorization: Bearer {show.key}"'
            )


def digest(key: str) -> str:
    """The form in which a key is stored."""
    return hashlib.sha256(key.encode()).hexdigest()


def split(text: str | None) -> list[str]:
    """Names of a comma-separated field."""
    return [part for part in (text or "").replace(",", " ").split() if part]
