"""Lists of records with columns of our choice, answered as ``search_records`` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import models

from ...services.declarations import Field
from ...services.orm.context_params import ContextParams
from ...services.orm.paths import resolve
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
    known = [c for c in listing.columns if c.split(".")[0] in records._fields]
    paths = [resolve(records, column) for column in known]
    search = Search(domain, None, listing.order, params.limit, params.offset)
    return answered(records, search, paths, default=True, kind=kind, **more)
