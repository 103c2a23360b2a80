"""A tool that stands for others: its call becomes the call of the one it names.

That happens before the pipeline, so that the target's own effect, guards,
confirmation, rate and audit row count, whichever way a call comes in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from odoo import api

from .call import Call
from .catalog import Declaration
from .controls import apart
from .declarations import Effect
from .errors import UnknownName
from .guards.permitted import unknown


def target(call: Call) -> Call:
    """The call that ``call`` stands for, or itself where it stands for none.

    A malformed or refused one is itself too: its own guards say what is wrong.

    Raises:
        UnknownName: no tool is called so.
    """
    if not call.declaration.delegates:
        return call
    arguments, control = apart(call.arguments)
    try:
        params = call.declaration.params.model_validate(
            arguments, context={"env": call.env}
        )
    except ValidationError:
        return call
    policy = call.env["mcp.policy"]
    if not policy._verdict(call.declaration, call.principal, Effect.READ).allowed:
        return call
    named = call.env["mcp.catalog"]._find("tool", params.name)
    if named is None:
        raise UnknownName(unknown("tool", params.name))
    if named.delegates:
        return call
    return _call_of(call, named, params.arguments, control)


def declaration_of(
    env: api.Environment, name: str, arguments: Any
) -> Declaration | None:
    """The tool that a call of ``name`` with ``arguments`` reaches in the end."""
    catalog = env["mcp.catalog"]
    found = catalog._find("tool", name)
    if found and found.delegates and isinstance(arguments, dict):
        return catalog._find("tool", str(arguments.get("name")))
    return found


def _call_of(
    call: Call,
    declaration: Declaration,
    arguments: dict[str, Any],
    control: dict[str, Any],
) -> Call:
    if declaration.worst > Effect.READ:
        arguments, inner = apart(arguments)
        control = _both(control, inner)
    most = call.declaration.mark.delegates
    return replace(
        call, declaration=declaration, arguments=arguments, most=most, **control
    )


def _both(outer: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
    """Control arguments of both calls; what one of them only tries is only tried."""
    tried = outer.get("dry_run") or inner.get("dry_run")
    return {**outer, **inner, **({"dry_run": tried} if tried else {})}
