from __future__ import annotations

import re
from contextlib import AbstractContextManager
from typing import Any

from odoo import models

from ...services import settings
from ...services.answers import numbers
from ...services.answers.lean import GivenResult
from ...services.answers.render import compact
from ...services.audit.redaction import clean
from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.sql import read, write
from ...services.stopping import under_way

# texts that a line of cells would show as something else, or as more than one cell
UNCLEAR = re.compile(
    r"""$|["\[{]|.*[\t\r\n]|(NULL|null|true|false|[-+.\deE]+)$""", re.DOTALL
)


class QueryParams(Params):
    query: str = Field(description="One SELECT, VALUES, TABLE, SHOW or EXPLAIN.")
    params: list[Any] | None = Field(None, description="Values for %s in the query.")
    limit: int | None = Field(None, ge=1, description="Rows at most; default 1000.")
    explain: bool = Field(False, description="Answer the plan instead of the rows.")


class QueryAnswer(Result):
    columns: list[str] = Field(description="Column names, in order.")
    rows: list[dict[str, Any]] = Field(description="One object a row.")
    row_count: int
    truncated: bool
    duration_ms: int
    note: str | None = None

    def text(self) -> str:
        head = f"{self.row_count} rows, {self.duration_ms} ms"
        head += ", more rows exist" if self.truncated else ""
        lines = [
            "\t".join(_cell(row.get(c)) for c in self.columns) for row in self.rows
        ]
        notes = [self.note] if self.note else []
        return "\n".join([head, *notes, "\t".join(self.columns), *lines])


class StatementParams(Params):
    statement: str = Field(description="SQL that writes: INSERT, UPDATE, DELETE, DDL.")
    params: list[Any] | None = Field(None, description="Values for %s.")


class StatementAnswer(GivenResult):
    BINDS = ("status_message", "tables")

    affected_rows: int | None = Field(None, description="Absent where not counted.")
    status_message: str
    tables: list[dict[str, Any]] | None = Field(
        None, description="Rows written, cascades and triggers included."
    )
    duration_ms: int


class SqlTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.READ, bucket="queries", log={"QUERY": "query", "ROWS": "row_count"}
    )
    def _mcp_query_database(self, params: QueryParams, call: Call) -> QueryAnswer:
        """Run one read-only SQL query on Odoo's database.

        PostgreSQL itself refuses writes. SQL ignores record rules and companies, and
        sees the database as committed. Columns with secrets are left out.
        """
        limit, note = numbers.capped(
            params.limit, settings.get(self.env, "max_result_rows"), "limit"
        )
        query = f"EXPLAIN {params.query}" if params.explain else params.query
        most = settings.get(self.env, "answer_budget_kb") * 480
        with self._telling(call):
            answer = read.run(self.env, query, params.params, limit, most)
        return QueryAnswer(
            columns=answer.columns,
            rows=answer.rows,
            row_count=len(answer.rows),
            truncated=answer.truncated,
            duration_ms=answer.duration_ms,
            note=" ".join(
                filter(None, [note, _cut_note(answer.cut), _more_note(answer)])
            )
            or None,
        )

    @mcp_tool(
        Effect.EXECUTE,
        bucket="sql_writes",
        log={"QUERY": "statement", "ROWS": "affected_rows"},
    )
    def _mcp_execute_sql(self, params: StatementParams, call: Call) -> StatementAnswer:
        """Run SQL that writes, in this call's transaction.

        It goes round the ORM: no computed fields, no access rules, no undo. All of it
        is kept or nothing; COMMIT and ROLLBACK in the text are refused.
        """
        with self._telling(call):
            answer = write.run(self.env, params.statement, params.params)
        return StatementAnswer(**vars(answer))

    def _telling(self, call: Call) -> AbstractContextManager[None]:
        """During the block tell the client the seconds that passed, of those it has."""
        most = settings.get(self.env, "query_timeout")
        return under_way.told_by(lambda passed: call.progress(passed, most))

    def _sentence_execute_sql(self, params: StatementParams) -> str:
        said = f"{params.statement} {params.params}" if params.params else ""
        return self.env._("Runs this SQL past access rules: %s.") % clean(
            said or params.statement
        ).rstrip("; \n")

    def _irreversible_execute_sql(self, _params: StatementParams) -> str:
        return self.env._("No undo takes SQL back.")


def _cut_note(cut: int) -> str | None:
    return (
        f"{cut} large values were cut; ask for parts with substring()." if cut else None
    )


def _more_note(answer: read.Answer) -> str | None:
    """How to get the rows that are left."""
    if not answer.truncated:
        return None
    why = "The answer's size is reached" if answer.is_full else "More rows exist"
    return f"{why}: for the rest use ORDER BY and OFFSET {len(answer.rows)}, or ask for less."


def _cell(value: Any) -> str:
    """A value in a line of its own kind: NULL, 5 and texts that look like them differ."""
    if value is None:
        return "NULL"
    if isinstance(value, str) and not UNCLEAR.match(value):
        return value
    return compact(value)
