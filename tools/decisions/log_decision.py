from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import PrivateAttr, StringConstraints, ValidationInfo, model_validator

from odoo import models
from odoo.tools import plaintext2html

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, NamedUser
from ...services.orm.writes.input import Values, read_values
from .answers import DecisionAnswer, answer

MOST_APPROVERS = 50
# what errors of the fields are told of
ARGUMENTS = {
    "name": "title",
    "body": "description",
    "currency_id": "currency",
    "approver_ids": "approvers",
}
FIELD = re.compile(rf"\b({'|'.join(ARGUMENTS)}): ")


class LogParams(ContextParams):
    title: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(
        min_length=1, max_length=200, description="One line."
    )
    description: str | None = Field(
        None, max_length=100_000, description="What is to be decided, and why; text."
    )
    decision_type: str = Field(
        "general",
        description="general, financial, purchase, sales, contract, personnel, "
        "project, technical or policy.",
    )
    amount: float | None = Field(None, description="What it costs.")
    currency: str | None = Field(
        None, description="E.g. EUR. Default: the company's currency."
    )
    subject_type: str | None = Field(
        None, description="Model of the record that it is about, e.g. sale.order."
    )
    subject_ref: str | int | None = Field(
        None, description="Id, external id or exact name of that record."
    )
    approvers: list[NamedUser] = Field(
        default=[],
        max_length=MOST_APPROVERS,
        description="Who must agree: ids, logins or names of users; never you.",
    )
    approvals_needed: int = Field(
        1, ge=1, le=MOST_APPROVERS, description="How many of them must agree."
    )
    submit: bool = Field(False, description="Ask the approvers at once.")
    _values: Values = PrivateAttr()

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> LogParams:
        if (self.subject_type is None) != (self.subject_ref is None):
            raise ValueError("subject_type and subject_ref go together")
        decisions = self.env_of(info.context["env"]["mcp.decision"])["mcp.decision"]
        try:
            self._values = read_values(decisions, self._asked())
        except ValueError as error:
            text = FIELD.sub(lambda found: f"{ARGUMENTS[found[1]]}: ", str(error))
            raise ValueError(text) from None
        return self

    def _asked(self) -> dict[str, Any]:
        asked = {
            "name": self.title,
            "body": self.description and plaintext2html(self.description),
            "decision_type": self.decision_type,
            "amount": self.amount,
            "currency_id": self.currency,
            "subject": self.subject_type
            and {"model": self.subject_type, "id": self.subject_ref},
            "approver_ids": self.approvers,
            "approvals_needed": self.approvals_needed,
        }
        return {name: value for name, value in asked.items() if value is not None}


class LogDecision(models.AbstractModel):
    _inherit = "mcp.tools.decisions"

    @mcp_tool(Effect.ADD, open_world=True, aliases=("odoo_log_decision",))
    def _mcp_log_decision(self, params: LogParams) -> DecisionAnswer:
        """Log a decision that people are to take, as a draft or asked for at once.

        It names who must agree, and how many of them; whoever logs it never approves.
        """
        decisions = params.env_of(self)["mcp.decision"]
        made = decisions.create(params._values.for_odoo())
        if params.submit:
            made.action_submit()
        return answer(made)

    def _sentence_log_decision(self, params: LogParams) -> str:
        if params.submit:
            text = self.env._("Logs the decision “%s” and asks its approvers.")
        else:
            text = self.env._("Logs the decision “%s” as a draft.")
        return text % params.title
