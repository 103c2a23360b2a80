from __future__ import annotations

from typing import Any

from odoo import models

from ...services import numbers
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.python import shell

MOST_SECONDS = 300


class ShellParams(Params):
    code: str = Field(
        description="Python; env, self, cr, uid and context are there. The value of "
        "the last expression is answered."
    )
    timeout: int = Field(30, ge=1, description="Seconds; at most 300.")
    commit: bool = Field(False, description="Keep the changes; else they roll back.")


class ShellAnswer(Result):
    output: str = Field(description="What was printed.")
    value: Any = Field(None, description="Value of the last expression.")
    error: str | None = None
    committed: bool = False
    duration_ms: int
    note: str | None = None

    def text(self) -> str:
        parts = [self.output.rstrip()] if self.output else []
        parts += [f"value: {self.value}"] if self.error is None else []
        parts += [f"error: {self.error}"] if self.error else []
        parts.append("committed" if self.committed else "rolled back")
        return "\n".join([*parts, *([self.note] if self.note else [])])


class ShellTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.EXECUTE,
        external=True,
        bucket="shell",
        log={"CODE": "code", "COMMIT": "commit"},
    )
    def _mcp_odoo_shell(self, params: ShellParams) -> ShellAnswer:
        """Run Python with Odoo's env, in a process of its own.

        Changes roll back unless commit is true; an exception or the timeout always
        rolls back. It is no sandbox: the code may do what the server's user may do.
        """
        return self._shell(params, commit=params.commit)

    def _preview_odoo_shell(self, params: ShellParams) -> str:
        answer = self._shell(params, commit=False)
        kept = "kept" if params.commit else "rolled back"
        return f"Python would run and be {kept}. It was run and rolled back:\n" + (
            answer.text()
        )

    def _shell(self, params: ShellParams, *, commit: bool) -> ShellAnswer:
        timeout, note = numbers.capped(params.timeout, MOST_SECONDS, "timeout")
        answer = shell.run(self.env, params.code, timeout=timeout, commit=commit)
        if answer.get("committed"):
            self.env.registry.check_signaling()
        return ShellAnswer(note=note, **answer)
