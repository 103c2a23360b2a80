"""A model in at most five kilobytes: one line a field, the most useful first.

env["mcp.description"]._compact(model)      cached per language and groups
  ├─ mcp.importance._ranking                  cached until views change
  ├─ _line                                  as many lines as fit
  └─ names of the others, and how many there are besides
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from odoo import api, models, tools

from ..orm.writes.writable import is_offered

BUDGET = 4800
# the part of the budget that is for fields with a line of their own
FOR_LINES = 3400
# how many values of a selection are shown; if there are more, as examples
MOST_VALUES, LONGEST_VALUES, LONGEST_EXAMPLES = 12, 90, 45
LONGEST_LABEL = 40
KINDS = {
    "many2one": "m2o",
    "one2many": "o2m",
    "many2many": "m2m",
    "integer": "int",
    "boolean": "bool",
    "selection": "sel",
}
NUMBERED = re.compile(r"(\w+_)\d+([*=?]* .*)")
LEGEND = "* required, = read-only, ? cannot be searched"


class McpDescription(models.AbstractModel):
    _name = "mcp.description"
    _description = "MCP description of models"

    @api.model
    @tools.ormcache(
        "model", "self.env.lang", "frozenset(self.env.user._get_group_ids())"
    )
    def _compact(self, model: str) -> str:
        """The model as text: heading, lines, names, and what is left out."""
        records = self.env[model]
        names = self.env["mcp.importance"]._ranking(model)
        lines = [_line(records, records._fields[name]) for name in names]
        shown = _how_many(lines, FOR_LINES)
        if sum(map(_size, lines)) < BUDGET - FOR_LINES // 10:
            shown = len(lines)
        title = self.env["ir.model"]._get(model).name
        head = f"{model} ({title}): {len(names)} fields, {LEGEND}"
        parts = [head, *_gathered(lines[:shown])]
        if rest := names[shown:]:
            parts.append(_others(rest, BUDGET - sum(map(_size, parts))))
        return "\n".join(parts)


def _line(records: models.BaseModel, field: Any) -> str:
    flags, label = _flags(records, field), _label(records, field)
    return f"{field.name}{flags} {_kind(records.env, field)}{label}"


def _label(records: models.BaseModel, field: Any) -> str:
    """Nothing where a field can neither be looked for nor written."""
    if is_shown(records, field) and not field._description_searchable:
        return ""
    label = field._description_string(records.env) or ""
    return f" {label[:LONGEST_LABEL]}" if _tells_more(field.name, label) else ""


def _flags(records: models.BaseModel, field: Any) -> str:
    required = "*" if field.required else ""
    readonly = "=" if is_shown(records, field) else ""
    return required + readonly + ("" if field._description_searchable else "?")


def is_shown(records: models.BaseModel, field: Any) -> bool:
    """Whether it is read-only, and no form lets a person type it in all the same."""
    return field.readonly and not is_offered(records, field)


def _kind(env: api.Environment, field: Any) -> str:
    kind = KINDS.get(field.type, field.type)
    if field.comodel_name:
        return f"{kind}:{field.comodel_name}"
    if field.type == "selection":
        return f"{kind}:{_values(env, field)}"
    return kind


def _values(env: api.Environment, field: Any) -> str:
    """The keys of a selection, as many as fit a line."""
    keys = [str(key) for key in selection_keys(env, field)]
    room = LONGEST_VALUES if len(keys) <= MOST_VALUES else LONGEST_EXAMPLES
    shown = _how_many(keys[:MOST_VALUES], room)
    more = f"|… {len(keys)} values" if shown < len(keys) else ""
    return "|".join(keys[:shown]) + more


def selection_keys(env: api.Environment, field: Any) -> list[Any]:
    """The values of a selection field; none where Odoo cannot tell them now."""
    if isinstance(field.selection, list):
        return [key for key, _label in field.selection]
    return [key for key, _label in field._description_selection(env)]


def _tells_more(name: str, label: str) -> bool:
    """Whether the label has a word that the name has not."""
    known = {word.rstrip("s") for word in name.split("_")}
    words = {word.rstrip("s") for word in label.lower().split()}
    return not words <= known | {name.replace("_", "")}


def _gathered(lines: Iterable[str]) -> Iterator[str]:
    """Fields that differ in a number on one line: ``image_{1024,128} binary``."""
    for (stem, rest), alike in tools.groupby(lines, _numbered):
        if len(alike) == 1 or rest is None:
            yield from alike
            continue
        numbers = (line[len(stem) : len(line) - len(rest)] for line in alike)
        yield f"{stem}{{{','.join(numbers)}}}{rest}"


def _numbered(line: str) -> tuple[str, str | None]:
    """What stands before and behind the number that ends a field's name."""
    found = NUMBERED.fullmatch(line)
    return (found[1], found[2]) if found else (line, None)


def _others(names: Sequence[str], room: int) -> str:
    """The names that got no line, as many as fit."""
    shown = _how_many(names, room - 120, separator=2)
    text = "also: " + ", ".join(names[:shown]) if shown else ""
    if left := len(names) - shown:
        text += f"\n{left} more: detail=fields"
    return text.strip()


def _how_many(texts: Iterable[str], room: int, separator: int = 1) -> int:
    """How many of the first ``texts`` fit into ``room`` bytes."""
    count = 0
    for text in texts:
        room -= len(text.encode()) + separator
        if room < 0:
            break
        count += 1
    return count


def _size(text: str) -> int:
    return len(text.encode()) + 1
