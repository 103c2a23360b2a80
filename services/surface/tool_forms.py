"""How ``search_tools`` writes a tool that it found: as data and as text, in few bytes.

The tools that fit best are written in full. Of the others a model sees the first
sentence, and the names, types and choices of the arguments: enough to choose one, and
mostly to call it. Arguments that nearly every tool takes are written once for all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ..catalog import Declaration
from ..controls import CONTROLS

# what nearly every tool takes in the same sense
COMMON = (*CONTROLS, "lang", "company_id")
RESTRICTED = "additionalProperties"
# a description's first sentence has a line or two of its own
SENTENCE_END = re.compile(r"(?<=\.)\n|\n\n")
# keys of a schema without which it means the same
ASSUMED = (None, False, 0, "", [], {})
ALL = "all"
READ_ONLY = {"readOnlyHint": True}
READS = "read-only"


def written(tool: Declaration, *, whole: bool) -> dict[str, Any]:
    """Name, description, input schema, and whether it only reads.

    ``whole``: with what they say at length.
    """
    schema = tool.lean_input_schema
    properties = {
        name: _short(facts, whole)
        for name, facts in schema["properties"].items()
        if name not in COMMON
    }
    rest = {key: value for key, value in schema.items() if key != RESTRICTED}
    text = tool.description
    return {
        "name": tool.name,
        "description": text if whole else SENTENCE_END.split(text, maxsplit=1)[0],
        **({"annotations": READ_ONLY} if tool.hints["readOnlyHint"] else {}),
        "inputSchema": {**rest, "properties": properties},
    }


def common(tools: list[Declaration]) -> list[dict[str, Any]]:
    """The arguments that nearly every tool takes, each with the tools that do."""
    groups: defaultdict[tuple[str, ...], dict[str, Any]] = defaultdict(dict)
    for name in COMMON:
        takers = [t for t in tools if name in t.lean_input_schema["properties"]]
        if takers:
            facts = takers[0].lean_input_schema["properties"][name]
            groups[tuple(tool.name for tool in takers)][name] = facts
    return [
        {"arguments": facts, "taken_by": ALL if len(n) == len(tools) else list(n)}
        for n, facts in groups.items()
    ]


def signature(tool: dict[str, Any]) -> str:
    """A tool as text: its sentence, then its arguments, those with a text on lines."""
    schema = tool["inputSchema"]
    required = schema.get("required", ())
    mark = f" ({READS})" if "annotations" in tool else ""
    lines, plain = [f"{tool['name']}{mark}: {tool['description']}"], []
    for name, facts in schema["properties"].items():
        said = f"{name}{'*' if name in required else ''}{_kind_said(facts)}"
        if "description" in facts:
            lines.append(f"  {said} {facts['description']}")
        else:
            plain.append(said)
    return "\n".join([*lines, *([f"  {', '.join(plain)}"] if plain else [])])


def also(group: dict[str, Any]) -> str:
    """An entry of ``common`` as a line: which tools also take which arguments."""
    takers = group["taken_by"]
    who = takers if takers == ALL else ", ".join(takers)
    return f"{who} also: {', '.join(group['arguments'])}"


def _kind_said(facts: dict[str, Any]) -> str:
    """The type in brackets; most arguments are text, and need none."""
    kind = _kind(facts)
    return "" if kind == "string" else f" ({kind})"


def _kind(facts: dict[str, Any]) -> str:
    if "enum" in facts:
        return "|".join(map(str, facts["enum"]))
    kinds = facts.get("type", "any")
    if options := facts.get("anyOf"):
        kinds = list(map(_kind, options))
    kind = kinds if isinstance(kinds, str) else "|".join(kinds)
    if "enum" in facts.get("items", ()):
        kind = f"{kind} of {_kind(facts['items'])}"
    return f"{kind}={default}" if (default := facts.get("default")) else kind


def _short(node: Any, whole: bool) -> Any:
    """A schema without what it repeats; unless ``whole``, without its descriptions."""
    if isinstance(node, list):
        return [_short(item, whole) for item in node]
    if not isinstance(node, dict):
        return node
    return _merged(
        {
            key: {name: _short(sub, whole) for name, sub in value.items()}
            if key == "properties"
            else _short(value, whole)
            for key, value in node.items()
            if not _idle(key, value, node, whole)
        }
    )


def _idle(key: str, value: Any, node: dict[str, Any], whole: bool) -> bool:
    """Whether a key of a schema says nothing that a model needs."""
    if key == "description":
        return not whole
    if key == "type":
        return "enum" in node
    return isinstance(value, bool) if key == RESTRICTED else _is_assumed(key, value)


def _is_assumed(key: str, value: Any) -> bool:
    return key == "default" and value in ASSUMED


def _merged(node: dict[str, Any]) -> dict[str, Any]:
    """``anyOf`` of bare types in fewer words: a list of them."""
    options = node.get("anyOf", ())
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    if options and all(option.keys() == {"type"} for option in options):
        return {"type": [option["type"] for option in options], **rest}
    return node
