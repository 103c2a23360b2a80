from __future__ import annotations

from pydantic import AliasChoices, PrivateAttr

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.hr import time_off
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import ChangedDocument, head
from .request_time_off import answer


class CancelParams(ContextParams):
    leave_id: Named("hr.leave") = Field(
        validation_alias=AliasChoices("leave_id", "request_id", "time_off_id"),
        description="Your own request.",
    )
    reason: str = Field(
        min_length=1, max_length=2000, description="Who approves it reads it."
    )
    _before: str = PrivateAttr("")


class CancelledTimeOff(ChangedDocument):
    """The request as it was last seen."""

    request: time_off.TimeOff
    deleted: bool = Field(False, description="Nobody had approved it: it is gone.")

    def head(self) -> str:
        return f"{self.id}: deleted" if self.deleted else super().head()

    def rest(self) -> list[str]:
        return [self.request.line()]


class CancelTimeOff(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.CHANGE,
        requires=("hr.leave",),
        open_world=True,
        aliases=("odoo_cancel_time_off", "withdraw_time_off"),
        presses=(
            "hr.leave.action_cancel",
            "hr.holidays.cancel.leave.action_cancel_leave",
        ),
        reaches=(state("hr.leave", ("state", "=", "cancel")),),
    )
    def _mcp_cancel_time_off(self, params: CancelParams) -> CancelledTimeOff:
        """Cancel your own time off, approved or not; the days are yours again.

        Others' requests are refused with decide_time_off.
        """
        leave = params.env_of(self)["hr.leave"].browse(params.leave_id)
        before = {**head(leave), "request": time_off.shown(leave)}
        params._before = before["request"].line()
        if time_off.cancel(leave, params.reason.strip()):
            return CancelledTimeOff(**dict(answer(leave)))
        return CancelledTimeOff(**{**before, "state": None, "url": None}, deleted=True)

    def _sentence_cancel_time_off(self, params: CancelParams) -> str:
        """Names the request as it was: the preview may have deleted it already."""
        text = self.env._("Cancels %(request)s: %(reason)s")
        return text % {"request": params._before, "reason": params.reason}
