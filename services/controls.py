"""The control arguments that every writing tool takes beside its own.

They are ``confirmation``, ``dry_run`` and ``idempotency_key``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

# a key is a column of an index
LONGEST_KEY = 200


class Controls(BaseModel):
    """Checks the control arguments; null counts as left out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    confirmation: str | None = Field(
        None, description="Token from a preview, after the person agreed."
    )
    dry_run: bool | None = Field(None, description="Only show what would happen.")
    idempotency_key: str | None = Field(
        None,
        max_length=LONGEST_KEY,
        description="Same key and arguments: done once, answered again.",
    )


CONTROLS = tuple(Controls.model_fields)


def apart(arguments: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tool's own arguments, and the control arguments, not checked yet."""
    rest = {key: value for key, value in arguments.items() if key not in CONTROLS}
    return rest, {key: arguments[key] for key in CONTROLS if key in arguments}
