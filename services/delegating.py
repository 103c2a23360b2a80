"""Tools that stand for others: their call becomes the call of the tool that it names.

That happens before the pipeline. So it is the effect, the guards, the confirmation, the
rate and the audit row of the named tool that count, whichever way it was called.
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


def target(call: Call) -> Call:
    """The call of the tool that ``call`` names; ``call`` itself if it names none.

    It is ``call`` itself too where it is malformed or refused: then its own guards say
    what is wrong.

    Raises:
        UnknownName: there is no tool of that name.
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
        raise UnknownName("tool", params.name)
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
    return replace(
        call,
        declaration=declaration,
        arguments=arguments,
        most_effect=call.declaration.mark.delegates,
        **control,
    )


def _both(outer: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
    """The control arguments of both calls; it is a dry run if either asks for one."""
    tried = outer.get("dry_run") or inner.get("dry_run")
    return {**outer, **inner, **({"dry_run": tried} if tried else {})}
