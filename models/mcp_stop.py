"""The kill switches: what is stopped is refused from the next request on.

Running calls are ended by their own process (``services/stopping/stop_watcher.py``).
"""

from __future__ import annotations

import re
import time

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..services.caches.cache_invalidation import clear_caches
from ..services.caches.quick_cache import quick_cache
from ..services.callers.principal import Principal
from ..services.callers.turned_away import TurnedAway
from ..services.running import is_in_call
from ..services.transactions.own_cursor import at_once
from .mcp_key import REMEMBERED_S

ALL = "all"
KNOWN = re.compile(r"all|(user|key):\d+|\w+:[\w.-]+")


class McpStop(models.Model):
    """One row for each thing that is stopped, by ``create_uid`` at ``create_date``."""

    _name = "mcp.stop"
    _description = "MCP Stop"
    _rec_name = "what"
    _order = "id desc"

    what = fields.Char(
        required=True,
        readonly=True,
        index=True,
        help="all, user:<id>, or a credential as the audit names it: key:<id> …",
    )

    @api.model
    def _refuse(self, principal: Principal) -> None:
        """Refuse whoever is stopped; costs a query now and then.

        Raises:
            TurnedAway: 403, and an administrator sees it in the audit.
        """
        if reason := self._reason(principal.uid, principal.credential):
            raise TurnedAway(reason, principal.uid, principal.credential)

    @api.model
    def _reason(self, uid: int, credential: str) -> str | None:
        """Why this caller is refused; None when he is not."""
        stopped = self._committed()
        if ALL in stopped:
            return _("An administrator has stopped MCP for everybody.")
        if f"user:{uid}" in stopped:
            return _("An administrator has stopped MCP for this user.")
        if credential in stopped:
            return _("An administrator has stopped this key.")
        return None

    @api.model
    def _committed(self) -> frozenset[str]:
        """All that is stopped, for who refuses by it; seconds old at most."""
        return self._in_force(int(time.monotonic() // REMEMBERED_S))

    @quick_cache()
    def _in_force(self, _period: int) -> frozenset[str]:
        """All that is stopped, as committed; read again after a few seconds at most.

        It is read past the request's transaction: one that began before the stop would
        read the old rows, and cache them for every thread of its process.
        """
        self.flush_model()
        rows = at_once(self.env.registry, ("SELECT what FROM mcp_stop", []))
        return frozenset(what for (what,) in rows)

    @quick_cache()
    def _names(self) -> frozenset[str]:
        """All that is stopped, as this transaction sees it: with its own changes."""
        # sudo: it binds callers who may not read it
        return frozenset(self.sudo().search([]).mapped("what"))

    @api.model
    def _stop(self, what: str) -> None:
        self._refuse_others()
        if not KNOWN.fullmatch(what):
            raise ValidationError(_("%s cannot be stopped.") % what)
        if what not in self._names():
            # sudo: the table is changed by these two acts alone
            self.sudo().create({"what": what})
            self.env["mcp.audit.log"]._note("stopped", {"what": what})
        clear_caches(self.env)

    @api.model
    def _allow(self, what: str) -> None:
        self._refuse_others()
        # sudo: as above
        found = self.sudo().search([("what", "=", what)])
        if found:
            found.unlink()
            self.env["mcp.audit.log"]._note("allowed_again", {"what": what})
        clear_caches(self.env)

    def _refuse_others(self) -> None:
        """Refuse MCP clients: a stopped assistant must not start itself again."""
        if is_in_call() or not self.env.user.has_group("odoo_mcp.group_administrator"):
            raise AccessError(_("Only an MCP administrator stops and allows calls."))
