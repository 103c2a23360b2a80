"""``resources/list``, templates and ``resources/read``."""

from __future__ import annotations

import base64
import functools
import re
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp.shared.uri_template import UriTemplate

from ..answers.render import compact
from ..catalog import Declaration
from ..declarations import Params
from ..errors import UnknownName
from ..outcome import Outcome
from . import calling
from .exchange import Exchange

# the parameters of a template (RFC 6570, 3.2.8)
QUERY_OF = re.compile(r"\{\?([^}]*)\}")
# keys in the data of errors that are not about the address
OURS = {"reference", "retry_after_s"}


async def list_resources(ctx: Any, params: Any) -> dict[str, Any]:
    calling.refuse_cursor(params)
    found = [d for d in _listed(ctx.request) if "{" not in d.mark.uri]
    return {"resources": [{"uri": d.mark.uri, **_described(d)} for d in found]}


async def list_templates(ctx: Any, params: Any) -> dict[str, Any]:
    calling.refuse_cursor(params)
    found = [d for d in _listed(ctx.request) if "{" in d.mark.uri]
    return {
        "resourceTemplates": [
            {"uriTemplate": d.mark.uri, **_described(d)} for d in found
        ]
    }


async def read(ctx: Any, params: Any) -> dict[str, Any]:
    exchange: Exchange = ctx.request
    uri = str(params.uri)
    round_trip = calling.RoundTrip.of(exchange, ctx.method, ctx.params)
    declaration, variables = _match(exchange, uri)
    call = calling.call_of(exchange, declaration, variables, round_trip)
    try:
        return calling.answered(
            exchange,
            round_trip,
            lambda: exchange.env["mcp.pipeline"]._answer(call),
            lambda outcome: _contents(uri, declaration, outcome),
        )
    except UnknownName:
        raise _not_found(uri) from None


def _listed(exchange: Exchange) -> list[Declaration]:
    return exchange.env["mcp.policy"]._listed("resource", exchange.principal)


def _described(declaration: Declaration) -> dict[str, Any]:
    return {
        "name": declaration.name,
        "title": declaration.title,
        "description": declaration.description,
        "mimeType": declaration.mark.mime_type,
    }


def _match(exchange: Exchange, uri: str) -> tuple[Declaration, dict[str, Any]]:
    """The resource under ``uri`` and its variables; a hidden one counts as unknown.

    The most literal template wins: ``odoo://schema/{table}`` over ``odoo://{model}/…``.
    """
    for declaration in sorted(_listed(exchange), key=_variable_from):
        variables = _template(declaration.mark.uri).match(uri)
        if variables is not None:
            _check_query(declaration.mark.uri, uri)
            return declaration, dict(variables)
    raise _not_found(uri)


def _check_query(template: str, uri: str) -> None:
    """A misspelt or doubled parameter is no absent one: a domain would be dropped.

    Raises:
        MCPError: names what the address takes.
    """
    asked = [part.partition("=")[0] for part in _query(uri).split("&") if part]
    taken = ",".join(QUERY_OF.findall(template)).split(",")
    if {*asked} <= {*taken} and len({*asked}) == len(asked):
        return
    raise MCPError(
        code=calling.INVALID_PARAMS,
        message=f"{template} takes each of these once, spelt so: {', '.join(taken)}",
        data={"uri": uri},
    )


def _query(uri: str) -> str:
    return uri.partition("#")[0].partition("?")[2]


def params_of(exchange: Exchange, uri: str) -> Params | None:
    """The checked arguments of the resource under ``uri``; None where it takes none.

    Raises:
        MCPError: there is none for this caller.
        ValidationError: what it names is not there.
    """
    declaration, variables = _match(exchange, uri)
    if not declaration.params:
        return None
    return declaration.params.model_validate(variables, context={"env": exchange.env})


def _variable_from(declaration: Declaration) -> int:
    """Where the first variable begins, to sort the most literal templates first."""
    return -len(declaration.mark.uri.split("{", 1)[0])


@functools.cache
def _template(uri: str) -> UriTemplate:
    return UriTemplate.parse(uri)


def _not_found(uri: str) -> MCPError:
    return MCPError(
        code=calling.INVALID_PARAMS,
        message=f"Resource not found: {uri}",
        data={"uri": uri},
    )


def _contents(uri: str, declaration: Declaration, outcome: Outcome) -> dict[str, Any]:
    if outcome.is_error:
        data = outcome.structured
        ours = data and OURS & data.keys()
        code = calling.INTERNAL if ours else calling.INVALID_PARAMS
        raise MCPError(code=code, message=outcome.text, data=data)
    raw = outcome.raw
    content: dict[str, Any] = {"uri": uri, "mimeType": declaration.mark.mime_type}
    if isinstance(raw, bytes):
        content["blob"] = base64.b64encode(raw).decode()
    elif outcome.structured is not None:
        content["text"] = compact(outcome.structured)
    else:
        content["text"] = str(raw)
    return {"contents": [content]}
