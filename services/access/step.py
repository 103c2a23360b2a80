"""One thing that decides whether an operation is allowed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing that was looked at.

    Attributes:
        check: ``mode``, ``policy_row``, ``access_right``, ``record_rule`` …
        ok: whether it lets the operation through.
        why: a sentence; names what decides and who could change it.
    """

    check: str
    ok: bool
    why: str
