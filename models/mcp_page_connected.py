"""What the page Connected shows: who calls, with what, and whether it is stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ..services.callers.principal import Mode

DAYS = 7
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


class McpPageConnected(models.AbstractModel):
    _name = "mcp.page.connected"
    _description = "MCP page Connected"

    @api.model
    def describe(self) -> dict[str, Any]:
        """Who is connected, user by user.

        ``{"days", "stopped": {by, since} | False, "users": [{id, name, stopped,
        credentials: [{what, record, name, mode, state, client, last_use, address,
        calls, failed, sessions, stopped}]}]}``; times are UTC, as Odoo sends them;
        ``mode`` is the lower one of user and credential, ``record`` says where more
        of it stands: ``{model, id}`` or False.
        """
        self._refuse_others()
        stopped = self.env["mcp.stop"]._names()
        users: dict[int, list[dict[str, Any]]] = {}
        for uid, row in self._credentials():
            row["stopped"] = row["what"] in stopped
            users.setdefault(uid, []).append(row)
        # sudo: names and groups of users, for administrators of MCP
        everybody = self.env["res.users"].sudo()
        known = {user.id: user for user in everybody.browse(users).exists()}
        return {
            "days": DAYS,
            "stopped": self._stopped(),
            "users": [
                self._user(known.get(uid, everybody), uid, rows, stopped)
                for uid, rows in users.items()
            ],
        }

    @api.model
    def stop(self, what: str) -> dict[str, Any]:
        """Refuse all calls of ``what``, from now on."""
        self.env["mcp.stop"]._stop(what)
        return self.describe()

    @api.model
    def allow(self, what: str) -> dict[str, Any]:
        """Let ``what`` call again."""
        self.env["mcp.stop"]._allow(what)
        return self.describe()

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

    def _credentials(self) -> list[tuple[int, dict[str, Any]]]:
        """Working keys and whatever else called lately; the last used first."""
        used, sessions = self._used(), self._sessions()
        rows = []
        for key in self.env["mcp.key"].search([("prefix", "!=", False)]):
            what = f"key:{key.id}"
            rows.append((key.user_id.id, _of_key(key, what, used.pop(what, {}))))
        for grant in self._grants():
            what = f"oauth:{grant.id}"
            rows.append((grant.user_id.id, _of_grant(grant, used.pop(what, {}))))
        # a deleted key cannot call any more
        others = {c for c in used if not c.startswith(("key:", "oauth:", "web:"))}
        names = self.env["mcp.credential.named"]._names_of(others)
        for what in others:
            name = names[what].removesuffix(f" ({what})")
            rows.append((used[what]["user_id"], _of_other(what, name, used[what])))
        for _uid, row in rows:
            row["sessions"] = sessions.get(row["what"], 0)
        return sorted(rows, key=lambda pair: pair[1]["last_use"] or "", reverse=True)

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

    def _sessions(self) -> dict[str, int]:
        model = self.env["mcp.session"]
        live = [("last_seen", ">=", model._oldest())]
        return dict(model._read_group(live, ["credential"], ["__count"]))

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


def _of_key(key: models.BaseModel, what: str, used: dict[str, Any]) -> dict[str, Any]:
    return {
        **_of_record(key, what, used),
        "name": key.name,
        "beginning": key.prefix,
        "state": key.state,
        "trusted": key.trusted,
    }


def _of_grant(grant: models.BaseModel, used: dict[str, Any]) -> dict[str, Any]:
    """A client that its user connected by logging in."""
    return {
        **_of_record(grant, f"oauth:{grant.id}", used),
        "name": grant.client_name,
        "beginning": _("OAuth"),
        "state": "valid",
        "trusted": False,
    }


def _of_record(
    record: models.BaseModel, what: str, used: dict[str, Any]
) -> dict[str, Any]:
    """What keys and grants have in common."""
    return {
        "what": what,
        "record": {"model": record._name, "id": record.id},
        "mode": Mode[record.mode.upper()],
        "client": used.get("client") or "",
        "last_use": fields.Datetime.to_string(used.get("last") or record.last_use),
        "address": record.last_address or "",
        "calls": used.get("calls", 0),
        "failed": used.get("failed", 0),
    }


def _of_other(what: str, name: str, used: dict[str, Any]) -> dict[str, Any]:
    return {
        "what": what,
        "record": False,
        "name": name,
        "beginning": what.partition(":")[2],
        "mode": Mode.ADMINISTRATOR,
        "state": "valid",
        "trusted": False,
        "client": used["client"] or "",
        "last_use": fields.Datetime.to_string(used["last"]),
        "address": "",
        "calls": used["calls"],
        "failed": used["failed"],
    }
