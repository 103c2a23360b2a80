"""One report, from its template and what it was asked with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo import api

from .. import apps
from ..answers.fitting import cost, room
from ..errors import ToolError
from ..orm.hidden import reaches
from ..projects import marks
from . import domain as domains
from . import parameters, querying, writing
from .definition import FACTS, MOST_ROWS, Definition, Query
from .parameters import Value, Values
from .querying import Found

# rows of a table: fewer where the report would be over the answer budget
ROWS = (MOST_ROWS, 50, 20, 10, 5, 2, 1)


@dataclass(frozen=True)
class Report:
    """A filled report.

    Attributes:
        rows: of each table at most; fewer than asked for, to keep to the budget.
    """

    markdown: str
    found: Mapping[str, Found]
    values: Values
    rows: int

    @property
    def truncated(self) -> bool:
        return any(len(found.rows) > self.rows for found in self.found.values())


def fill(
    env: api.Environment, text: str, definition: Definition, given: Mapping[str, Any]
) -> Report:
    """Run the queries as the caller of ``env`` and fill the text.

    Raises:
        ToolError: a wrong parameter, or a query that the caller may not run.
    """
    try:
        values = parameters.values(env, definition, given)
    except ValueError as error:
        raise ToolError(str(error)) from None
    found = {
        name: _run(env, name, query, values)
        for name, query in definition.queries.items()
    }
    budget = room(env)
    for most in ROWS:
        markdown = writing.written(env, text, values, found, most)
        if cost(markdown) <= budget:
            return Report(markdown, found, values, most)
    raise ToolError(env._("The report is over the answer budget."))


def check(env: api.Environment, text: str, definition: Definition) -> None:
    """Check text and queries, as far as their models are here.

    Raises:
        ValueError: says which part is wrong, and what would be right.
    """
    writing.check(env, text, definition)
    for name, query in definition.queries.items():
        try:
            _check(env, query, definition)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None


def lacking(env: api.Environment, definition: Definition) -> str:
    """The app, the right or the groups that the caller of ``env`` lacks, or nothing."""
    if absent := apps.absent(env, definition.models):
        return absent
    unread = [m for m in definition.models if not reaches(env, m, "read")]
    if unread or not definition.groups:
        return ", ".join(unread)
    among = any(map(env.user.has_group, definition.groups))
    return "" if among else ", ".join(definition.groups)


def _run(env: api.Environment, name: str, query: Query, values: Values) -> Found:
    if query.model not in env:
        text = env._("%(name)s needs an app that is not installed here: %(apps)s.")
        absent = apps.absent(env, (query.model,))
        raise ToolError(text % {"name": name, "apps": absent})
    try:
        domain = domains.filled(query.domain, values)
        if not (query.templates or any(map(_is_project, domain))):
            domain += [list(term) for term in marks.left_out(env[query.model])]
        return querying.plan(env, query, domain).run()
    except ValueError as error:
        raise ToolError(f"{name}: {error}") from None


def _is_project(term: Any) -> bool:
    """Whether one project is asked for: then it may be a template."""
    return list(term[:2]) == ["project_id", "="] and isinstance(term[2], int)


def _check(env: api.Environment, query: Query, definition: Definition) -> None:
    domains.check(env, query.domain, definition)
    if query.model not in env:
        return
    # sudo: whether it can be, not whether the editor may read it
    sample = _sample(definition)
    querying.plan(env(su=True), query, domains.tried(query.domain, sample))


def _sample(definition: Definition) -> Values:
    """A value of each type; texts are left out, for they may stand for a choice."""
    today = date.today()
    examples = {"date": today.isoformat(), "number": 1, "record": 1}
    known: dict[str, Value | None] = {
        name: Value(examples[parameter.type], "")
        if parameter.type in examples
        else None
        for name, parameter in definition.parameters.items()
    }
    facts = {"user_id": 1, "company_id": 1}
    known |= {name: Value(value, "") for name, value in facts.items()}
    return Values(today, {**dict.fromkeys(FACTS), **known})
