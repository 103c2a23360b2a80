"""No answer is over the budget, and none has a link that opens an account.

Whatever a tool reads, and however: tokens of links are masked here once more. Developer
tools answer what they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .. import settings
from ..answers.render import compact, terse
from ..call import Call
from ..outcome import Outcome
from ..policy.developers import DEVELOPER
from ..texts.link_tokens import has_tokens, without_tokens

MARK = "… cut: the answer is over the budget of {budget} kB; ask for less or page on."
# fields that say how much was cut, so they are not cut themselves
SAID = ("truncated", "total")


@contextmanager
def bounded(call: Call) -> Iterator[None]:
    """Bound the size of the answer."""
    yield
    if call.outcome and call.declaration.kind == "tool":
        within_budget(call, call.outcome)
    elif call.outcome and call.declaration.kind == "resource":
        call.outcome = _content_within_budget(call, call.outcome)


def within_budget(call: Call, outcome: Outcome) -> Outcome:
    """``outcome``, cut if both halves together are over the answer budget."""
    data = _text(outcome.structured)
    if call.declaration.toolset != DEVELOPER and has_tokens(outcome.text + data):
        data = _mask(outcome, data)
    budget_kb = settings.get(call.env, "answer_budget_kb")
    if len(data.encode()) + len(outcome.text.encode()) > budget_kb * 1024:
        _cut_to(outcome, budget_kb)
    return outcome


def _mask(outcome: Outcome, data: str) -> str:
    """Mask tokens in both halves of ``outcome``; answers the data as text."""
    data = without_tokens(data)
    outcome.structured = json.loads(data) if data else None
    outcome.blocks = [
        {**block, "text": without_tokens(block["text"])} if "text" in block else block
        for block in outcome.blocks
    ]
    return data


def _content_within_budget(call: Call, outcome: Outcome) -> Outcome:
    """The content of a resource, cut to the budget; an error if it cannot be cut."""
    budget_kb = settings.get(call.env, "answer_budget_kb")
    if call.declaration.toolset != DEVELOPER:
        _mask_content(outcome)
    if outcome.structured is not None:
        outcome.structured = _cut(outcome.structured, budget_kb * 1024)
        return outcome
    raw = outcome.raw if isinstance(outcome.raw, bytes) else str(outcome.raw).encode()
    if len(raw) <= budget_kb * 1024:
        return outcome
    if isinstance(outcome.raw, bytes) or not _is_text(call):
        text = call.env._("%(size)s kB are over the budget of %(budget)s kB.")
        return Outcome.error(text % {"size": len(raw) // 1024, "budget": budget_kb})
    outcome.raw = _shortened(raw, budget_kb * 1024, budget_kb)
    return outcome


def _mask_content(outcome: Outcome) -> None:
    _mask(outcome, _text(outcome.structured))
    if isinstance(outcome.raw, str):
        outcome.raw = without_tokens(outcome.raw)


def _is_text(call: Call) -> bool:
    return call.declaration.mark.mime_type.startswith("text/")


def _cut_to(outcome: Outcome, budget_kb: int) -> None:
    """Cut the longest list of the data, and the text, until both halves fit."""
    budget = budget_kb * 1024
    if outcome.structured:
        outcome.structured = _cut(outcome.structured, budget // 2)
        outcome.blocks = [
            {"type": "text", "text": terse(outcome.structured)},
            *(b for b in outcome.blocks if b.get("type") != "text"),
        ]
    room = budget - _size(outcome.structured)
    _cut_text(outcome, max(room, 1024), budget_kb)


def _cut(data: dict[str, Any], budget: int) -> dict[str, Any]:
    """``data`` with shorter values; each keeps its type, so that the schema fits."""
    data = dict(data)
    while _size(data) > budget and (key := _longest(data)):
        _shorten(data, key)
        data["truncated"] = True
    return data


def _longest(data: dict[str, Any]) -> str | None:
    keys = (key for key in data if key not in SAID)
    return max(keys, key=lambda key: _size(data[key]), default=None)


def _shorten(data: dict[str, Any], key: str) -> None:
    """Halve a list or a text; drop another value, since no schema requires one."""
    value = data[key]
    if not isinstance(value, list | str) or not value:
        del data[key]
        return
    if isinstance(value, list):
        data.setdefault("total", len(value))
    data[key] = value[: len(value) // 2]


def _cut_text(outcome: Outcome, room: int, budget_kb: int) -> None:
    for block in outcome.blocks:
        if block.get("type") != "text":
            continue
        raw = block["text"].encode()
        if len(raw) > room:
            block["text"] = _shortened(raw, room, budget_kb)


def _shortened(raw: bytes, room: int, budget_kb: int) -> str:
    return f"{raw[:room].decode(errors='ignore')}\n{MARK.format(budget=budget_kb)}"


def _size(value: Any) -> int:
    return len(_text(value).encode())


def _text(value: Any) -> str:
    return "" if value is None else compact(value)
