"""OAuth clients that are described by a document at the address that is their id.

Somebody else's server is waited for meanwhile, which may be slow on purpose: so this is
done for few at a time, for each of them seldom, and not for long.
"""

from __future__ import annotations

from datetime import timedelta

from werkzeug.exceptions import TooManyRequests

from odoo import _, api, fields, models
from odoo.tools import config

from ..services import rate
from ..services.oauth import client_metadata, secrets
from ..services.oauth.errors import OAuthError

LIFETIME = timedelta(hours=1)
# a document that failed is not asked for again for so long
FAILED_MINUTES = 2
# how many documents one person makes this server read; a real one connects now and then
A_MINUTE = 3
MOST_AT_ONCE = 3
# a turn ends with its request
TURN = "SELECT pg_try_advisory_xact_lock(hashtext('odoo_mcp.document'), %s)"
OWN_TURN = "SELECT pg_try_advisory_xact_lock(hashtext('odoo_mcp.document.user'), %s)"


class McpOauthClient(models.Model):
    _inherit = "mcp.oauth.client"

    @api.model
    def _described(self, client_id: str) -> McpOauthClient:
        """The same for a person who is logged in and connects it.

        A document is read when it is not known, or was read too long ago. Blocked
        ones stay blocked, whatever their document says.

        Raises:
            TooManyRequests: others are read already.
        """
        found = self._stored(client_id)
        if not client_metadata.is_url(client_id) or (found and not found.active):
            return found.filtered("active")
        if found and found.read_at > fields.Datetime.now() - LIFETIME:
            return found
        return self._read_document(client_id, found)

    def _read_document(self, client_id: str, found: McpOauthClient) -> McpOauthClient:
        bucket = f"document:{secrets.digest(client_id)}"
        if rate.take(self.env.registry, bucket, 1, cost=0):
            return found.browse()
        self._take_turn()
        try:
            said = client_metadata.fetch(client_id)
        except OAuthError:
            rate.take(self.env.registry, bucket, 1, cost=FAILED_MINUTES)
            return found.browse()
        values = {
            "name": said.name,
            "redirect_uris": "\n".join(said.redirect_uris),
            "read_at": fields.Datetime.now(),
        }
        if found:
            found.write(values)
            return found
        return found.create({**values, "kind": "document", "client_id": client_id})

    def _take_turn(self) -> None:
        """Else documents that come slowly would hold every worker."""
        user = self.env.uid
        if (
            not self._is_free(OWN_TURN, user)
            or not any(self._is_free(TURN, turn) for turn in range(at_once()))
            or rate.take(self.env.registry, f"documents:{user}", A_MINUTE)
        ):
            raise TooManyRequests(_("Too many requests; wait."))

    def _is_free(self, query: str, turn: int) -> bool:
        self.env.cr.execute(query, [turn])
        return self.env.cr.fetchone()[0]


def at_once() -> int:
    """So many documents are read at a time: half of the workers have other work."""
    workers = config["workers"]
    return max(1, min(MOST_AT_ONCE, workers // 2)) if workers else MOST_AT_ONCE
