"""Pydantic's errors about wrong arguments, worded for whoever wrote the call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from .call import Call

MOST = 10
UNKNOWN, MISSING = "extra_forbidden", "missing"
# their names are what helps then; beside a wrong value they are noise
ABOUT_NAMES = {UNKNOWN, MISSING}
EXPECTED = "Input should be "
Place = tuple[Any, ...]


def explained(call: Call, error: ValidationError) -> str:
    """One sentence for all that is wrong; the arguments there are, where one is not
    there or not known."""
    errors = error.errors(include_url=False, include_input=False)
    places = _places(call.arguments, errors)
    said = "; ".join([_text(*found) for found in places.items()][:MOST])
    text = f"Invalid arguments for {call.declaration.name}: {_ended(said)}"
    return " ".join([text, *_known(call.declaration.input_schema, places)])


def _known(schema: dict[str, Any], places: dict[Place, list[Any]]) -> list[str]:
    """The names there are, of each object in which one is missing or not known.

    As clients see them: by their aliases, and with the control arguments.
    """
    holders = [
        _names(place[:-1]) for place, found in places.items() if _is_named(found)
    ]
    known = {place: _names_at(schema, place) for place in dict.fromkeys(holders)}
    said = [_said_of(place, names) for place, names in known.items() if names]
    # an object that takes any name says nothing
    return said or [_said_of((), _names_at(schema, ())) for _ in holders[:1]]


def _is_named(errors: list[Any]) -> bool:
    return not ABOUT_NAMES.isdisjoint(error["type"] for error in errors)


def _names(place: Place) -> tuple[str, ...]:
    """Without positions: the items of a list are alike."""
    return tuple(part for part in place if isinstance(part, str))


def _said_of(place: tuple[str, ...], names: list[str]) -> str:
    whose = f"Those of {'.'.join(place)}" if place else "Its arguments"
    return f"{whose} are: {', '.join(names)}."


def _names_at(schema: dict[str, Any], place: tuple[str, ...]) -> list[str]:
    """What the objects at ``place`` may hold, of all members of a union together."""
    found = [schema]
    for part in place:
        objects = [each for inner in found for each in _objects(inner)]
        found = [each[part] for each in objects if part in each]
    return list(dict.fromkeys(n for inner in found for o in _objects(inner) for n in o))


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Properties of the object, or of those in the list or the union."""
    if "properties" in schema:
        yield schema["properties"]
    items = schema.get("items")
    for inner in (*schema.get("anyOf", ()), *([items] if items else ())):
        yield from _objects(inner)


def _places(arguments: dict[str, Any], errors: Iterable[Any]) -> dict[Place, list[Any]]:
    """The errors at each place; of a union's members at the one that fits furthest."""
    places: dict[Place, list[Any]] = {}
    for error in errors:
        places.setdefault(_place(arguments, error), []).append(error)
    return {
        place: found
        for place, found in places.items()
        if not any(_is_within(other, place) for other in places)
    }


def _place(arguments: dict[str, Any], error: Any) -> Place:
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


def _is_within(place: Place, other: Place) -> bool:
    return bool(other) and len(place) > len(other) and place[: len(other)] == other


def _text(place: Place, errors: list[Any]) -> str:
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
