"""Field names from a client, and whether the caller may use them so.

The one choke point: fields, domains, order, groups, aggregates and dotted paths are
all resolved here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from odoo import api, models

from ..compat.access import may_read_field
from . import meant
from .secret_fields import is_secret

PROPERTY = re.compile(r"[a-z0-9_]{1,64}")
DATE_PARTS = frozenset(
    "year_number quarter_number month_number iso_week_number day_of_year day_of_month "
    "day_of_week hour_number minute_number second_number".split()
)
LONGEST = 6


@dataclass(frozen=True)
class Path:
    """A resolved path.

    Attributes:
        names: the steps, e.g. ``("partner_id", "country_id", "code")``.
        fields: Odoo's field of every step that is one.
        suffix: a property's name or a part of a date, after the last field.
    """

    names: tuple[str, ...]
    fields: tuple[Any, ...]
    suffix: str = ""

    @property
    def text(self) -> str:
        return ".".join(self.names)

    @property
    def last(self) -> Any:
        return self.fields[-1]


def resolve(records: models.BaseModel, text: str, use: str = "read") -> Path:
    """Resolve ``text`` on the model of ``records`` for one use.

    Args:
        use: ``read``, ``search``, ``order``, ``group`` or ``aggregate``.

    Raises:
        ValueError: unknown, not readable for the caller, or not fit for the use.
    """
    names = tuple(text.split(".")) if isinstance(text, str) else ()
    if not names or len(names) > LONGEST:
        raise ValueError(records.env._("%s is no field.") % (text,))
    found: list[Any] = []
    for position, name in enumerate(names):
        if found and _is_suffix(found[-1], name) and position == len(names) - 1:
            return Path(names, tuple(found), name)
        if found:
            records = _through(records.env, found[-1], name)
        found.append(_field(records, name))
        _fit(records.env, found[-1], "search" if names[position + 1 :] else use, use)
    return Path(names, tuple(found))


def readable(records: models.BaseModel) -> list[str]:
    """Names of the fields that the caller may read, credentials excepted."""
    return [
        name
        for name, field in records._fields.items()
        if may_read_field(records, field) and not is_secret(field)
    ]


def _is_suffix(field: Any, name: str) -> bool:
    if field.type == "properties":
        return bool(PROPERTY.fullmatch(name))
    return field.type in ("date", "datetime") and name in DATE_PARTS


def _through(env: api.Environment, field: Any, name: str) -> models.BaseModel:
    if not field.comodel_name:
        raise ValueError(
            env._("%(field)s leads to no other model, so %(name)s cannot follow it.")
            % {"field": field.name, "name": name}
        )
    records = env[field.comodel_name]
    if not records.has_access("read"):
        raise ValueError(
            env._("You may not read %(model)s (by way of %(field)s).")
            % {"model": records._name, "field": field.name}
        )
    return records


def _field(records: models.BaseModel, name: str) -> Any:
    field = records._fields.get(name)
    if field is None:
        hint = meant.field(records, name, readable(records))
        text = records.env._("%(model)s has no field %(name)s.") % {
            "model": records._name,
            "name": name,
        }
        hinted = records.env._(" Nearest: %s.") % hint if hint else ""
        raise ValueError(text + hinted)
    if is_secret(field) or not may_read_field(records, field):
        raise ValueError(
            records.env._("You may not read the field %(name)s of %(model)s.")
            % {"model": records._name, "name": name}
        )
    return field


def _fit(env: api.Environment, field: Any, step: str, use: str) -> None:
    """Refuse uses that do not fit the field, some of which Odoo takes for "no filter"."""
    if use == "read":
        return
    fit = {
        "search": _searchable,
        "order": _sortable,
        "group": _groupable,
        "aggregate": _aggregable,
    }[step](env, field)
    if not fit:
        verb = {
            "search": env._("searched"),
            "order": env._("sorted by"),
            "group": env._("grouped by"),
            "aggregate": env._("aggregated"),
        }[step]
        raise ValueError(
            env._("%(field)s of %(model)s is not stored and cannot be %(verb)s.")
            % {"field": field.name, "model": field.model_name, "verb": verb}
        )


def _searchable(env: api.Environment, field: Any) -> bool:
    if field.related and not field.store:
        return all(_searchable(env, step) for step in _chain(env, field))
    return bool(field.store or field.search)


def _chain(env: api.Environment, field: Any) -> list[Any]:
    """The fields that a related field goes through."""
    model, steps = env[field.model_name], []
    for name in field.related.split("."):
        steps.append(model._fields[name])
        model = env[steps[-1].comodel_name] if steps[-1].comodel_name else model
    return steps


def _sortable(env: api.Environment, field: Any) -> bool:
    return field.type != "binary" and field._description_sortable(env)


def _groupable(env: api.Environment, field: Any) -> bool:
    return field.type != "binary" and field._description_groupable(env)


def _aggregable(env: api.Environment, field: Any) -> bool:
    # whether Odoo can compute it is asked with the function: ``measures.py``
    return field.type != "binary"
