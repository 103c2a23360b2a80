from __future__ import annotations

from typing import Literal

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, Named
from .answers import DecisionAnswer, answer

DecisionId = Named("mcp.decision")


class SubmitParams(ContextParams):
    decision_id: DecisionId = Field(description="Id or exact title of the decision.")
    action: Literal["submit", "cancel", "draft"] = Field(
        "submit",
        description="submit: ask the approvers; cancel: take it back; draft: of what "
        "was rejected or cancelled, to change it and ask again.",
    )


class SubmitDecision(models.AbstractModel):
    _inherit = "mcp.tools.decisions"

    @mcp_tool(Effect.CHANGE, open_world=True, aliases=("odoo_submit_decision",))
    def _mcp_submit_decision(self, params: SubmitParams) -> DecisionAnswer:
        """Ask the approvers to decide a draft, or cancel it, or set it back to draft.

        Each approver gets an activity in Odoo, and mail by his settings.
        """
        decision = params.env_of(self)["mcp.decision"].browse(params.decision_id)
        getattr(decision, f"action_{params.action}")()
        return answer(decision)

    def _sentence_submit_decision(self, params: SubmitParams) -> str:
        decision = self.env["mcp.decision"].browse(params.decision_id)
        text = {
            "submit": self.env._("Asks %(approvers)s to decide “%(name)s”."),
            "cancel": self.env._("Cancels the decision “%(name)s”."),
            "draft": self.env._("Sets the decision “%(name)s” back to draft."),
        }[params.action]
        approvers = ", ".join(decision.approver_ids.mapped("name"))
        return text % {"name": decision.name, "approvers": approvers}
