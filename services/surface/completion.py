"""Suggestions for an argument that is being typed, as far as the caller may see them.

mcp.completion._values(asked)   what comes too late for who types is left out
  ├─ _records(model, text)    where the declaration says whose records are named
  └─ _of_argument(asked)      models and tables, by the argument's name
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from psycopg2.errors import QueryCanceled

from odoo import api, models
from odoo.tools import SQL

from .. import settings
from ..callers.principal import Principal
from ..catalog import Declaration
from ..orm import directory
from ..rate import take

MOST = 101
# who types waits no longer
LONGEST_S = 5


@dataclass(frozen=True)
class Asked:
    """What a client wants completed.

    Attributes:
        kind, name: ``prompt`` and its name, or ``resource`` and its template.
        argument, value: of which argument, and what was typed so far.
        others: arguments that are filled already.
    """

    principal: Principal
    kind: str
    name: str
    argument: str
    value: str
    others: Mapping[str, str] = field(default_factory=dict)


class McpCompletion(models.AbstractModel):
    _name = "mcp.completion"
    _description = "MCP completion"

    @api.model
    def _values(self, asked: Asked) -> list[str]:
        """The values that fit what was typed; none for a caller who may not ask.

        None either where the database takes long to find them.
        """
        declaration = self._declaration(asked)
        if not declaration or self._is_too_fast(asked.principal):
            return []
        cr = self.env.cr
        seconds = min(settings.get(self.env, "query_timeout"), LONGEST_S)
        try:
            with cr.savepoint(flush=False):
                cr.execute("SET LOCAL statement_timeout = %s", [seconds * 1000])
                return self._fitting(declaration, asked)
        except QueryCanceled:
            return []

    @api.model
    def _fitting(self, declaration: Declaration, asked: Asked) -> list[str]:
        known = (declaration.mark.completes or {}).get(asked.argument)
        if isinstance(known, tuple):
            return [value for value in known if asked.value.lower() in value]
        if known:
            model = asked.others.get("model", "") if known == "{model}" else known
            return self._records(model, asked.value)
        return self._of_argument(asked)

    @api.model
    def _of_argument(self, asked: Asked) -> list[str]:
        """What completes an argument by its name alone. Extend with ``super()``."""
        if asked.argument in ("model", "model_name"):
            return [entry.model for entry in directory.search(self.env, asked.value)]
        if asked.argument in ("table", "table_name"):
            return self._tables(asked.principal, asked.value)
        if asked.argument == "service" and self._is_developer(asked.principal):
            services = settings.words(settings.get(self.env, "allowed_services"))
            return [name for name in services if asked.value in name]
        return []

    def _declaration(self, asked: Asked) -> Declaration | None:
        """The prompt or resource in question, if the caller may see it."""
        listed = self.env["mcp.policy"]._listed(asked.kind, asked.principal)
        return next((d for d in listed if asked.name == (d.mark.uri or d.name)), None)

    def _is_too_fast(self, principal: Principal) -> bool:
        """Whether the caller's limit of reads is used up; this is a read, too."""
        a_minute = settings.get(self.env, "rate_reads")
        return bool(take(self.env.registry, f"reads:{principal.uid}", a_minute))

    def _records(self, model: str, text: str) -> list[str]:
        """Names that contain ``text``; the id where several records have one name."""
        if model not in self.env or not self.env[model].has_access("read"):
            return []
        found = self.env[model].name_search(text, limit=MOST)
        names = Counter(name for _id, name in found)
        return [name if name and names[name] == 1 else str(id_) for id_, name in found]

    def _is_developer(self, principal: Principal) -> bool:
        return self.env["mcp.policy"]._is_developer(principal)

    def _tables(self, principal: Principal, text: str) -> list[str]:
        if not self._is_developer(principal):
            return []
        self.env.cr.execute(
            SQL(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                "AND position(%s in tablename) > 0 "
                # those that begin so first
                "ORDER BY position(%s in tablename), tablename LIMIT %s",
                text,
                text,
                MOST,
            )
        )
        return [name for (name,) in self.env.cr.fetchall()]
