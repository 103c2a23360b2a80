"""Makes the calls of ``docs/examples`` on a running server: what they say must hold.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given, and
``docs/examples/README.md`` how a block is read.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from _calls import ask, run

MODE = "threaded"
FOLDER = Path(__file__).parents[2] / "docs" / "examples"
BLOCK = re.compile(r"^```json\n(.*?)^```$", re.M | re.S)
NAME = re.compile(r"<(\w+)>")
ANYTHING = "…"


def examples(page: Path) -> list[dict[str, Any]]:
    """The calls of a page; each must say what comes of it."""
    found = [json.loads(block) for block in BLOCK.findall(page.read_text())]
    for example in found:
        assert len({"answer", "refused"} & set(example)) == 1, example
    return found


async def page_holds(page: Path) -> None:
    known: dict[str, Any] = {}
    for example in examples(page):
        answer = await ask(example["tool"], **filled(example["arguments"], known))
        if problems := list(differences(example, answer)):
            raise AssertionError(f"{page.name}: {example}\n{problems}\n{answer}")
        known |= named(answer.get("structuredContent"))


def differences(example: dict[str, Any], answer: dict[str, Any]) -> Iterator[str]:
    text = answer["content"][0]["text"]
    if "refused" in example:
        if not answer.get("isError") or not says(example["refused"], text, within=True):
            yield f"not refused so: {text}"
    elif answer.get("isError"):
        yield f"refused: {text}"
    else:
        yield from missing(example["answer"], answer["structuredContent"], "answer")


def missing(wanted: Any, found: Any, place: str) -> Iterator[str]:
    """What of ``wanted`` is not in ``found``."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            yield from missing(value, found.get(key), f"{place}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list):
        for item in wanted:
            if all(list(missing(item, other, "")) for other in found):
                yield f"{place}: nothing like {item}"
        if not wanted and found:
            yield f"{place}: {found} instead of nothing"
    elif isinstance(wanted, str) and ANYTHING in wanted:
        if found is None or not says(wanted, str(found)):
            yield f"{place}: {found!r} instead of {wanted!r}"
    elif wanted != found or isinstance(wanted, bool) != isinstance(found, bool):
        yield f"{place}: {found!r} instead of {wanted!r}"


def says(wanted: str, text: str, *, within: bool = False) -> bool:
    """Whether a text is ``wanted``, in which an ellipsis stands for anything."""
    pattern = ".*".join(map(re.escape, wanted.split(ANYTHING)))
    match = re.search if within else re.fullmatch
    return bool(match(pattern, text, re.S))


def filled(value: Any, known: dict[str, Any]) -> Any:
    """``value`` with what earlier answers called by those names."""
    if isinstance(value, dict):
        return {key: filled(item, known) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    if whole := NAME.fullmatch(value):
        return known[whole[1]]
    return NAME.sub(lambda match: str(known[match[1]]), value)


def named(value: Any) -> dict[str, Any]:
    """The plain values in an answer by their names."""
    found: dict[str, Any] = {}
    for key, item in value.items() if isinstance(value, dict) else ():
        found |= named(item) if isinstance(item, dict) else {key: item}
    return found


async def a_wrong_example_is_noticed() -> None:
    """The comparison itself: it must not hold whatever stands there."""
    answer = {"structuredContent": {"n": [1, {"a": "xyz"}], "t": True, "z": None}}
    answer["content"] = [{"text": "as it is"}]
    for good in ({"n": [1]}, {"n": [{"a": "x…"}]}, {"t": True, "z": None}):
        assert not list(differences({"answer": good}, answer)), good
    bad = (
        {"n": [2]},
        {"n": []},
        {"n": [{"a": "y…"}]},
        {"t": 1},
        {"z": "…"},
        {"q": "…"},
    )
    for wrong in bad:
        assert list(differences({"answer": wrong}, answer)), wrong
    assert list(differences({"refused": "as it is"}, answer))
    assert list(differences({"refused": "not so"}, {**answer, "isError": True}))


def checks() -> Iterator[Any]:
    yield a_wrong_example_is_noticed
    for page in sorted(FOLDER.glob("*.md")):
        if BLOCK.search(page.read_text()):
            check = partial(page_holds, page)
            check.__name__ = page.name
            yield check


if __name__ == "__main__":
    sys.exit(run(checks()))
