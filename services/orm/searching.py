"""Finding records: name search, order that pages rely on, and the total."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from odoo import models

from .params import OfModel
from .paths import resolve

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


def find(
    records: models.BaseModel, search: Search, names: Iterable[str]
) -> tuple[models.BaseModel, int]:
    """A page of records, with the fields ``names`` read, and how many there are.

    The total costs a query only where the page does not tell.
    """
    model = scope(records, search)
    domain = full_domain(records, search)
    found = model.search_fetch(
        domain,
        list(names),
        offset=search.offset,
        limit=search.limit,
        order=stable(records, search.order),
    )
    # the flag was meant for the search, not for what is read afterwards
    page = records.browse(found._ids)
    if len(page) < search.limit and (page or not search.offset):
        return page, search.offset + len(page)
    return page, model.search_count(domain)


def count(records: models.BaseModel, search: Search) -> int:
    """How many records there are; an error without access, never 0."""
    return scope(records, search).search_count(full_domain(records, search))


def scope(records: models.BaseModel, search: Search) -> models.BaseModel:
    """The model to search on: with archived records or without."""
    if search.include_archived:
        return records.with_context(active_test=False)
    return records


def full_domain(records: models.BaseModel, search: Search) -> list[Any]:
    """The domain, with the name search as one more condition."""
    if search.query is None:
        return search.domain
    name = ("display_name", "ilike", search.query)
    return ["&", *search.domain, name] if search.domain else [name]


class _Query(OfModel):
    """A text for the name search, where Odoo has one for the model.

    Without a field that stands for the name, or with one that cannot be searched,
    Odoo would take it as "no filter".
    """

    def opened(self, records: models.BaseModel, value: str) -> str:
        own = type(records)._search_display_name
        if own is not models.BaseModel._search_display_name:
            return value
        names = records._rec_names_search or [records._rec_name]
        if not any(names):
            raise ValueError(
                records.env._("%s has no name to search by; use a domain.")
                % records._name
            )
        for name in names:
            # sudo: whether it can be searched, not whether the caller reads it
            resolve(records.sudo(), name, "search")
        return value


QueryArg = Annotated[str, Field(pattern=r"\S"), _Query()]


def stable(records: models.BaseModel, order: str | None) -> str:
    """``order`` with the id at its end: else pages repeat and miss records."""
    order = order or records._order
    return order if BY_ID.search(order) else f"{order}, id"
