"""What a person may do with keys in Odoo; an MCP client may do nothing with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import _, api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..services import settings
from ..services.caches.cache_invalidation import clear_caches
from ..services.callers import addresses
from ..services.running import is_in_call

SERVER_SIDE = {
    "key_hash",
    "prefix",
    "trusted",
    "is_server_key",
    "last_use",
    "last_address",
}
LIMITS = ("mode", "toolsets", "company_ids", "addresses", "expires", "name")


def _is_given_up(vals: dict[str, Any], name: str) -> bool:
    """Whether a user takes less for his key, which he may.

    Not what is empty of the others: without its beginning a key is in no list of keys.
    """
    return name == "trusted" and not vals[name]


class McpKey(models.Model):
    _inherit = "mcp.key"

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_clients()
        for values in vals_list:
            self._refuse_server_side(name for name in values if values[name])
        keys = super(McpKey, self._without_defaults()).create(vals_list)
        for key in keys:
            key._note("key_created")
        return keys

    def write(self, vals):
        self._refuse_clients()
        self._refuse_server_side(name for name in vals if not _is_given_up(vals, name))
        clear_caches(self.env)
        if "user_id" in vals and not self.env.su:
            raise AccessError(_("A key keeps its user; make a new one instead."))
        if vals.get("active") and any(not key.active for key in self):
            raise UserError(_("A revoked key stays revoked; make a new one."))
        if not vals.get("active", True) and "key_hash" not in vals:
            return self._revoke(vals)
        answer = super().write(vals)
        if set(LIMITS) & set(vals):
            self._note("key_changed", sorted(set(LIMITS) & set(vals)))
        if "trusted" in vals and not self.env.su:
            self._note("key_distrusted")
        return answer

    def unlink(self):
        self._refuse_clients()
        clear_caches(self.env)
        self._note("key_deleted")
        return super().unlink()

    def _without_defaults(self) -> models.BaseModel:
        """Without a context's word on what only the server sets (``default_trusted``)."""
        context = {
            name: value
            for name, value in self.env.context.items()
            if name.removeprefix("default_") not in SERVER_SIDE
        }
        # replaced, not updated: what is left out must be gone
        return self.with_env(self.env(context=context))

    def _revoke(self, vals: dict[str, Any]) -> bool:
        """End keys for good by deleting their hash."""
        self.check_access("write")
        self._note("key_revoked")
        # sudo: the hash is closed to users, who may well give up their own key
        return self.sudo().write({**vals, "key_hash": False})

    def _refuse_clients(self) -> None:
        """Refuse MCP clients: with its own key an assistant could lift its limits."""
        if is_in_call():
            raise AccessError(
                _("Keys are made and changed by a person in Odoo, not through MCP.")
            )

    def _refuse_server_side(self, names: Iterable[str]) -> None:
        given = SERVER_SIDE.intersection(names)
        if given and not self.env.su:
            raise AccessError(
                _("These fields of a key are not set by hand: %s.")
                % ", ".join(sorted(given))
            )

    def _note(self, event: str, changed: list[str] | None = None) -> None:
        """Write it into the audit, with the change itself."""
        for key in self.sudo():  # sudo: read for the audit only
            facts = {"id": key.id, "name": key.name, "user_id": key.user_id.id}
            facts |= {name: key[name] for name in ("mode", "toolsets", "addresses")}
            facts |= {"trusted": key.trusted, "companies": key.company_ids.ids}
            facts |= {"changed": changed} if changed else {}
            self.env["mcp.audit.log"]._note(event, facts)

    @api.constrains("addresses")
    def _check_addresses(self) -> None:
        wrong = [text for key in self for text in addresses.unreadable(key.addresses)]
        if wrong:
            raise ValidationError(
                _("%s is not an address or a network, such as 10.0.0.0/8.")
                % ", ".join(wrong)
            )

    @api.constrains("toolsets")
    def _check_toolsets(self) -> None:
        tools = self.env["mcp.catalog"]._of_kind("tool")
        known = list(dict.fromkeys(tool.toolset for tool in tools))
        for key in self:
            wrong = set(settings.words(key.toolsets)) - set(known)
            if wrong:
                raise ValidationError(
                    _("%(wrong)s is not a toolset; there are: %(known)s.")
                    % {"wrong": ", ".join(sorted(wrong)), "known": ", ".join(known)}
                )

    @api.constrains("user_id", "company_ids")
    def _check_companies(self) -> None:
        for key in self:
            # sudo: a user may not read companies that are not his
            foreign = key.sudo().company_ids - key.sudo().user_id.company_ids
            if foreign:
                raise ValidationError(
                    _("%s is not a company of the key's user.") % foreign[0].name
                )
