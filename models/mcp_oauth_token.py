"""Codes and tokens of grants: stored as hashes, bound, and each used by one caller."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import _, api, fields, models

from ..services import settings
from ..services.callers import addresses, last_use
from ..services.callers.principal import Mode, Principal
from ..services.callers.turned_away import TurnedAway
from ..services.oauth import scopes, secrets, urls
from ..services.purging import purge
from ..services.transactions.own_cursor import at_once

KINDS = {secrets.CODE: "code", secrets.REFRESH: "refresh", secrets.ACCESS: "access"}
FOUND = (
    "scopes",
    "id",
    "user_id",
    "mode",
    "toolsets",
    "resource",
    "last_use",
    "most",
    "addresses",
    "is_approved",
    "companies",
)
OF_GRANT = """
       g.id, g.user_id, g.mode, g.toolsets, g.resource, g.last_use,
       c.mode AS most, c.addresses, c.approved OR c.kind = 'manual' AS is_approved,
       (SELECT array_agg(r.res_company_id) FROM mcp_oauth_grant_company_rel r
        WHERE r.mcp_oauth_grant_id = g.id) AS companies
  FROM mcp_oauth_grant g
  JOIN mcp_oauth_client c ON c.id = g.client_id AND c.active
  JOIN res_users u ON u.id = g.user_id AND u.active
"""
FIND = f"""
SELECT t.scopes, {OF_GRANT}
  JOIN mcp_oauth_token t ON t.grant_id = g.id
 WHERE t.hash = %s AND t.kind = 'access' AND g.active
   AND t.expires > clock_timestamp() AT TIME ZONE 'utc'
"""
FIND_AGAIN = f"SELECT g.scopes, {OF_GRANT} WHERE g.id = %s AND g.active"
# whoever is second waits until the first has ended what there is to end
IN_TURN = """
SELECT g.id FROM mcp_oauth_grant g JOIN mcp_oauth_token t ON t.grant_id = g.id
 WHERE t.hash = %s FOR NO KEY UPDATE OF g
"""
# the row lock makes one of many callers the first, whatever their snapshots say
CLAIM = """
UPDATE mcp_oauth_token SET used = clock_timestamp() AT TIME ZONE 'utc'
 WHERE hash = %s AND kind = %s AND used IS NULL RETURNING id
"""


class McpOauthToken(models.Model):
    _name = "mcp.oauth.token"
    _description = "MCP OAuth Token"
    _log_access = False

    grant_id = fields.Many2one(
        "mcp.oauth.grant", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("code", "Code"), ("access", "Access"), ("refresh", "Refresh")], required=True
    )
    hash = fields.Char(required=True)
    scopes = fields.Char()
    expires = fields.Datetime(required=True, index=True)
    used = fields.Datetime()
    redirect_uri = fields.Char()
    challenge = fields.Char()

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_oauth_token_uniq "
            "ON mcp_oauth_token (hash)"
        )

    @api.model
    def _issue(
        self, grant: models.BaseModel, prefix: str, life: timedelta, **more: Any
    ) -> str:
        """A new code or token of ``grant``; answers it, for it is kept as a hash."""
        secret = secrets.new(prefix)
        # sudo: nobody writes tokens himself
        self.sudo().create(
            {
                "grant_id": grant.id,
                "kind": KINDS[prefix],
                "hash": secrets.digest(secret),
                "scopes": grant.scopes,
                "expires": fields.Datetime.now() + life,
                **more,
            }
        )
        return secret

    @api.model
    def _take(self, secret: str, kind: str) -> tuple[McpOauthToken, bool]:
        """Use a code or refresh token up; whether this call was the first.

        Returns:
            The token of a live grant, and True; with False it was used before. Empty
            when there is none.
        """
        # sudo: it is known by its secret alone
        tokens, digest = self.sudo(), secrets.digest(secret)
        self.env.cr.execute(IN_TURN, [digest])
        self.env.cr.execute(CLAIM, [digest, kind])
        first = bool(self.env.cr.fetchone())
        tokens.invalidate_model()
        found = tokens.search([("hash", "=", digest), ("kind", "=", kind)])
        grant = found.grant_id
        if not (grant.active and grant.client_id.active and grant.user_id.active):
            return tokens.browse(), first
        return found, first

    @api.model
    def _principal(self, secret: str, address: str | None, http: Any):
        """Who an access token stands for; None when it is not one that lives here.

        Raises:
            TurnedAway: a right token from a place where its client may not be.
        """
        row = self._row(FIND, secrets.digest(secret))
        if row is None or row["resource"] != urls.resource(self.env, http):
            return None
        if not addresses.within(address, row["addresses"]):
            text = _("This client is not for this address.")
            raise TurnedAway(text, row["user_id"], f"oauth:{row['id']}")
        if not self._may_connect(row):
            text = _("An administrator has to approve this client first.")
            raise TurnedAway(text, row["user_id"], f"oauth:{row['id']}")
        last_use.note(self.env.registry, "mcp_oauth_grant", row, address)
        return _principal_of(row, address)

    @api.model
    def _principal_again(
        self, grant_id: int, held: frozenset[str] | None
    ) -> Principal | None:
        """Whom a token of some minutes ago stands for now, by its grant.

        Args:
            held: the scopes of the token; None where they are not known.
        """
        row = self._row(FIND_AGAIN, grant_id)
        if not row or not self._may_connect(row):
            return None
        if held is not None:
            row["scopes"] = " ".join(held & set((row["scopes"] or "").split()))
        return _principal_of(row, None)

    @api.model
    def _may_connect(self, row: dict[str, Any]) -> bool:
        """As ``_may_connect`` of the client, of what one query has read already."""
        return row["is_approved"] or not settings.get(self.env, "oauth_approved_only")

    @api.model
    def _row(self, query: str, known: str | int) -> dict[str, Any] | None:
        self.env.flush_all()
        rows = at_once(self.env.registry, (query, [known]))
        return dict(zip(FOUND, rows[0], strict=True)) if rows else None

    @api.autovacuum
    def _gc_expired(self) -> None:
        """Delete expired tokens; used ones stay as long as reuse must be noticed."""
        days = settings.get(self.env, "oauth_refresh_days")
        before = fields.Datetime.now() - timedelta(days=days)
        gone = ["|", ("kind", "=", "access"), ("used", "=", False)]
        purge(self, [("expires", "<", fields.Datetime.now()), *gone])
        purge(self, [("expires", "<", before)])


def _principal_of(row: dict[str, Any], address: str | None) -> Principal:
    held = frozenset((row["scopes"] or "").split())
    most = Mode[row["most"].upper()]
    toolsets = frozenset(settings.words(row["toolsets"]))
    return Principal(
        uid=row["user_id"],
        credential=f"oauth:{row['id']}",
        ceiling=min(scopes.most(held), Mode[row["mode"].upper()], most),
        toolsets=toolsets or None,
        companies=frozenset(row["companies"]) if row["companies"] else None,
        address=address,
        scopes=held,
        reach=most,
    )
