"""Finding records: name search, order that pages rely on, and the total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Annotated, Any

import psycopg2
from pydantic import Field

from odoo import models

from ...errors import ToolError
from ..params import OfModel
from ..paths import resolve

# methods that some models have of their own
OWN = ("search_fetch", "search_count")
# models that look at what they sift by pairs, so that all at once takes a minute;
# files are filled up beyond a limit, and would come twice
SLOW = ("mail.message",)
# how many of theirs are asked for at once
WINDOW = 4000
BY_ID = re.compile(r"(^|,)\s*id\b", re.IGNORECASE)


@dataclass(frozen=True)
class Search:
    """What to find.

    Attributes:
        domain: checked by ``domains.parse``.
        query: text for Odoo's name search.
        order: checked by ``ordering.parse_order``; None for the model's own.
    """

    domain: list[Any]
    query: str | None = None
    order: str | None = None
    limit: int = 20
    offset: int = 0
    include_archived: bool = False


@dataclass(frozen=True)
class Found:
    """A page.

    Attributes:
        total: how many there are.
        is_least: there are more than ``total``; counting them would take too long.
    """

    records: models.BaseModel
    total: int
    is_least: bool = False

    def note(self) -> str | None:
        """What a reader of ``total`` must know."""
        if not self.is_least:
            return None
        return self.records.env._("There are more than total: narrow the domain.")


@contextmanager
def as_odoo_can(records: models.BaseModel) -> Iterator[None]:
    """Turn searches that Odoo cannot do into an error for the caller.

    Fields with a search of their own know some operators only, a few models some
    domains only; they raise what is meant for programmers.
    """
    try:
        yield
    except (NotImplementedError, ValueError) as error:
        if "NUL (0x00)" in str(error):
            raise
        raise ToolError(
            records.env._("Odoo does not search %(model)s so. %(why)s")
            % {"model": records._name, "why": error}
        ) from error
    except psycopg2.errors.UndefinedColumn as error:
        # a report whose SQL lacks a field that Odoo computes for groups only
        raise ToolError(
            records.env._("Odoo does not read %(model)s so: %(why)s; name the fields.")
            % {"model": records._name, "why": error.diag.message_primary}
        ) from error


def find(records: models.BaseModel, search: Search, names: Iterable[str]) -> Found:
    """A page of records, with the fields ``names`` read, and how many there are.

    The total costs a query only where the page does not tell.
    """
    with as_odoo_can(records):
        return _find(records, search, names)


def _find(records: models.BaseModel, search: Search, names: Iterable[str]) -> Found:
    model = scope(records, search)
    domain, order = full_domain(search), stable(records, search.order)
    start, end = search.offset, search.offset + search.limit
    if (sifted := _sifted(model, domain, order, end)) is not None:
        ids, is_all = sifted
        # the flag was meant for the search, not for what is read afterwards
        page = records.browse(ids[start:end])
        page.fetch(list(names))
        return Found(page, len(ids), not is_all)
    found, total = _page(model, domain, list(names), order, search)
    page = records.browse(found._ids)
    if len(page) < search.limit and (page or not start):
        return Found(page, start + len(page))
    return Found(page, total())


def _page(
    model: models.BaseModel,
    domain: list[Any],
    names: list[str],
    order: str,
    search: Search,
) -> tuple[models.BaseModel, Callable[[], int]]:
    """What Odoo's ``search_fetch`` finds, and what counts all that there is.

    Putting the query together costs Odoo as much as running it: one serves both,
    unless the model has a way of its own.
    """
    if not all(getattr(type(model), n) is getattr(models.BaseModel, n) for n in OWN):
        found = model.search_fetch(
            domain, names, offset=search.offset, limit=search.limit, order=order
        )
        return found, lambda: model.search_count(domain)
    query = model._search(domain, offset=search.offset, limit=search.limit, order=order)
    everything = copy(query)
    everything.limit = everything.offset = everything.order = None
    if query.is_empty():
        return model.browse(), lambda: 0
    fields = model._determine_fields_to_fetch(names)
    return model._fetch_query(query, fields), lambda: len(everything)


def _sifted(
    model: models.BaseModel, domain: list[Any], order: str, end: int | None = None
) -> tuple[tuple[int, ...], bool] | None:
    """Ids, and whether they are all, of a model that filters its result in Python.

    Such a model (messages, files) limits before it sifts: a page that is not full
    would then say nothing of what comes after. So it is asked for all, or where that is
    slow, window by window. None for ordinary models.

    Args:
        end: ids beyond these are not needed; None for all.
    """
    if type(model)._search is models.BaseModel._search:
        return None
    if model._name not in SLOW:
        # without a limit no query is run, except by a model that sifts
        everything = getattr(model._search(domain, order=order), "_ids", None)
        return None if everything is None else (everything, True)
    first = model._search(domain, order=order, limit=WINDOW)
    if (found := getattr(first, "_ids", None)) is None:
        return None
    # sudo: how many there are to look at, of which nothing is told
    most = model.sudo().search_count(domain)
    ids, seen = [*found], WINDOW
    while seen < most and (end is None or len(ids) <= end):
        window = model._search(domain, order=order, limit=WINDOW, offset=seen)
        ids += getattr(window, "_ids", None) or ()
        seen += WINDOW
    return tuple(ids), seen >= most


def visible(model: models.BaseModel, domain: list[Any]) -> list[Any]:
    """``domain``, for grouping, where a model hides records from its searches only.

    Menus that lead nowhere are left out by ``search`` but not by ``_read_group``.
    """
    if type(model).search_count is models.BaseModel.search_count:
        return domain
    return [("id", "in", model.search(domain)._ids)]


def count(records: models.BaseModel, search: Search) -> int:
    """How many records there are; an error without access, never 0."""
    with as_odoo_can(records):
        model, domain = scope(records, search), full_domain(search)
        if model._name in SLOW and (sifted := _sifted(model, domain, "id")):
            return len(sifted[0])
        return model.search_count(domain)


def scope(records: models.BaseModel, search: Search) -> models.BaseModel:
    """The model to search on: with archived records or without."""
    if search.include_archived:
        return records.with_context(active_test=False)
    return records


def full_domain(search: Search) -> list[Any]:
    """The domain, with the name search as one more condition."""
    if search.query is None:
        return search.domain
    name = ("display_name", "ilike", search.query)
    return ["&", *search.domain, name] if search.domain else [name]


def check_name_search(records: models.BaseModel) -> None:
    """See that the model has a name to search by.

    Without a field that stands for the name, or with one that cannot be searched,
    Odoo would take a text for the name search as "no filter".

    Raises:
        ValueError: it has none.
    """
    own, every = type(records), type(records.env["base"])
    if own._search_display_name is not every._search_display_name:
        return
    names = records._rec_names_search or [records._rec_name]
    if not any(names):
        raise ValueError(
            records.env._("%s has no name to search by; use a domain.") % records._name
        )
    for name in names:
        # sudo: whether it can be searched, not whether the caller reads it
        resolve(records.sudo(), name, "search")


class _Query(OfModel):
    """A text for the name search, where Odoo has one for the model."""

    def opened(self, records: models.BaseModel, value: str) -> str:
        check_name_search(records)
        return value


QueryArg = Annotated[str, Field(pattern=r"\S"), _Query()]


def stable(records: models.BaseModel, order: str | None) -> str:
    """``order`` with the id at its end: else pages repeat and miss records."""
    order = order or records._order
    return order if BY_ID.search(order) else f"{order}, id"
