"""Arguments of a tool that approves or refuses: a refusal has a reason."""

from __future__ import annotations

from pydantic import Field, model_validator

from .context_params import ContextParams


class VerdictParams(ContextParams):
    """``approve``, and the ``reason`` without which nothing is refused."""

    approve: bool = Field(True, description="false refuses it; reason is needed then.")
    reason: str | None = Field(
        None, max_length=2000, description="Of a refusal; whoever asked reads it."
    )

    @model_validator(mode="after")
    def _reasoned(self) -> VerdictParams:
        if not self.approve and not (self.reason or "").strip():
            raise ValueError("reason: a refusal needs one; whoever asked reads it")
        return self
