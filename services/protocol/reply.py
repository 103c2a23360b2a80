"""What a POST is answered, before it is HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reply:
    """What the controller sends: a payload, a stream, or nothing.

    Attributes:
        missing_scopes: what an OAuth token lacks for this; told in a header.
    """

    status: int = 200
    payload: dict[str, Any] | None = None
    stream: Iterable[bytes] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    missing_scopes: list[str] = field(default_factory=list)
