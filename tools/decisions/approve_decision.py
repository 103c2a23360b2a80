from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.verdict_params import VerdictParams
from .answers import DecisionAnswer, answer
from .submit_decision import DecisionId


class VoteParams(VerdictParams):
    decision_id: DecisionId = Field(description="Id or exact title of the decision.")


class ApproveDecision(models.AbstractModel):
    _inherit = "mcp.tools.decisions"

    @mcp_tool(
        Effect.CHANGE,
        confirm=True,
        open_world=True,
        aliases=("odoo_approve_decision",),
    )
    def _mcp_approve_decision(self, params: VoteParams) -> DecisionAnswer:
        """Approve or refuse a decision in the user's name, as one of its approvers.

        One refusal ends it; it is approved once enough approvers agree. Never your own.
        """
        decision = params.env_of(self)["mcp.decision"].browse(params.decision_id)
        if params.approve:
            decision.action_approve()
        else:
            decision._refuse(params.reason or "")
        return answer(decision, self._still_missing(decision))

    def _still_missing(self, decision: models.BaseModel) -> str | None:
        missing = decision.approvals_needed - len(decision.approved_by_ids)
        if decision.state != "pending":
            return None
        return self.env._("Not decided yet: %s more must approve.") % missing

    def _irreversible_approve_decision(self, _params: VoteParams) -> str:
        return self.env._("A vote is not taken back by undo.")

    def _sentence_approve_decision(self, params: VoteParams) -> str:
        decision = self.env["mcp.decision"].browse(params.decision_id)
        text = {
            True: self.env._("Approves “%(name)s” of %(user)s%(amount)s in your name."),
            False: self.env._(
                "Refuses “%(name)s” of %(user)s%(amount)s in your name: %(reason)s"
            ),
        }[params.approve]
        amount = f" ({decision.amount:.15g} {decision.currency_id.name})"
        return text % {
            "name": decision.name,
            "user": decision.requester_id.name,
            "amount": amount if decision.amount else "",
            "reason": params.reason or "",
        }
