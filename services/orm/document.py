"""A document, such as an order: how an answer shows it, and which state it must be in.

What is shown is read back from the database (``fresh``), never what was asked for.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from odoo import models

from ..declarations import Result
from ..errors import ToolError
from . import url


class Document(BaseModel):
    """A document by what a person calls it, and where it stands."""

    id: int
    name: str | None = None
    state: str | None = None
    url: str | None = None

    def line(self) -> str:
        return _line(self)


class ChangedDocument(Result):
    """The document that a call changed; what a person should know beside it."""

    id: int
    name: str | None = None
    state: str | None = Field(None, description="Read back after the action.")
    url: str | None = None
    warnings: list[str] = Field(
        default_factory=list, description="What Odoo warns of; tell the person."
    )

    def head(self) -> str:
        return _line(self)

    def rest(self) -> list[str]:
        """Lines between the head and the warnings."""
        return []

    def text(self) -> str:
        warned = [f"! {warning}" for warning in self.warnings]
        return "\n".join([self.head(), *self.rest(), *warned])


def _line(document: Document | ChangedDocument) -> str:
    return f"{document.name} ({document.id}): {document.state}, {document.url}"


def fresh(records: models.BaseModel) -> models.BaseModel:
    """``records`` without anything remembered: what is read next is what is stored."""
    records.env.flush_all()
    records.env.invalidate_all()
    return records


def head(record: models.BaseModel) -> dict[str, Any]:
    """What stands for ``record`` in an answer: ``id, name, state, url``."""
    return {
        "id": record.id,
        "name": record.display_name,
        "state": record.state if "state" in record._fields else None,
        "url": url.of(record),
    }


def document(record: models.BaseModel) -> Document:
    """``record`` by what a person calls it, and where it stands."""
    return Document(**head(record))


def listed(records: models.BaseModel) -> str:
    """``WH/OUT/1 (7, assigned), …`` for a sentence."""
    return ", ".join(f"{r.display_name} ({r.id}, {state_of(r)})" for r in records)


def state_of(record: models.BaseModel) -> str:
    """The state in the caller's language."""
    field = record._fields["state"]
    return str(dict(field._description_selection(record.env)).get(record.state))


def require_state(record: models.BaseModel, *wanted: str) -> None:
    """After an action: it is only done when the record got there.

    Raises:
        ToolError: names the state that it did reach; nothing is kept.
    """
    if record.state not in wanted:
        raise ToolError(
            record.env._("Nothing was done: Odoo left %(name)s in the state %(state)s.")
            % {"name": record.display_name, "state": state_of(record)},
            state=record.state,
        )


def refuse_state(
    record: models.BaseModel, allowed: tuple[str, ...], why: dict[str, str]
) -> None:
    """Before an action: says why a record in another state cannot take it.

    Args:
        why: a sentence's end by state, such as "it is cancelled".

    Raises:
        ToolError: with ``state`` and ``url``.
    """
    if record.state in allowed:
        return
    reason = why.get(record.state) or record.env._("it is in the state %s") % state_of(
        record
    )
    raise ToolError(
        record.env._("%(name)s: %(reason)s.")
        % {"name": record.display_name, "reason": reason},
        **head(record),
    )


def linked(record: models.BaseModel, name: str) -> models.BaseModel | list[Any]:
    """The documents behind a field that the caller may read; none without the app."""
    if name not in record._fields:
        return []
    # sudo: which documents hang on it; only those of the caller are gone on with
    found = record.sudo()[name]
    return record.env[found._name].browse(found.ids)._filtered_access("read")
