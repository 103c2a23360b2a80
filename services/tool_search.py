"""Which tools fit some words, and how one is written in few lines."""

from __future__ import annotations

import functools
import math
import re
from typing import Any

from .catalog import Declaration
from .schema import CONTROLS
from .thesaurus import MEANINGS

WORD = re.compile(r"[a-z0-9]+")
SILENT = frozenset(
    "a all an and any are be by can did do does for from get has have how i in is it me "
    "my not of on or our please that the there this to was we what which with".split()
)
SYNONYM = 0.8
# what a tool is worth of whose words some say nothing
PARTLY = 0.5
# what nearly every tool takes in the same sense
COMMON = (*CONTROLS, "lang", "company_id")
RESTRICTED = "additionalProperties"
# what a word is worth by where it stands
NAME, ALIAS, TOOLSET, TEXT, ARGUMENT, HELP = 4.0, 3.0, 2.0, 1.5, 1.0, 0.5


def best(tools: list[Declaration], query: str) -> list[Declaration]:
    """The tools that fit ``query``, best first; all where it says nothing."""
    words = _words(query)
    if not words:
        return tools
    values = {tool: [_meant(tool, word) for word in words] for tool in tools}
    rare = [_rarity(column) for column in zip(*values.values(), strict=True)]
    scores = {tool: _score(row, rare) for tool, row in values.items()}
    fitting = [tool for tool in tools if scores[tool] > 0]
    # of two that fit alike, the one that changes nothing
    return sorted(fitting, key=lambda tool: (-scores[tool], tool.effects[0]))


def brief(schema: dict[str, Any]) -> dict[str, Any]:
    """A lean input schema; of what nearly every tool takes the type alone."""
    properties = {
        name: {"type": facts["type"]} if name in COMMON else facts
        for name, facts in schema["properties"].items()
    }
    rest = {key: value for key, value in schema.items() if key != RESTRICTED}
    return {**rest, "properties": properties}


def signature(tool: dict[str, Any]) -> str:
    """A listed tool as text: its sentence, then a line an argument."""
    schema = tool["inputSchema"]
    required = schema.get("required", ())
    lines = [f"{tool['name']}: {tool['description']}"]
    common = [name for name in schema["properties"] if name in COMMON]
    for name, facts in schema["properties"].items():
        star = "*" if name in required else ""
        said = f" {facts['description']}" if "description" in facts else ""
        if name not in common:
            lines.append(f"  {name}{star} ({_kind(facts)}){said}")
    return "\n".join([*lines, *([f"  {', '.join(common)}"] if common else [])])


def _kind(facts: dict[str, Any]) -> str:
    if "enum" in facts:
        return "|".join(map(str, facts["enum"]))
    options = facts.get("anyOf")
    kind = "|".join(map(_kind, options)) if options else facts.get("type", "any")
    default = facts.get("default")
    return f"{kind}={default}" if default not in (None, "", [], {}) else kind


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in SILENT]


def _meant(tool: Declaration, word: str) -> float:
    """What the word is worth, or the one that the tools have for it."""
    others = [_value(tool, other) for other in MEANINGS.get(word, ())]
    return max(_value(tool, word), SYNONYM * max(others, default=0.0))


def _value(tool: Declaration, word: str) -> float:
    keys = _keys(word)
    return max((worth for worth, found in _places(tool) if keys & found), default=0.0)


@functools.lru_cache(maxsize=1024)
def _places(tool: Declaration) -> tuple[tuple[float, frozenset[str]], ...]:
    """What a word is worth, and the words, by place."""
    arguments = tool.input_schema["properties"]
    texts = (
        (NAME, tool.name.replace("_", " ")),
        (ALIAS, " ".join(tool.mark.aliases or ()).replace("_", " ")),
        (TOOLSET, tool.toolset),
        (TEXT, tool.description),
        (ARGUMENT, " ".join(arguments).replace("_", " ")),
        (HELP, " ".join(map(_help, arguments.values()))),
    )
    return tuple(
        (worth, frozenset().union(*map(_keys, _words(text)))) for worth, text in texts
    )


def _help(facts: dict[str, Any]) -> str:
    return " ".join(map(str, [facts.get("description", ""), *facts.get("enum", ())]))


@functools.lru_cache(maxsize=8192)
def _keys(word: str) -> frozenset[str]:
    """The word, and what it has in common with other endings (invoice, invoices)."""
    return frozenset((word, f"{_stem(word)}-") if len(word) > 3 else (word,))


def _stem(word: str) -> str:
    for ending in (
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ies",
        "ed",
        "es",
        "s",
        "y",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def _score(row: list[float], rare: list[float]) -> float:
    """What the words are worth; less where the tool knows some of them only."""
    worth = sum(value * weight for value, weight in zip(row, rare, strict=True))
    known = sum(1 for value in row if value) / len(row)
    return worth * (PARTLY + (1 - PARTLY) * known)


def _rarity(column: tuple[float, ...]) -> float:
    """A word that few tools have says more."""
    having = sum(1 for value in column if value)
    return math.log(1 + len(column) / having) if having else 0.0
