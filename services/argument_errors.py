"""What pydantic says of wrong arguments, in words of the caller's own call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from .call import Call

MOST = 10
UNKNOWN, MISSING = "extra_forbidden", "missing"
# their names are what helps then; beside a wrong value they are noise
ABOUT_NAMES = {UNKNOWN, MISSING}
EXPECTED = "Input should be "


def explained(call: Call, error: ValidationError) -> str:
    """One sentence for all that is wrong; the arguments there are, where one is not
    there or not known."""
    errors = error.errors(include_url=False, include_input=False)
    said = "; ".join(_problems(call.arguments, errors)[:MOST])
    text = f"Invalid arguments for {call.declaration.name}: {_ended(said)}"
    if ABOUT_NAMES.isdisjoint(found["type"] for found in errors):
        return text
    # as clients see them: by their aliases, and with the control arguments
    known = ", ".join(call.declaration.input_schema["properties"])
    return f"{text} Its arguments are: {known}."


def _problems(arguments: dict[str, Any], errors: Iterable[Any]) -> list[str]:
    """A text for each place; of a union's members the one that fits furthest."""
    places: dict[tuple[Any, ...], list[Any]] = {}
    for error in errors:
        places.setdefault(_place(arguments, error), []).append(error)
    return [
        _text(place, found)
        for place, found in places.items()
        if not any(_is_within(other, place) for other in places)
    ]


def _place(arguments: dict[str, Any], error: Any) -> tuple[Any, ...]:
    """Where it is in the arguments: without pydantic's names of a union's members."""
    place, value, last = [], arguments, len(error["loc"]) - 1
    for index, part in enumerate(error["loc"]):
        if _holds(value, part):
            value = value[part]
        elif index and not (index == last and error["type"] == MISSING):
            continue
        place.append(part)
    return tuple(place)


def _holds(value: Any, part: Any) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _is_within(place: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return bool(other) and len(place) > len(other) and place[: len(other)] == other


def _text(place: tuple[Any, ...], errors: list[Any]) -> str:
    name = ".".join(map(str, place))
    types = {error["type"] for error in errors}
    if MISSING in types:
        return f"{name} is required"
    said = "unknown argument" if UNKNOWN in types else _merged(errors)
    return f"{name}: {said}" if name else said


def _merged(errors: list[Any]) -> str:
    """What each member of a union expects, said once."""
    said = [e["msg"].removeprefix("Value error, ").removesuffix(".") for e in errors]
    first, *others = dict.fromkeys(said)
    return " or ".join([first, *(text.removeprefix(EXPECTED) for text in others)])


def _ended(text: str) -> str:
    return text if text.endswith(("?", "!")) else f"{text}."
