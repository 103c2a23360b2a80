"""Lists of records with columns of our choice, answered as ``search_records`` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import models

from ...services.compat.access import may_read_field
from ...services.declarations import Field
from ...services.orm.context_params import ContextParams
from ...services.orm.paths import Path, resolve
from ...services.orm.reads.searching import Search
from ..records.pages import RecordPage, answered


class ListParams(ContextParams):
    query: str | None = Field(None, max_length=200, description="Text to find.")
    limit: int = Field(20, ge=1, description="Records at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Records to skip.")


@dataclass(frozen=True)
class Listing:
    """How records are shown: those of ``columns`` that exist here."""

    columns: tuple[str, ...]
    order: str


def page_of(
    records: models.BaseModel,
    params: ListParams,
    domain: list[Any],
    listing: Listing,
    kind: type[RecordPage] = RecordPage,
    **more: Any,
) -> RecordPage:
    """A page of what ``domain`` finds.

    Args:
        more: further fields of the answer, which is a ``kind``.
    """
    paths = paths_of(records, listing.columns)
    search = Search(domain, None, listing.order, params.limit, params.offset)
    return answered(records, search, paths, default=True, kind=kind, **more)


def paths_of(records: models.BaseModel, columns: tuple[str, ...]) -> list[Path]:
    """Those of ``columns`` that exist here, and are not kept from the caller."""
    return [resolve(records, column) for column in columns if _is_open(records, column)]


def _is_open(records: models.BaseModel, column: str) -> bool:
    field = records._fields.get(column.split(".")[0])
    return field is not None and may_read_field(records, field)
