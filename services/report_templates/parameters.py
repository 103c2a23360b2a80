"""What a report is filled with besides its queries: parameters, facts, days."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from odoo import api, fields

from ..dashboards.fitting import companies as first
from ..orm.moments import parse_date
from ..orm.nearest import nearest
from ..orm.relations import Lookups, as_id
from ..surface import prompt_text
from . import places
from .definition import Definition, Parameter

LONGEST_TEXT = 500


@dataclass(frozen=True)
class Value:
    """A value for domains, and how it reads in the report."""

    raw: Any
    shown: str


@dataclass(frozen=True)
class Values:
    """Values by name; days are computed.

    Attributes:
        known: None for a parameter that was not given.
    """

    today: date
    known: Mapping[str, Value | None] = field(default_factory=dict)

    def of(self, place: places.Place) -> Value | None:
        if place.name in places.FIRST_DAYS:
            found = places.shifted(self.today, place.name, place.shift).isoformat()
            return Value(found, found)
        return self.known[place.name]

    def has(self, name: str) -> bool:
        return name in self.known or name in places.FIRST_DAYS


def values(
    env: api.Environment, definition: Definition, given: Mapping[str, Any]
) -> Values:
    """What was given, else the defaults; beside the facts of the caller.

    Raises:
        ValueError: an unknown parameter, one that is missing, or a wrong value.
    """
    today = fields.Date.context_today(env.user)
    _refuse_unknown(env, definition, given)
    known: dict[str, Value | None] = dict(_facts(env))
    for name, parameter in definition.parameters.items():
        value = given.get(name)
        value = parameter.default if value in (None, "") else value
        try:
            known[name] = _read(env, parameter, value, today)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return Values(today, known)


def _facts(env: api.Environment) -> dict[str, Value]:
    texts = prompt_text.facts(env)
    facts = {name: Value(texts[name], texts[name]) for name in texts if name != "today"}
    facts["user_id"] = Value(env.uid, env.user.name)
    facts["company_id"] = Value(env.company.id, env.company.name)
    companies = ", ".join(first(env.companies.mapped("name")))
    facts["companies"] = Value(companies, companies)
    return facts


def _refuse_unknown(
    env: api.Environment, definition: Definition, given: Mapping[str, Any]
) -> None:
    for name in given:
        if name not in definition.parameters:
            known = definition.parameters
            hint = nearest(name, known) or ", ".join(known) or "–"
            text = env._("there is no parameter %(name)s; there are: %(known)s")
            raise ValueError(text % {"name": name, "known": hint})


def _read(
    env: api.Environment, parameter: Parameter, value: Any, today: date
) -> Value | None:
    if value is None:
        if parameter.required:
            raise ValueError(env._("this parameter is required"))
        return None
    return READERS[parameter.type](env, parameter, value, today)


def _day(env: api.Environment, _parameter: Parameter, value: Any, today: date) -> Value:
    try:
        found = places.day(today, str(value)) or parse_date(env, str(value))
    except ValueError:
        text = env._("a date such as 2026-01-31, or a day such as month - 1, not %r")
        raise ValueError(text % (value,)) from None
    return Value(found.isoformat(), found.isoformat())


def _text(env: api.Environment, _parameter: Parameter, value: Any, _today: date):
    text = str(value)
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise ValueError(env._("a text of at most %s characters") % LONGEST_TEXT)
    return Value(text, text)


def _number(env: api.Environment, _parameter: Parameter, value: Any, _today: date):
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(env._("a number, not %r") % (value,))
    return Value(int(number) if number.is_integer() else number, f"{number:.15g}")


def _record(env: api.Environment, parameter: Parameter, value: Any, _today: date):
    if parameter.model not in env:
        raise ValueError(env._("there is no model %s here") % parameter.model)
    if isinstance(value, str):
        value = as_id(value)
    record_id = Lookups(env).one(parameter.model, value)
    return Value(record_id, env[parameter.model].browse(record_id).display_name)


READERS = {"date": _day, "text": _text, "number": _number, "record": _record}
