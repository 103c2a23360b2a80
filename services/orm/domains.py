"""Domains of a client: refused when anything is wrong, never "no filter".

A domain is a list, JSON text or Python literal text. Every leaf's path goes through
``paths.resolve``; values are checked against the field's type.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from odoo import api, models

from ..compat.domains import property_among
from ..current_call import may_open_closed
from . import date_parts, domain_names, moments
from .nearest import nearest
from .password_links import holds_links, outside_of_tokens
from .paths import DATE_PARTS, Path, resolve
from .selections import read_selection

PREFIXES = {"&": 2, "|": 2, "!": 1}
COMPARE = ("=", "!=", "<", "<=", ">", ">=", "=?")
TEXT = ("like", "not like", "ilike", "not ilike", "=like", "=ilike")
LISTS = ("in", "not in")
EQUAL = ("=", "!=", *LISTS)
TREES = ("child_of", "parent_of")
INNER = ("any", "not any")
OPERATORS = (*COMPARE, *TEXT, *LISTS, *TREES, *INNER)
CONSTANTS = ([1, "=", 1], [0, "=", 1])
LONGEST_TEXT = 64_000
MOST_TERMS = 1_000
DEEPEST = 8


def parse(records: models.BaseModel, value: Any) -> list[Any]:
    """A checked domain for the model of ``records``.

    Raises:
        ValueError: says which term is wrong and what would be right.
    """
    return _terms(records, as_list(records, value), 0)


def as_list(records: models.BaseModel, value: Any) -> list[Any]:
    """The terms of a list, JSON text or Python literal text."""
    if isinstance(value, str):
        value = _literal(records, value)
    if not isinstance(value, list | tuple):
        raise ValueError(
            records.env._('a domain is a list such as [["name", "ilike", "x"]]')
        )
    if len(value) > MOST_TERMS:
        raise ValueError(records.env._("a domain has at most %s terms") % MOST_TERMS)
    return list(value)


def _literal(records: models.BaseModel, text: str) -> Any:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise ValueError(records.env._("no domain text; [] stands for all records"))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise ValueError(
            records.env._("the text is neither JSON nor a Python literal")
        ) from None


def of_companies(records: models.BaseModel) -> list[Any]:
    """What says outside of this call which companies it was about, if not all."""
    env, field = records.env, records._fields.get("company_id")
    if env.companies == env.user.company_ids or field is None:
        return []
    if field.comodel_name != "res.company" or not (field.store or field.search):
        return []
    return [("company_id", "in", [*env.companies.ids, False])]


def shown(env: api.Environment, domain: list[Any]) -> list[Any]:
    """A checked domain as JSON that ``parse`` reads as the same domain."""
    return [_shown(env, term) for term in domain]


def _shown(env: api.Environment, value: Any) -> Any:
    if isinstance(value, datetime):
        return moments.show_datetime(env, value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return shown(env, list(value))
    return value


def _terms(records: models.BaseModel, domain: list[Any], depth: int) -> list[Any]:
    if depth > DEEPEST:
        raise ValueError(records.env._("the domain is nested too deeply"))
    return joined(records.env, domain, lambda term: _leaf(records, term, depth))


def joined(
    env: api.Environment, domain: list[Any], leaf: Callable[[Any], list[Any]]
) -> list[Any]:
    """A complete domain of ``leaf`` of each term; side by side means "and"."""
    if _is_bare_leaf(domain):
        domain = [domain]
    checked: list[Any] = []
    expected = 1
    for term in domain:
        if expected == 0:
            checked.insert(0, "&")
            expected = 1
        if isinstance(term, str):
            if term not in PREFIXES:
                raise ValueError(env._("%r is no operator; use &, | or !") % term)
            checked.append(term)
            expected += PREFIXES[term] - 1
        else:
            checked += leaf(term)
            expected -= 1
    if domain and expected:
        raise ValueError(
            env._("the domain ends too early: %s more term(s) are needed") % expected
        )
    return checked


def _is_bare_leaf(domain: list[Any]) -> bool:
    return (
        len(domain) == 3
        and isinstance(domain[0], str)
        and domain[0] not in PREFIXES
        and isinstance(domain[1], str)
        and domain[1] in OPERATORS
    )


def _leaf(records: models.BaseModel, term: Any, depth: int) -> list[Any]:
    env = records.env
    if not isinstance(term, list | tuple) or len(term) != 3:
        raise ValueError(env._("%s is no term: [field, operator, value]") % (term,))
    if list(term) in CONSTANTS:
        return [tuple(term)]
    name, operator, value = term
    if operator == "<>" or operator == "==":
        operator = {"<>": "!=", "==": "="}[operator]
    if not isinstance(operator, str) or operator not in OPERATORS:
        raise ValueError(
            env._("%(operator)r is no operator; there are: %(all)s")
            % {"operator": operator, "all": ", ".join(OPERATORS)}
        )
    path = resolve(records, name, "search")
    if operator in INNER:
        return [(name, operator, _inner(records, path, value, depth))]
    return _fitting(records, path, operator, value)


def _inner(records: models.BaseModel, path: Path, value: Any, depth: int) -> list[Any]:
    if not path.last.comodel_name or path.suffix:
        raise ValueError(
            records.env._("%s is no relation, so it takes no inner domain") % path.text
        )
    comodel = records.env[path.last.comodel_name]
    if not comodel.has_access("read"):
        raise ValueError(records.env._("You may not read %s.") % comodel._name)
    return _terms(comodel, as_list(comodel, value), depth + 1)


def _fitting(
    records: models.BaseModel, path: Path, operator: str, value: Any
) -> list[Any]:
    """The leaf with its value as Odoo takes it; a day of a datetime is a range."""
    if path.suffix in DATE_PARTS:
        return [date_parts.leaf(records.env, path.text, operator, value)]
    many = isinstance(value, list | tuple)
    _check_number(records, path, operator, many)
    if path.last.type == "binary" and (operator not in ("=", "!=") or value):
        raise ValueError(
            records.env._("%s holds a file: only = false and != false fit") % path.text
        )
    if _names_days(path, operator, value):
        return _days(records, path, operator, list(value) if many else [value])
    items = [_value(records, path, operator, v) for v in value] if many else None
    if path.last.comodel_name and not path.suffix and operator in domain_names.NAMED:
        comodel = records.env[path.last.comodel_name]
        values = items if many else [_value(records, path, operator, value)]
        return [domain_names.term(comodel, path.text, operator, values)]
    if many and path.last.type == "properties":
        return property_among(path.text, operator, items)
    last = items if many else _value(records, path, operator, value)
    return _unmasked(records, path, (path.text, operator, last))


def _unmasked(
    records: models.BaseModel, path: Path, term: tuple[str, str, Any]
) -> list[Any]:
    """``term``, which finds nothing by what answers mask."""
    is_open = path.suffix or term[2] is False or not holds_links(path.last)
    if is_open or may_open_closed(records.env):
        return [term]
    return outside_of_tokens(path, term)


def _check_number(
    records: models.BaseModel, path: Path, operator: str, many: bool
) -> None:
    """Whether the operator takes a list, or one value; Odoo would take either."""
    if many == (operator in LISTS) or operator in TREES:
        return
    if many and path.last.comodel_name and operator in ("=", "!="):
        return
    words = records.env._("a list") if operator in LISTS else records.env._("one")
    raise ValueError(
        records.env._("%(field)s %(operator)s takes %(what)s value")
        % {"field": path.text, "operator": operator, "what": words}
    )


def _names_days(path: Path, operator: str, value: Any) -> bool:
    """Whether a datetime is compared with a day, which means the whole day."""
    if path.last.type != "datetime" or path.suffix or operator not in EQUAL:
        return False
    values = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(v, str) and moments.is_day(v) for v in values)


def _days(
    records: models.BaseModel, path: Path, operator: str, values: list[Any]
) -> list[Any]:
    """Terms for "is one of these days", or "is none"; none includes empty values."""
    terms = [_day(records, path, value) for value in values]
    inside = ["|"] * (len(terms) - 1) + [part for term in terms for part in term]
    if operator in ("=", "in"):
        return inside
    if any(value is None or value is False for value in values):
        return ["!", *inside]
    return ["|", (path.text, "=", False), "!", *inside]


def _day(records: models.BaseModel, path: Path, value: Any) -> list[Any]:
    if not isinstance(value, str) or not moments.is_day(value):
        return [(path.text, "=", _value(records, path, "=", value))]
    start = _moment(records, path, value, False)
    end = start + timedelta(days=1)
    return ["&", (path.text, ">=", start), (path.text, "<", end)]


def _value(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    if value is None or value is False:
        return False
    if isinstance(value, dict | list | tuple):
        raise ValueError(records.env._("%s takes no such value") % path.text)
    if path.suffix:
        return value
    if operator in TEXT:
        return str(value)
    reader = READERS.get(path.last.type)
    return reader(records, path, operator, value) if reader else value


def _date(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    try:
        return moments.parse_date(records.env, value)
    except (ValueError, TypeError):
        raise ValueError(_no_iso(records, path, value)) from None


def _datetime(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    return _moment(records, path, value, operator in (">", "<="))


def _moment(records: models.BaseModel, path: Path, value: Any, last: bool) -> Any:
    try:
        return moments.parse_datetime(records.env, value, last_second=last)
    except (ValueError, TypeError, AttributeError):
        raise ValueError(_no_iso(records, path, value)) from None


def _no_iso(records: models.BaseModel, path: Path, value: Any) -> str:
    return records.env._("%(field)s takes an ISO 8601 date, not %(value)r") % {
        "field": path.text,
        "value": value,
    }


def _numeric(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(
            records.env._("%(field)s takes a number, not %(value)r")
            % {"field": path.text, "value": value}
        )
    return value


def _boolean(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    if value is not True:
        raise ValueError(
            records.env._("%(field)s takes true or false, not %(value)r")
            % {"field": path.text, "value": value}
        )
    return value


def _selection(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    known = dict(path.last._description_selection(records.env))
    if value in known:
        return value
    try:
        return read_selection(records, path.last, value)
    except ValueError:
        text = records.env._("%(field)s has no value %(value)r; there are: %(known)s")
    near = nearest(str(value), map(str, known)) or ", ".join(map(str, known))
    told = {"field": path.text, "value": value, "known": near}
    raise ValueError(text % told)


def _relation(records: models.BaseModel, path: Path, operator: str, value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        # Odoo would find all, or nothing
        raise ValueError(records.env._('%s takes null for none, not ""') % path.text)
    if value is True or isinstance(value, float):
        raise ValueError(
            records.env._("%(field)s takes an id or a name, not %(value)r")
            % {"field": path.text, "value": value}
        )
    return value


READERS = {
    "date": _date,
    "datetime": _datetime,
    "integer": _numeric,
    "float": _numeric,
    "monetary": _numeric,
    "boolean": _boolean,
    "selection": _selection,
    "many2one": _relation,
    "one2many": _relation,
    "many2many": _relation,
}
