"""The texts of a definition that people read: Odoo translates them one by one.

Titles of columns, what stands for an empty table, descriptions of parameters. The rest of
the YAML, with its spaces and comments, stays as it is in every language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import yaml

from .definition import LONGEST, Loader

MAP, TEXT = yaml.MappingNode, yaml.ScalarNode


def translated(callback: Callable[[str], str | None], value: str | None) -> str | None:
    """``translate`` of a field, as Odoo calls it.

    Args:
        callback: a term's translation, or None.
    """
    for node in reversed(list(_nodes(value or ""))):
        said = callback(node.value)
        if said and said != node.value:
            start, end = node.start_mark.index, node.end_mark.index
            value = (
                f"{value[:start]}{json.dumps(said, ensure_ascii=False)}{value[end:]}"
            )
    return value


def _nodes(text: str) -> Iterator[yaml.ScalarNode]:
    """The texts with their places; none where the YAML is no definition."""
    try:
        root = yaml.compose(text, Loader) if len(text) <= LONGEST else None
    except (yaml.YAMLError, RecursionError, ValueError):
        return
    found = _items(root)
    for _name, parameter in _items(found.get("parameters")).items():
        yield from _texts(_items(parameter).get("description"))
    for _name, query in _items(found.get("queries")).items():
        parts = _items(query)
        yield from _texts(*_items(parts.get("labels")).values(), parts.get("empty"))


def _items(node: yaml.Node | None) -> dict[str, yaml.Node]:
    pairs = node.value if isinstance(node, MAP) else []
    return {key.value: value for key, value in pairs if isinstance(key, TEXT)}


def _texts(*nodes: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """In the line of their key: a block (``|``) ends beyond its text."""
    for node in nodes:
        if isinstance(node, TEXT) and node.value and node.style not in ("|", ">"):
            yield node
