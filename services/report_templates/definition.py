"""The definition of a report: parameters and named queries, written in YAML."""

from __future__ import annotations

import functools
import re
from collections.abc import Hashable
from datetime import date
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from . import places

LONGEST = 20_000
MOST_QUERIES, MOST_PARAMETERS, MOST_ROWS = 12, 12, 200
# of the caller and today; ``places.FIRST_DAYS`` are there too
FACTS = ("user", "user_id", "company", "companies", "company_id", "currency")
TAKEN = {*FACTS, *places.FIRST_DAYS}
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


def _plain(value: Any) -> Any:
    """YAML reads ``2026-01-31`` as a date; here it is a text as everywhere."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Parameter(_Strict):
    """What a report may be asked with.

    Attributes:
        default: a value, or of a date a day such as ``month - 1``.
        model: of a record: which model it is of.
    """

    type: Literal["date", "text", "number", "record"] = "text"
    description: str = ""
    default: Annotated[str | int | float | None, BeforeValidator(_plain)] = None
    required: bool = False
    model: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Parameter:
        if (self.type == "record") != bool(self.model):
            raise ValueError("model goes with type: record, and only with it")
        if self.required and self.default is not None:
            raise ValueError("what has a default is never missing: drop required")
        return self


class Query(_Strict):
    """Records (``fields``), or groups and sums (``group_by``, ``aggregates``).

    Attributes:
        labels: titles of columns where Odoo's own do not fit.
        empty: stands for the table where nothing is found.
        templates: false leaves out templates of projects and tasks, and what is in one
            that is not asked for itself.
    """

    model: str
    domain: Annotated[list[Any], BeforeValidator(_plain)] = []
    fields: list[str] = []
    group_by: list[str] = []
    aggregates: list[str] = []
    order: str | None = None
    limit: int = Field(20, ge=1, le=MOST_ROWS)
    labels: dict[str, str] = {}
    empty: str = ""
    include_archived: bool = False
    templates: bool = True

    @property
    def sums(self) -> bool:
        return not self.fields

    @model_validator(mode="after")
    def _one_kind(self) -> Query:
        if bool(self.fields) == bool(self.group_by or self.aggregates):
            raise ValueError("give fields, or group_by and aggregates")
        if self.order and not (self.fields or self.group_by):
            raise ValueError("order is about records or groups")
        return self


class Definition(_Strict):
    """Parameters and queries by name.

    Attributes:
        groups: XML ids of groups, of which one is enough; none: for everybody who may
            read the models. Rules of records may leave others with nothing to see,
            and no figure says so.
    """

    groups: list[str] = Field([], max_length=MOST_PARAMETERS)
    parameters: dict[str, Parameter] = Field({}, max_length=MOST_PARAMETERS)
    queries: dict[str, Query] = Field(min_length=1, max_length=MOST_QUERIES)

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(query.model for query in self.queries.values()))

    @model_validator(mode="after")
    def _named(self) -> Definition:
        names = [*self.parameters, *self.queries]
        for name in names:
            if not NAME.fullmatch(name) or name in TAKEN:
                raise ValueError(f"{name!r} cannot name a parameter or a query")
            if names.count(name) > 1:
                raise ValueError(f"{name} is both a parameter and a query")
        return self


class Loader(yaml.SafeLoader):
    """Loads plain data only: no objects, no references, no key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("no references (*) here")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _value in node.value]
        if twice := {str(key) for key in keys if keys.count(key) > 1}:
            raise yaml.YAMLError(f"twice: {', '.join(sorted(twice))}")
        return super().construct_mapping(node, deep)


@functools.lru_cache(maxsize=128)
def read(text: str) -> Definition:
    """The definition of a YAML text.

    Raises:
        ValueError: says where it is wrong.
    """
    data = plain(text)
    if not isinstance(data, dict):
        raise ValueError("a definition has parameters and queries")
    try:
        return Definition.model_validate(data)
    except ValidationError as error:
        raise ValueError(_explained(error)) from None


def plain(text: str) -> Any:
    """The data of a YAML text, without objects, references and keys that repeat.

    Raises:
        ValueError: says where it is wrong.
    """
    if len(text) > LONGEST:
        raise ValueError(f"this is over {LONGEST} characters")
    try:
        return yaml.load(text, Loader)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise ValueError(f"this is no YAML: {_short(error)}") from None


def _explained(error: ValidationError) -> str:
    problems = [
        f"{' › '.join(map(str, e['loc']))}: {e['msg']}".removeprefix(": ")
        for e in error.errors(include_url=False, include_input=False)[:5]
    ]
    return "; ".join(text.replace("Value error, ", "") for text in problems)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
