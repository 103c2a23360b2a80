"""Methods that a client may run: public for RPC, not closed, and no other tool's work.

find(records, name)           the function, or why not
check_records(…)              whether it wants records
fitting(…)                    arguments that fit its signature
context_of(env, context)      the context that a client may send
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytz

from odoo import api, models

from ...compat.calling import public_method, works_on_the_model
from ...current_call import may_open_closed
from ...running import running
from .. import closed
from ..doors import TOOL_OF, right_tool
from ..nearest import nearest
from ..writes.input import read_values
from . import method_arguments, versions

CONTEXT_KEYS = ("lang", "tz", "allowed_company_ids", "active_test")


def find(
    records: models.BaseModel, name: str, *, opened: bool = False
) -> Callable[..., Any]:
    """The public method ``name`` of the model.

    Args:
        opened: it is the button of a wizard that a checked method opened.

    Raises:
        AccessError: private, in Odoo's own words.
        ValueError: none of that name, closed, or another tool does it.
    """
    env = records.env
    try:
        method = public_method(records, name)
    except AttributeError:
        raise ValueError(_unknown(records, name)) from None
    if not inspect.isroutine(method):
        raise ValueError(_unknown(records, name))
    if is_closed(records, name) and not may_open_closed(env):
        raise ValueError(
            env._("%(model)s.%(name)s is closed to tools (mcp.closed_methods).")
            % {"model": records._name, "name": name}
        )
    if tool := right_tool(records._name, name, opened=opened):
        raise ValueError(
            env._("%(name)s is not run here: use %(tool)s.")
            % {"name": name, "tool": tool}
        )
    return method


def is_closed(records: models.BaseModel, name: str) -> bool:
    """Whether the method ``name`` of the model is closed to all but developers."""
    return closed.is_closed_method(records.env, records._name, name)


def check_records(
    env: api.Environment,
    name: str,
    method: Callable[..., Any],
    ids: list[int] | None,
) -> None:
    """Raises ValueError when records are needed and not given, or the reverse."""
    on_model = works_on_the_model(method)
    if on_model and ids:
        raise ValueError(env._("%s works on the model: leave record_ids out") % name)
    if not on_model and not ids:
        raise ValueError(env._("%s works on records: give record_ids") % name)


def fitting(
    records: models.BaseModel,
    name: str,
    method: Callable[..., Any],
    args: list[Any],
    kwargs: dict[str, Any],
) -> tuple[list[Any], dict[str, Any]]:
    """Arguments as the method takes them.

    Raises:
        ValueError: they do not fit, and the signature is shown; or go round a rule.
    """
    try:
        signature = inspect.signature(method)
        bound = signature.bind(records, *args, **kwargs)
    except TypeError as error:
        raise ValueError(f"{name}{signature}: {error}") from None
    if name == "copy":
        return [], {"default": _copied(records, *args, **kwargs)}
    if versions.is_method(records, name):
        values = versions.read(records, bound.arguments[versions.ARGUMENT])
        return [], {versions.ARGUMENT: values}
    method_arguments.refuse(records, name, bound, kwargs)
    return args, method_arguments.opened(records, bound, kwargs)


def context_of(env: api.Environment, context: Any) -> dict[str, Any]:
    """The context that a client may send.

    Raises:
        ValueError: other keys, or values that are not the caller's to choose.
    """
    if not isinstance(context, dict) or set(context) - set(CONTEXT_KEYS):
        raise ValueError(
            env._("context: an object with %s and nothing else")
            % ", ".join(CONTEXT_KEYS)
        )
    for key, value in context.items():
        if not CHECKS[key](env, value):
            raise ValueError(
                env._("context.%(key)s: %(value)r is not for you to choose")
                % {"key": key, "value": value}
            )
    return dict(context)


def _copied(records: models.BaseModel, default: Any = None) -> Any:
    if default is None:
        return None
    return read_values(records.browse(), default).for_odoo()


def _unknown(records: models.BaseModel, name: str) -> str:
    env = records.env
    text = env._("%(model)s has no public method %(name)s.") % {
        "model": records._name,
        "name": name,
    }
    hint = nearest(name, _names(records))
    return text + (env._(" Nearest: %s.") % hint if hint else "")


def _names(records: models.BaseModel) -> list[str]:
    model = type(records)
    return [
        name
        for name in dir(model)
        if not name.startswith("_")
        and name not in TOOL_OF
        and inspect.isfunction(getattr(model, name, None))
        and not getattr(getattr(model, name), "_api_private", False)
    ]


def _is_language(env: api.Environment, value: Any) -> bool:
    return value in [code for code, _name in env["res.lang"].get_installed()]


def _is_zone(env: api.Environment, value: Any) -> bool:
    return isinstance(value, str) and value in pytz.all_timezones_set


def _are_companies(env: api.Environment, value: Any) -> bool:
    """The caller's own, within those of his key and of this call."""
    if not isinstance(value, list) or not value:
        return False
    if any(type(item) is not int for item in value):
        return False
    call = running()
    limit = call.principal.companies if call else None
    return set(value) <= set(env.companies.ids) & set(limit or env.companies.ids)


def _is_switch(env: api.Environment, value: Any) -> bool:
    return isinstance(value, bool)


CHECKS: dict[str, Callable[[api.Environment, Any], bool]] = {
    "lang": _is_language,
    "tz": _is_zone,
    "allowed_company_ids": _are_companies,
    "active_test": _is_switch,
}
