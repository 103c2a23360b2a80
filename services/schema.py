"""pydantic models → small, flat JSON Schema that every client accepts.

Some clients reject a whole list for one top-level ``anyOf``, ``oneOf`` or ``$ref``,
and older TypeScript clients validate refusals against an output schema's
``required``; so references are inlined and output roots demand nothing.
"""

from __future__ import annotations

import functools
from typing import Any

from pydantic import BaseModel

from .controls import CONTROLS, Controls

NULL = {"type": "null"}
# bounds of values: an argument outside them is refused with the reason
BOUNDS = {
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "minItems", "maxItems", "pattern"),
}


def input_schema(params: type[BaseModel] | None, *, writes: bool) -> dict[str, Any]:
    """The input schema of a tool; writing tools take the control arguments too."""
    if params is None:
        schema: dict[str, Any] = {"type": "object", "properties": {}}
    elif custom := getattr(params, "mcp_schema", None):
        return custom()
    else:
        schema = _portable(params.model_json_schema(mode="validation"), nulls=False)
    schema.setdefault("properties", {})
    if writes:
        schema["properties"] = {**schema["properties"], **_controls()}
    schema["additionalProperties"] = False
    return schema


@functools.cache
def _controls() -> dict[str, Any]:
    """The control arguments with type and description, without bounds of length."""
    schema = _portable(Controls.model_json_schema(), nulls=False)
    return {
        name: {"type": facts["type"], "description": facts["description"]}
        for name, facts in schema["properties"].items()
    }


def output_schema(result: type[BaseModel]) -> dict[str, Any]:
    """The output schema of a structured answer; refusals fit it as well.

    Clients validate answers against it, so what may be null says so.
    """
    schema = _portable(result.model_json_schema(mode="serialization"), nulls=True)
    schema.pop("required", None)
    schema.pop("additionalProperties", None)
    return schema


def lean(schema: dict[str, Any]) -> dict[str, Any]:
    """An input schema for a list that must stay small.

    Without bounds of values; of one or many only the many; the control arguments by
    type alone, but for the one that a model must understand before it uses it.
    """
    properties = {
        name: {"type": facts["type"]}
        if name in CONTROLS and name != "confirmation"
        else _unbounded(facts)
        for name, facts in schema["properties"].items()
    }
    return {**_unbounded(schema), "properties": properties}


def _unbounded(node: Any) -> Any:
    if isinstance(node, list):
        return [_unbounded(item) for item in node]
    if not isinstance(node, dict):
        return node
    unbounded = {
        key: {name: _unbounded(sub) for name, sub in value.items()}
        if key == "properties"
        else _unbounded(value)
        for key, value in node.items()
        if key not in BOUNDS
    }
    return _many(unbounded)


def _many(node: dict[str, Any]) -> dict[str, Any]:
    """``anyOf`` of a thing and a list of such things as the list; one is taken too."""
    options = node.get("anyOf", ())
    lists = [option for option in options if "items" in option]
    others = [option for option in options if "items" not in option]
    if len(lists) != 1 or others != [lists[0]["items"]]:
        return node
    return {**lists[0], **{key: value for key, value in node.items() if key != "anyOf"}}


def _portable(schema: dict[str, Any], *, nulls: bool) -> dict[str, Any]:
    definitions = schema.pop("$defs", {})
    schema.pop("description", None)
    return _inline(schema, definitions, nulls, ())


def _inline(
    node: Any, definitions: dict[str, Any], nulls: bool, path: tuple[str, ...]
) -> Any:
    if isinstance(node, list):
        return [_inline(item, definitions, nulls, path) for item in node]
    if not isinstance(node, dict):
        return node
    if ref := node.get("$ref"):
        return _resolved(ref.rsplit("/", 1)[1], node, definitions, nulls, path)
    out = {
        key: (
            {
                name: _inline(sub, definitions, nulls, path)
                for name, sub in value.items()
            }
            if key == "properties"
            else _inline(value, definitions, nulls, path)
        )
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "default" and value is None)
    }
    return _flat(out, nulls)


def _resolved(
    name: str,
    node: dict[str, Any],
    definitions: dict[str, Any],
    nulls: bool,
    path: tuple[str, ...],
) -> dict[str, Any]:
    if name in path:
        return {"type": "object"}
    rest = {k: v for k, v in node.items() if k != "$ref"}
    return {**_inline(definitions[name], definitions, nulls, (*path, name)), **rest}


def _flat(node: dict[str, Any], nulls: bool) -> dict[str, Any]:
    """``anyOf`` of one type and null without the ``anyOf``."""
    options = node.get("anyOf")
    if not isinstance(options, list):
        return node
    kept = [option for option in options if option != NULL]
    allowed = nulls and len(kept) < len(options)
    if len(kept) != 1:
        return {**node, "anyOf": [*kept, NULL] if allowed else kept}
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**(_nullable(kept[0]) if allowed else kept[0]), **rest}


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    kind = node.get("type")
    if not isinstance(kind, str) or "enum" in node or "const" in node:
        return {"anyOf": [node, NULL]}
    return {**node, "type": [kind, "null"]}
