"""The domain by which Odoo searches names: a list in 18.0, an object in 19.0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

NEVER, ALWAYS = (0, "=", 1), (1, "=", 1)


def without(domain: Any, is_left_out: Callable[[str], bool]) -> Any:
    """``domain`` whose conditions on some paths find nothing, and exclude nothing."""
    if hasattr(domain, "map_conditions"):
        either = (domain.FALSE, domain.TRUE)
        return domain.map_conditions(
            lambda one: (
                either[_excludes(one.operator)] if is_left_out(one.field_expr) else one
            )
        )
    return [
        (NEVER, ALWAYS)[_excludes(part[1])]
        if _is_condition(part) and is_left_out(part[0])
        else part
        for part in domain
    ]


def _is_condition(part: Any) -> bool:
    return isinstance(part, list | tuple) and isinstance(part[0], str)


def _excludes(operator: str) -> bool:
    return operator.startswith("not ") or operator in ("!=", "<>")
