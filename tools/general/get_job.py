from __future__ import annotations

from typing import Any

from odoo import models

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
            raise ToolError(f"You have no job {params.job_id}.")
        return Job(
            state=job.state,
            progress=job.progress,
            result=job.result or None,
            log_tail=job.log_tail or None,
        )
