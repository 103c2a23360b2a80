from __future__ import annotations

from typing import Any

from odoo import models

from ...services.answers import fitting
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.errors import ToolError


class JobParams(Params):
    job_id: int = Field(ge=1, description="As another tool answered it.")


class Job(Result):
    state: str = Field(description="running, done or failed.")
    progress: float = Field(description="0 to 1.")
    result: Any = None
    log_tail: str | None = None


class JobTools(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_tool(Effect.READ)
    def _mcp_get_job(self, params: JobParams) -> Job:
        """Look how far work is that another call started."""
        job = self.env["mcp.job"].search([("id", "=", params.job_id)])
        if not job:
            raise ToolError(self.env._("You have no job %s.", params.job_id))
        lost = job._is_lost()
        return Job(
            state="failed" if lost else job.state,
            progress=job.progress,
            result=self._lost(job) if lost else job.result or None,
            log_tail=self._log_tail(job),
        )

    def _log_tail(self, job: models.BaseModel) -> str | None:
        """The log's end: what is over the budget is left out at its beginning."""
        lines, most = (job.log_tail or "").splitlines(), fitting.room(self.env) // 2
        while lines and fitting.cost("\n".join(lines)) > most:
            del lines[: max(1, len(lines) // 10)]
        return "\n".join(lines) or None

    def _lost(self, job: models.BaseModel) -> dict[str, Any]:
        problem = self.env._(
            "The process that did this has ended; look at what it was to change."
        )
        return {**(job.result or {}), "problem": problem}
