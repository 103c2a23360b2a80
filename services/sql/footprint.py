"""Compares, before and after a writing statement, what it must not touch.

To look at the text is not enough: ``U&"mcp\\005fkey"`` or a DO block spell a table in
ways that no pattern sees. So PostgreSQL's own counters are asked what happened, in the
same transaction:

- rows written in closed tables, the definitions of these tables, and the locks that
  only a change of them takes;
- rows in the catalogues of what acts later and unseen: functions, triggers, rules,
  settings of roles;
- what would direct the rest of this transaction to other tables than the real ones.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

from odoo.tools import SQL

from ..errors import ToolError

BOOKS = "mcp_(audit|change|key|link|once|confirmation|rate|session|oauth|approval|rule|stop)"
CLOSED = f"^{BOOKS}"
LATER = (
    "pg_proc pg_operator pg_opclass pg_amop pg_amproc pg_cast pg_language pg_extension "
    "pg_event_trigger pg_db_role_setting pg_authid pg_auth_members pg_database "
    "pg_foreign_server pg_user_mapping pg_publication pg_subscription"
).split()
CLOSED_REASON = (
    "The tables of the audit, changes, keys, rules, stops and limits are closed."
)
LATER_REASON = (
    "Functions, triggers, rules, operators, extensions, roles and their settings act "
    "after this call, unseen by the audit; put them into a module."
)
SESSION_REASON = (
    "A setting, role, temporary table or held cursor would outlive this statement: "
    "reset or drop it at its end."
)
# relations, what acts later, and the session; each query answers one row
CHECKS = (
    (
        """
        SELECT array_agg(ARRAY[c.oid::text, n.nspname, c.relname, c.relowner::text,
                    c.relfilenode::text, c.relacl::text, c.relrowsecurity::text,
                    c.relforcerowsecurity::text, c.relhassubclass::text,
                    pg_stat_get_xact_tuples_inserted(c.oid)::text,
                    pg_stat_get_xact_tuples_updated(c.oid)::text,
                    pg_stat_get_xact_tuples_deleted(c.oid)::text] ORDER BY c.oid)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relname ~ %(closed)s""",
        CLOSED_REASON,
    ),
    (
        """
        SELECT array_agg(DISTINCT ARRAY[c.relname, l.mode] ORDER BY ARRAY[c.relname, l.mode])
          FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE l.pid = pg_backend_pid() AND c.relname ~ %(closed)s AND l.mode NOT IN (
               'AccessShareLock', 'RowShareLock', 'RowExclusiveLock')""",
        CLOSED_REASON,
    ),
    ("SELECT current_setting('mcp.retention', true) = 'on'", CLOSED_REASON),
    (
        """
        SELECT array_agg(ARRAY[c.relname, pg_stat_get_xact_tuples_inserted(c.oid)::text,
                    pg_stat_get_xact_tuples_updated(c.oid)::text,
                    pg_stat_get_xact_tuples_deleted(c.oid)::text] ORDER BY c.oid)
          FROM pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace
           AND c.relname = ANY(%(later)s::name[])""",
        LATER_REASON,
    ),
    (
        """
        SELECT md5(string_agg(t::text, ' ' ORDER BY t.oid)) FROM pg_trigger t
         WHERE NOT t.tgisinternal
            OR t.tgrelid IN (SELECT oid FROM pg_class WHERE relname ~ %(closed)s)""",
        LATER_REASON,
    ),
    (
        "SELECT array_agg(ARRAY[oid::text, ev_class::text, ev_enabled::text] ORDER BY oid)"
        " FROM pg_rewrite WHERE rulename <> '_RETURN'",
        LATER_REASON,
    ),
    (
        """
        SELECT array_agg(name || '=' || setting ORDER BY name) FROM pg_settings
         WHERE source = 'session' AND setting IS DISTINCT FROM reset_val
           AND name <> 'search_path'""",
        SESSION_REASON,
    ),
    (
        "SELECT ARRAY[current_user::text, session_user::text, current_setting('role')]",
        SESSION_REASON,
    ),
    (
        """
        SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema())
             + (SELECT count(*) FROM pg_type WHERE typnamespace = pg_my_temp_schema())
             + (SELECT count(*) FROM pg_cursors WHERE is_holdable)""",
        SESSION_REASON,
    ),
)


class Footprint:
    """State around a statement on Odoo's cursor."""

    def __init__(self, cr: Any) -> None:
        self.cr = cr
        self._refuse_blindness()
        self.path = self._search_path()
        self.before = self._state()

    def refuse_changes(self) -> None:
        """Raise ToolError when something closed was touched."""
        # first, and by a command that no table or function can stand in for
        if self._search_path() != self.path:
            raise ToolError(SESSION_REASON)
        after = self._state()
        for (_text, reason), old, new in zip(CHECKS, self.before, after, strict=True):
            if old != new:
                raise ToolError(reason)

    def _refuse_blindness(self) -> None:
        self.cr.execute("SHOW track_counts")
        if self.cr.fetchone() != ("on",):
            raise ToolError(
                "PostgreSQL's setting track_counts is off, so nothing would show what "
                "a statement touched. Switch it on."
            )

    def _search_path(self) -> str:
        self.cr.execute("SHOW search_path")
        return self.cr.fetchone()[0]

    def _state(self) -> list[Any]:
        """Answers of the checks; names in them mean the catalogue's own."""
        parts = [
            SQL("(%s)", SQL(text, closed=CLOSED, later=LATER))
            for text, _reason in CHECKS
        ]
        with closing(self.cr.savepoint(flush=False)):
            self.cr.execute(
                "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL jit = off"
            )
            self.cr.execute(SQL("SELECT %s", SQL(", ").join(parts)))
            return list(self.cr.fetchone())
