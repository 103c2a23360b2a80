"""The audit is read and grouped by names of keys; it holds their ids only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import api, fields, models
from odoo.tools import SQL

# what a credential begins with, the model of its id, and the field of its name
NAMED = {"key": ("mcp.key", "name"), "oauth": ("mcp.oauth.grant", "client_name")}


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    credential_name = fields.Char(
        "Key", compute="_compute_credential_name", search="_search_credential_name"
    )

    @api.depends("credential")
    def _compute_credential_name(self) -> None:
        names = dict(self._named([("id", "in", self._ids_of_credentials())]))
        for row in self:
            name = names.get(row.credential)
            row.credential_name = (
                f"{name} ({row.credential})" if name else row.credential
            )

    def _ids_of_credentials(self) -> list[int]:
        parts = ((row.credential or "").partition(":") for row in self)
        return [int(p[2]) for p in parts if p[0] in NAMED and p[2].isdigit()]

    @api.model
    def _named(self, domain: list[Any]) -> Iterator[tuple[str, str]]:
        """Credentials and their names, revoked and ended ones too."""
        for kind, (model, name) in NAMED.items():
            # sudo: names only, for administrators of the audit
            records = self.env[model].sudo().with_context(active_test=False)
            leaves = [(name if f == "name" else f, o, v) for f, o, v in domain]
            for record in records.search(leaves):
                yield f"{kind}:{record.id}", record[name]

    def _field_to_sql(self, alias: str, fname: str, query: Any = None, *args, **kwargs):
        if fname != "credential_name" or query is None:
            return super()._field_to_sql(alias, fname, query, *args, **kwargs)
        credential = SQL.identifier(alias, "credential")
        names = [
            SQL("%s || ' (' || %s || ')'", name, credential)
            for name in self._joined_names(alias, credential, query)
        ]
        return SQL("COALESCE(%s, %s)", SQL(", ").join(names), credential)

    def _joined_names(self, alias: str, credential: SQL, query: Any) -> Iterator[SQL]:
        for kind, (model, name) in NAMED.items():
            joined = query.make_alias(alias, kind)
            number = SQL.identifier(joined, "id")
            fits = SQL("%s = %s || %s", credential, f"{kind}:", number)
            query.add_join("LEFT JOIN", joined, self.env[model]._table, fits)
            yield SQL.identifier(joined, name)

    @api.model
    def _search_credential_name(self, operator: str, value: Any) -> list[Any]:
        if operator in ("=", "!=", "in", "not in"):
            return [("credential", operator, _credential(value))]
        positive = operator.removeprefix("not ")
        found = [what for what, _n in self._named([("name", positive, value)])]
        domain = ["|", ("credential", positive, value), ("credential", "in", found)]
        return domain if positive == operator else ["!", *domain]


def _credential(value: Any) -> Any:
    """Back from a name, as a group has it, to what the audit holds."""
    if isinstance(value, str):
        return value.rpartition(" (")[2].removesuffix(")")
    return [_credential(v) for v in value] if value else value
