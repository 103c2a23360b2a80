from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.hr import time_off
from ...services.orm.context_params import Named
from ...services.orm.verdict_params import VerdictParams
from .request_time_off import TimeOffAnswer, answer


class DecideParams(VerdictParams):
    leave_id: Named("hr.leave") = Field(
        validation_alias=AliasChoices("leave_id", "request_id", "time_off_id"),
        description="The request.",
    )


class DecideTimeOff(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.CHANGE,
        confirm=True,
        requires=("hr.leave",),
        open_world=True,
        aliases=("odoo_decide_time_off", "approve_time_off", "odoo_approve_time_off"),
        presses=(
            "hr.leave.action_approve",
            "hr.leave.action_validate",
            "hr.leave.action_refuse",
        ),
        reaches=(
            state(
                "hr.leave",
                ("state", "in", ("validate1", "validate", "refuse")),
                ("validation_type", "!=", "no_validation"),
            ),
        ),
    )
    def _mcp_decide_time_off(self, params: DecideParams) -> TimeOffAnswer:
        """Approve or refuse a request for time off, by the user's rights in Odoo.

        A refusal needs a reason, which the employee is told; an approved request may
        be refused too.
        """
        leave = params.env_of(self)["hr.leave"].browse(params.leave_id)
        if params.approve:
            time_off.approve(leave)
        else:
            time_off.refuse(leave, (params.reason or "").strip())
        return answer(leave, self._remark(leave))

    def _remark(self, leave: models.BaseModel) -> str | None:
        if leave.state != "validate1":
            return None
        return self.env._("Approved once; it needs a second approval.")

    def _sentence_decide_time_off(self, params: DecideParams) -> str:
        leave = self.env["hr.leave"].browse(params.leave_id)
        text = {
            True: self.env._("Approves %(request)s."),
            False: self.env._("Refuses %(request)s: %(reason)s."),
        }[params.approve]
        # this is worded when the preview has already decided
        request = time_off.shown(leave).request()
        reason = (params.reason or "").strip().rstrip(".")
        return text % {"request": request, "reason": reason}
