from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from odoo import models

from ...services import access
from ...services.call import Call
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm.params import RECORD_ID, ModelParams

SAID_OTHERWISE = {"search": "read", "update": "write", "delete": "unlink"}


class ExplainAccessParams(ModelParams):
    operation: Literal["read", "create", "write", "unlink"] = Field(
        description="What is to be done."
    )
    record_id: int | None = Field(
        None,
        validation_alias=RECORD_ID,
        ge=1,
        description="Also say what the record rules make of this record.",
    )

    @field_validator("operation", mode="before")
    @classmethod
    def _said_otherwise(cls, value: object) -> object:
        return SAID_OTHERWISE.get(value, value) if isinstance(value, str) else value


class Check(Result):
    check: str = Field(description="mode, policy_row, access_right, record_rule …")
    ok: bool
    why: str


class AccessExplained(Result):
    allowed: bool
    decided_by: str = Field(description="The check that refuses; none if nothing does.")
    checks: list[Check] = Field(description="In the order in which a call meets them.")

    def text(self) -> str:
        head = "allowed" if self.allowed else f"refused by {self.decided_by}"
        lines = [f"{'+' if c.ok else '-'} {c.check}: {c.why}" for c in self.checks]
        return "\n".join([head, *lines])


class ExplainAccess(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ, taken_back=True)
    def _mcp_explain_access(
        self, params: ExplainAccessParams, call: Call
    ) -> AccessExplained:
        """Say why you may or may not read, create, write or delete in a model.

        Names what decides: the access mode or policy row of this server, the access
        right and the groups that would give it, the record rule with its domain, the
        company. Use it after a refusal, or when a record cannot be found.
        """
        found = access.explain(
            params.records(self.env).env,
            call.principal,
            params.model,
            params.operation,
            params.record_id,
        )
        checks = [Check(check=s.check, ok=s.ok, why=s.why) for s in found.steps]
        return AccessExplained(
            allowed=found.allowed, decided_by=found.decided_by, checks=checks
        )
