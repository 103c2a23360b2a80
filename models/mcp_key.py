"""Bearer keys of users for MCP clients: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

from odoo import _, api, fields, models

from ..services import settings
from ..services.caches.quick_cache import quick_cache
from ..services.callers import addresses, last_use
from ..services.callers.principal import Mode, Principal
from ..services.callers.turned_away import TurnedAway
from ..services.transactions.own_cursor import at_once

PREFIX = "mcp_"
SHOWN = 10
# characters of the hash that tell a renewed key from what it was
ISSUE = 16
# seconds after which a key is read again, even if it is still in Odoo's cache
REMEMBERED_S = 5
MODES = [(mode.name.lower(), mode.name.capitalize()) for mode in list(Mode)[1:]]
FOUND = (
    "id",
    "user_id",
    "mode",
    "toolsets",
    "addresses",
    "trusted",
    "is_server_key",
    "last_use",
    "expires",
    "key_hash",
    "companies",
)
IN_FORCE = f"""
SELECT {", ".join(f"k.{name}" for name in FOUND[:-1])},
       ARRAY(SELECT c.res_company_id FROM mcp_key_res_company_rel c
              WHERE c.mcp_key_id = k.id) AS companies
  FROM mcp_key k
 WHERE k.active
   AND (SELECT u.active FROM res_users u WHERE u.id = k.user_id)
   AND (k.expires IS NULL OR k.expires > clock_timestamp() AT TIME ZONE 'utc')
"""
FIND = f"{IN_FORCE} AND k.key_hash = %s"
FIND_AGAIN = f"{IN_FORCE} AND k.id = %s"


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
        domain=[("share", "=", False)],
        help="Calls with this key run as this user.",
    )
    key_hash = fields.Char(
        readonly=True, copy=False, groups="base.group_no_one", help="SHA-256."
    )
    prefix = fields.Char("Key", readonly=True, copy=False, help="How it begins.")
    active = fields.Boolean(default=True, copy=False, help="Off: revoked for good.")
    expires = fields.Datetime(help="Empty: it does not expire.")
    mode = fields.Selection(
        MODES,
        "Access mode",
        default="administrator",
        required=True,
        help="The most that the key allows; the user's own mode still holds.",
    )
    toolsets = fields.Char(help="Toolsets, separated by commas; empty: all.")
    company_ids = fields.Many2many(
        "res.company",
        "mcp_key_res_company_rel",
        string="Companies",
        ondelete="restrict",
        help="Companies it works in; empty: all of the user's.",
    )
    addresses = fields.Char(
        help="Networks it works from, e.g. 10.0.0.0/8, separated by commas or spaces; "
        "empty: all."
    )
    trusted = fields.Boolean(
        readonly=True,
        copy=False,
        help="Skips single confirmations, those of the developer tools included.",
    )
    is_server_key = fields.Boolean(readonly=True, copy=False)
    last_use = fields.Datetime("Last use", readonly=True, copy=False)
    last_address = fields.Char(readonly=True, copy=False)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_key_hash_uniq ON mcp_key (key_hash)"
        )

    @api.model
    def _mcp_generate(self, user: models.BaseModel, name: str, **values: Any) -> str:
        """Make a key for ``user``; answers the key, which is shown only now.

        For scripts and Odoo's shell: whoever reaches it may do anything anyway.
        """
        # sudo: the hash is written here and in _renew, and nowhere else
        key = self.sudo().create({"name": name, "user_id": user.id, **values})
        return key._renew()

    def _renew(self) -> str:
        """Give this key a new secret; answers it, for it is kept as a hash only."""
        self.ensure_one()
        secret = PREFIX + secrets.token_urlsafe(32)
        # sudo: callers have checked that the user may write this key
        self.sudo().write({"key_hash": digest(secret), "prefix": f"{secret[:SHOWN]}…"})
        self._note("key_renewed")
        return secret

    @api.model
    def _principal(self, secret: str, address: str | None) -> Principal | None:
        """Who a bearer stands for; None when no live key has this secret.

        At most one query, and none of the ORM: every call with a key asks this.

        Raises:
            TurnedAway: a right key at an address that it is not for.
        """
        row = self._row(secret)
        if row is None or not self._is_in_use(row):
            return None
        if not addresses.within(address, row["addresses"]):
            text = _("This key is not for this address.")
            raise TurnedAway(text, row["user_id"], f"key:{row['id']}")
        last_use.note(self.env.registry, self._table, row, address)
        return _principal_of(row, address)

    @api.model
    def _principal_again(self, key_id: int) -> Principal | None:
        """Whom a key that was used before stands for now, read past every cache."""
        self._flush_keys()
        rows = at_once(self.env.registry, (FIND_AGAIN, [key_id]))
        row = dict(zip(FOUND, rows[0], strict=True)) if rows else None
        return _principal_of(row) if row and self._is_in_use(row) else None

    @api.model
    def _row(self, secret: str) -> dict[str, Any] | None:
        """The row of a key in force, from the cache for a few seconds at most."""
        period = int(time.monotonic() // REMEMBERED_S)
        try:
            row = self._remembered(digest(secret), period)
        except LookupError:
            return None
        expires = row["expires"]
        return row if not expires or expires > fields.Datetime.now() else None

    @quick_cache()
    def _remembered(self, key_hash: str, _period: int) -> dict[str, Any]:
        """The row of a key, in Odoo's cache: a change of keys or users empties it.

        Raises:
            LookupError: there is none; the cache keeps nothing of that.
        """
        self._flush_keys()
        rows = at_once(self.env.registry, (FIND, [key_hash]))
        if not rows:
            raise LookupError(key_hash)
        return dict(zip(FOUND, rows[0], strict=True))

    def _flush_keys(self) -> None:
        self.flush_model()
        self.env["res.users"].flush_model(["active"])

    @api.model
    def _is_in_use(self, row: dict[str, Any]) -> bool:
        """The server key works only as the user that Settings name."""
        if not row["is_server_key"]:
            return True
        return row["user_id"] == settings.get(self.env, "server_key_user_id")


def _principal_of(row: dict[str, Any], address: str | None = None) -> Principal:
    return Principal(
        uid=row["user_id"],
        credential=f"key:{row['id']}",
        ceiling=Mode[row["mode"].upper()],
        toolsets=frozenset(settings.words(row["toolsets"])) or None,
        companies=frozenset(row["companies"]) if row["companies"] else None,
        trusted=bool(row["trusted"]),
        address=address,
        issue=row["key_hash"][:ISSUE],
        networks=row["addresses"] or "",
    )


def digest(secret: str) -> str:
    """The form in which a key is stored: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
