"""Domains of a report, with places where values will stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import api

from . import places
from .definition import TAKEN, Definition
from .parameters import Values

OPERATORS = ("&", "|", "!")


def filled(domain: list[Any], values: Values) -> list[Any]:
    """The domain with its values.

    A term whose parameter was not given is left out; ``check`` has seen to it that
    such a term stands beside the others, never below an operator.
    """
    return [
        _filled(term, values)
        for term in domain
        if all(values.of(place) for place in _places(term))
    ]


def tried(domain: list[Any], sample: Values) -> list[Any]:
    """The domain as far as it can be checked; without a sample value only its paths."""
    return [
        _filled(term, sample)
        if all(sample.of(place) for place in _places(term))
        else [term[0], "!=", False]
        for term in domain
    ]


def check(env: api.Environment, domain: list[Any], definition: Definition) -> None:
    """Refuse places that nothing fills, or whose absence would change the sense.

    Raises:
        ValueError: says which place, and why.
    """
    for text in _texts(domain):
        if list(places.of(text)) and not places.alone(text):
            raise ValueError(env._("domain: in %r the place must stand alone") % text)
    for place in _places(domain):
        if place.part or place.name not in {*definition.parameters, *TAKEN}:
            raise ValueError(env._("domain: nothing fills %s") % place.text)
        if _may_be_missing(definition, place) and _has_operators(domain):
            text = env._(
                "domain: %s may be missing, so its term must stand beside the others, "
                "without &, | and !"
            )
            raise ValueError(text % place.text)


def _filled(value: Any, values: Values) -> Any:
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    place = places.alone(value)
    found = values.of(place) if place else None
    return found.raw if found else value


def _places(value: Any) -> Iterator[places.Place]:
    for text in _texts(value):
        if place := places.alone(text):
            yield place


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _may_be_missing(definition: Definition, place: places.Place) -> bool:
    parameter = definition.parameters.get(place.name)
    return bool(parameter and not parameter.required and parameter.default is None)


def _has_operators(domain: list[Any]) -> bool:
    inner = [
        term[2]
        for term in domain
        if isinstance(term, list) and len(term) == 3 and isinstance(term[2], list)
    ]
    return any(operator in domain for operator in OPERATORS) or any(
        map(_has_operators, inner)
    )
