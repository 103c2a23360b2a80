"""For models that hold a credential as ``key:12``: shows, groups and finds its name.

The rows do not hold the name: keys are renamed, and rows of the audit never change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import _, api, fields, models
from odoo.tools import SQL

# what a credential begins with: model, the column of its rest, and that of its name
NAMED = {
    "key": ("mcp.key", "id", "name"),
    "oauth": ("mcp.oauth.grant", "id", "client_name"),
    "api_key": ("mcp.api.key", "digest", "name"),
}


class McpCredentialNamed(models.AbstractModel):
    _name = "mcp.credential.named"
    _description = "MCP: rows with the name of their credential"

    credential = fields.Char(readonly=True)
    credential_name = fields.Char(
        "Key", compute="_compute_credential_name", search="_search_credential_name"
    )

    @api.depends("credential")
    def _compute_credential_name(self) -> None:
        names = self._names_of({row.credential for row in self if row.credential})
        for row in self:
            row.credential_name = names.get(row.credential)

    @api.model
    def _names_of(self, credentials: set[str]) -> dict[str, str]:
        """By credential, its name followed by itself; three queries at most."""
        words, rests = self._words(), {kind: [] for kind in NAMED}
        for credential in credentials:
            kind, _colon, rest = credential.partition(":")
            if kind in NAMED and (rest.isdecimal() or kind == "api_key"):
                rests[kind].append(int(rest) if kind != "api_key" else rest)
        found = {}
        for kind, values in rests.items():
            leaf = (NAMED[kind][1], "in", values)
            found.update(self._named(kind, leaf) if values else ())
        named = (
            (c, found.get(c) or words.get(c.partition(":")[0])) for c in credentials
        )
        return {c: f"{name} ({c})" if name else c for c, name in named}

    @api.model
    def _words(self) -> dict[str, str]:
        """Words for a credential that has no name, or whose record was deleted."""
        return {
            "web": _("Playground"),
            "api_key": _("Odoo API key"),
            "key": _("Deleted key"),
            "oauth": _("Ended connection"),
        }

    @api.model
    def _named(self, kind: str, leaf: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
        """Credentials and their names, revoked and ended ones too."""
        model, rest, name = NAMED[kind]
        before = f"{self._words()[kind]} " if kind == "api_key" else ""
        # sudo: names only, for whoever may read the row
        records = self.env[model].sudo().with_context(active_test=False)
        for record in records.search([leaf]):
            yield f"{kind}:{record[rest]}", f"{before}{record[name]}"

    # ------------------------------------------------------------------- grouping

    def _field_to_sql(self, alias: str, fname: str, query: Any = None, *args, **kwargs):
        if fname != "credential_name" or query is None:
            return super()._field_to_sql(alias, fname, query, *args, **kwargs)
        credential, words = SQL.identifier(alias, "credential"), self._words()
        names = [
            SQL("%s || %s", f"{words[kind]} " if kind == "api_key" else "", name)
            for kind, name in self._joined_names(alias, credential, query)
        ]
        cases = [SQL("WHEN %s THEN %s", kind, word) for kind, word in words.items()]
        kind = SQL("split_part(%s, ':', 1)", credential)
        names.append(SQL("CASE %s %s END", kind, SQL(" ").join(cases)))
        named = SQL(
            "COALESCE(%s) || ' (' || %s || ')'", SQL(", ").join(names), credential
        )
        return SQL("COALESCE(%s, %s)", named, credential)

    def _joined_names(
        self, alias: str, credential: SQL, query: Any
    ) -> Iterator[tuple[str, SQL]]:
        for kind, (model, rest, name) in NAMED.items():
            joined = query.make_alias(alias, kind)
            fits = SQL(
                "%s = %s || %s", credential, f"{kind}:", SQL.identifier(joined, rest)
            )
            query.add_join("LEFT JOIN", joined, self.env[model]._table, fits)
            yield kind, SQL.identifier(joined, name)

    # ------------------------------------------------------------------ searching

    @api.model
    def _search_credential_name(self, operator: str, value: Any) -> list[Any]:
        if operator in ("=", "!=", "in", "not in"):
            return [("credential", operator, _credential(value))]
        positive = operator.removeprefix("not ")
        found = [
            credential
            for kind, (_model, _rest, name) in NAMED.items()
            for credential, _name in self._named(kind, (name, positive, value))
        ]
        domain = ["|", ("credential", positive, value), ("credential", "in", found)]
        for kind in ("web", "api_key"):
            if str(value).lower() in self._words()[kind].lower():
                domain = ["|", ("credential", "=like", f"{kind}:%"), *domain]
        return domain if positive == operator else ["!", *domain]


def _credential(value: Any) -> Any:
    """The credential in the name of a group, as the rows hold it."""
    if isinstance(value, str):
        return value.rpartition(" (")[2].removesuffix(")")
    return [_credential(v) for v in value] if value else value
