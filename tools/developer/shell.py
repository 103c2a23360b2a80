from __future__ import annotations

from typing import Any

from odoo import models
from odoo.tools import config

from ...services.audit.redaction import clean
from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.errors import ToolError
from ...services.python import shell
from ...services.stopping import under_way

MOST_SECONDS = 300
# the child may have to start, or to finish another call
SPARE_SECONDS = 20
KEPT = {True: "committed", False: "rolled back", None: "perhaps committed"}


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
    committed: bool | None = Field(False, description="null: not known.")
    duration_ms: int
    note: str | None = None

    def text(self) -> str:
        parts = [self.output.rstrip()] if self.output else []
        parts += [f"value: {self.value}"] if self.error is None else []
        parts += [f"error: {self.error}"] if self.error else []
        kept = KEPT[self.committed]
        # the process that was ended says so itself
        if not (self.error or "").endswith(f"{kept}."):
            parts.append(kept)
        return "\n".join([*parts, *([self.note] if self.note else [])])

    def last_line(self) -> str:
        """What went wrong, without the traceback."""
        return self.error.strip().splitlines()[-1]


class ShellTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.EXECUTE,
        external=True,
        bucket="shell",
        log={"CODE": "code", "COMMIT": "commit", "COMMITTED": "committed"},
    )
    def _mcp_odoo_shell(self, params: ShellParams, call: Call) -> ShellAnswer:
        """Run Python with Odoo's env, in a process of its own.

        Changes of the database roll back unless commit is true; an exception always
        rolls back, the timeout unless the commit had begun. It is no sandbox: the
        code may do what the server's user may do.
        """
        most, _note = self._time(params.timeout)
        with under_way.told_by(lambda seconds: call.progress(seconds, most)):
            answer = self._shell(params, commit=params.commit)
        if answer.error:
            result = "unknown" if answer.committed is None else "error"
            call.facts.failed = result, answer.last_line()
        return answer

    def _preview_odoo_shell(self, params: ShellParams) -> str:
        """Shows the code and what it did; an error is answered without a question."""
        answer = self._shell(params, commit=False)
        if answer.error:
            # the data follow as text: the traceback and what was printed stand there
            head = f"{answer.last_line()}\n{KEPT[answer.committed]}"
            raise ToolError(head, answer.model_dump(mode="json"))
        head = (
            self.env._("This Python would run and be kept:")
            if params.commit
            else self.env._("This Python would run and roll back:")
        )
        done = self.env._("It was run already, and rolled back:")
        return f"{head}\n{clean(params.code.strip())}\n\n{done}\n{answer.text()}"

    def _ran_odoo_shell(self, _params: ShellParams) -> str:
        return self.env._(
            "For the preview the code was run, and the database rolled back; what it "
            "did besides (files, mails, requests) stays."
        )

    def _bound_odoo_shell(self, _params: ShellParams) -> str:
        """Binds the arguments only: the preview says how long the code took."""
        return ""

    def _time(self, asked: int) -> tuple[int, str | None]:
        """How long the code may run: seconds, and a note where that is less than asked."""
        most = MOST_SECONDS
        # Odoo ends the worker, or itself, when a request takes longer
        if limit := config["limit_time_real"]:
            most = min(most, max(1, limit - SPARE_SECONDS))
        if asked <= most:
            return asked, None
        by = "odoo_shell" if most == MOST_SECONDS else "limit_time_real (odoo.conf)"
        return most, self.env._(
            "The timeout was capped to %(most)s s by %(by)s.", most=most, by=by
        )

    def _shell(self, params: ShellParams, *, commit: bool) -> ShellAnswer:
        timeout, note = self._time(params.timeout)
        answer = shell.run(self.env, params.code, timeout=timeout, commit=commit)
        # no look at what it changed from here: this transaction is older, and caches
        # filled from it would count as fresh; the next request asks at its beginning
        cut = self._cut(answer.pop("cut", None))
        note = "\n".join(filter(None, (note, cut))) or None
        return ShellAnswer(note=note, **answer)

    def _cut(self, length: int | None) -> str | None:
        """Says that a value is only a beginning, of how much, and how to get the rest."""
        return length and self.env._(
            "The value has %(count)s characters and is cut, so it is no JSON; ask for a "
            "part of it, or write it to a file and read that with read_file.",
            count=length,
        )
