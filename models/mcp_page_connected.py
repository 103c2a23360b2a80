"""What the page Connected shows: who calls, with what, and whether it is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ..services.callers.principal import Mode

DAYS = 7
# rows of a page, as Odoo's lists have them, and at most
PAGE, MOST = 80, 500
USED = """
SELECT used.*, newest.client
  FROM (SELECT credential, user_id, max(time) AS last, count(*) AS calls,
               count(*) FILTER (WHERE result IN ('refused', 'error')) AS failed,
               max(id) FILTER (WHERE client <> '') AS row_id
          FROM mcp_audit_log
         WHERE phase = 'outcome' AND kind <> 'act' AND time > %s
         GROUP BY credential, user_id) AS used
  LEFT JOIN mcp_audit_log newest ON newest.id = used.row_id
"""


@dataclass(frozen=True)
class Caller:
    """A credential that may call, or did lately: what is known before its row is made.

    Attributes:
        what: as the audit names it.
        uid: whose it is.
        record: its key or grant; empty for any other.
        name: as people know it.
        used: its row of ``USED``, if it has called.
    """

    what: str
    uid: int
    record: models.BaseModel
    name: str
    used: dict[str, Any]

    @property
    def last_use(self) -> datetime:
        """When it called last; long ago if never."""
        return self.used.get("last") or self.record.last_use or datetime.min

    def fits(self, word: str, user: str) -> bool:
        """Whether it has ``word`` in its names or address, or begins so itself."""
        record = self.record
        names = (self.name, user, self.used.get("client"), record.last_address)
        shown = record.prefix if record._name == "mcp.key" else ""
        return any(word in (name or "").lower() for name in names) or any(
            (beginning or "").lower().startswith(word)
            for beginning in (self.what, shown)
        )


class McpPageConnected(models.AbstractModel):
    _name = "mcp.page.connected"
    _description = "MCP page Connected"

    @api.model
    def describe(
        self, search: str = "", offset: int = 0, limit: int = PAGE
    ) -> dict[str, Any]:
        """Who is connected, user by user; of many those that called last.

        ``{"days", "stopped": {by, since} | False, "total", "users": [{id, name,
        stopped, credentials: [{what, record, name, mode, state, client, last_use,
        address, calls, failed, sessions, stopped}]}]}``; times are UTC, as Odoo sends
        them; ``mode`` is the lower one of user and credential, ``record`` says where
        more of it stands: ``{model, id}`` or False.

        Args:
            search: words of names of keys, users and clients, or addresses.
            offset, limit: of the credentials; ``total`` is how many fit.
        """
        self._refuse_others()
        found = self._fitting(self._callers(), search.lower().split())
        page = found[max(offset, 0) :][: min(max(limit, 1), MOST)]
        return {
            "days": DAYS,
            "stopped": self._stopped(),
            "total": len(found),
            "users": self._users(page),
        }

    @api.model
    def stop(self, what: str) -> dict[str, Any]:
        """Refuse all calls of ``what``, from now on; answers what ``_changed`` does."""
        self.env["mcp.stop"]._stop(what)
        return self._changed(what)

    @api.model
    def allow(self, what: str) -> dict[str, Any]:
        """Let ``what`` call again; answers what ``_changed`` does."""
        self.env["mcp.stop"]._allow(what)
        return self._changed(what)

    def _changed(self, what: str) -> dict[str, Any]:
        """What the page shows otherwise now, and no more: a stop must not wait.

        ``{"what", "stopped": bool, "everything": {by, since} | False}``
        """
        is_stopped = what in self.env["mcp.stop"]._names()
        return {"what": what, "stopped": is_stopped, "everything": self._stopped()}

    def _refuse_others(self) -> None:
        if not self.env.user.has_group("odoo_mcp.group_administrator"):
            raise AccessError(_("Only an MCP administrator sees who is connected."))

    def _stopped(self) -> dict[str, Any] | bool:
        stop = self.env["mcp.stop"].search([("what", "=", "all")], limit=1)
        if not stop:
            return False
        # sudo: the name of a user whom the reader may not see
        by = stop.sudo().create_uid.name
        return {"by": by, "since": fields.Datetime.to_string(stop.create_date)}

    def _callers(self) -> list[Caller]:
        """Working keys and whatever else called lately; the last used first."""
        used, found = self._used(), []
        keys = self.env["mcp.key"].search([("prefix", "!=", False)])
        for kind, records in (("key", keys), ("oauth", self._grants())):
            for record in records:
                what, uid = f"{kind}:{record.id}", record.user_id.id
                name = record[record._rec_name]
                found.append(Caller(what, uid, record, name, used.pop(what, {})))
        # a deleted key cannot call any more
        others = {c for c in used if not c.startswith(("key:", "oauth:", "web:"))}
        names = self.env["mcp.credential.named"]._names_of(others)
        for what in others:
            name = names[what].removesuffix(f" ({what})")
            row = used[what]
            found.append(Caller(what, row["user_id"], keys.browse(), name, row))
        return sorted(found, key=lambda caller: caller.last_use, reverse=True)

    def _fitting(self, callers: list[Caller], words: list[str]) -> list[Caller]:
        """Those that all of ``words`` fit."""
        if not words:
            return callers
        users = self._known({caller.uid for caller in callers})
        names = {uid: user.name for uid, user in users.items()}
        return [
            caller
            for caller in callers
            if all(caller.fits(word, names.get(caller.uid, "")) for word in words)
        ]

    def _known(self, uids: Iterable[int]) -> dict[int, models.BaseModel]:
        """Users that exist, read together."""
        # sudo: names and groups of users, for administrators of MCP
        users = self.env["res.users"].sudo().browse(uids).exists()
        return {user.id: user for user in users}

    def _grants(self) -> models.BaseModel:
        """Grants that are connected, and stopped ones, so that they can be allowed."""
        grants = self.env["mcp.oauth.grant"].with_context(active_test=False)
        stopped = ("id", "in", grants._stopped_ids())
        return grants.search(["|", ("active", "=", True), stopped])

    def _used(self) -> dict[str, dict[str, Any]]:
        since = fields.Datetime.now() - timedelta(days=DAYS)
        self.env["mcp.audit.log"].check_access("read")
        self.env.cr.execute(USED, [since])
        return {row["credential"]: row for row in self.env.cr.dictfetchall()}

    def _sessions(self, page: list[Caller]) -> dict[str, int]:
        model = self.env["mcp.session"]
        shown = ("credential", "in", [caller.what for caller in page])
        live = [("last_seen", ">=", model._oldest()), shown]
        return dict(model._read_group(live, ["credential"], ["__count"]))

    def _users(self, page: list[Caller]) -> list[dict[str, Any]]:
        """The rows of ``page`` under their users."""
        stopped, sessions = self.env["mcp.stop"]._names(), self._sessions(page)
        users: dict[int, list[dict[str, Any]]] = {}
        for caller in _apart(page):
            row = _row(caller)
            row["sessions"] = sessions.get(caller.what, 0)
            row["stopped"] = caller.what in stopped
            users.setdefault(caller.uid, []).append(row)
        known, nobody = self._known(users), self.env["res.users"]
        return [
            self._user(known.get(uid, nobody), uid, rows, stopped)
            for uid, rows in users.items()
        ]

    def _user(
        self,
        user: models.BaseModel,
        uid: int,
        rows: list[dict[str, Any]],
        stopped: frozenset[str],
    ) -> dict[str, Any]:
        """One user with what calls in his name; ``user`` is empty where he is gone."""
        mode = self.env["mcp.policy"]._mode_of(user) if user else Mode.NONE
        names = _modes(self.env)
        for row in rows:
            row["mode"] = names[min(mode, row["mode"]).name.lower()]
        return {
            "id": uid,
            "name": user.name or _("Deleted user"),
            "stopped": f"user:{uid}" in stopped,
            "credentials": rows,
        }


def _modes(env: api.Environment) -> dict[str, str]:
    """Access modes in the reader's language, as keys have them."""
    return dict(env["mcp.key"]._fields["works_as"]._description_selection(env))


def _apart(page: list[Caller]) -> Iterator[Caller]:
    """The same, so that nothing is computed of those that are not shown."""
    ids: dict[str, list[int]] = {}
    for caller in page:
        ids.setdefault(caller.record._name, []).extend(caller.record.ids)
    for caller in page:
        shown = ids[caller.record._name]
        yield replace(caller, record=caller.record.with_prefetch(shown))


def _row(caller: Caller) -> dict[str, Any]:
    record, used = caller.record, caller.used
    last = used.get("last") or record.last_use
    return {
        "what": caller.what,
        "record": {"model": record._name, "id": record.id} if record else False,
        "name": caller.name,
        "client": used.get("client") or "",
        "last_use": fields.Datetime.to_string(last),
        "address": record.last_address or "",
        "calls": used.get("calls", 0),
        "failed": used.get("failed", 0),
        **_facts(caller),
    }


def _facts(caller: Caller) -> dict[str, Any]:
    """What keys, assistants that logged in and others say each in their way."""
    record, facts = caller.record, {"state": "valid", "trusted": False}
    if not record:
        beginning = caller.what.partition(":")[2]
        return {**facts, "beginning": beginning, "mode": Mode.ADMINISTRATOR}
    facts["mode"] = Mode[record.mode.upper()]
    if record._name != "mcp.key":
        return {**facts, "beginning": _("OAuth")}
    own = {"beginning": record.prefix, "state": record.state}
    return {**facts, **own, "trusted": record.trusted}
