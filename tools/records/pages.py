"""What the reading tools answer: records, in data and in text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import Field, PrivateAttr
from typing_extensions import Self

from odoo import models

from ...services import settings
from ...services.answers import fitting, numbers
from ...services.answers.lean import LeanResult
from ...services.answers.paging import next_offset, remark
from ...services.orm import url
from ...services.orm.paths import Path
from ...services.orm.reads import cells, fit, output
from ...services.orm.reads.searching import Search, find


class Records(LeanResult):
    """Records of one model."""

    OPTIONAL = ("note", "unreadable", "cut", "truncated", "left")

    model: str
    url: str = Field(description="Web address of a record; {id} stands for its id.")
    records: list[dict[str, Any]]
    unreadable: dict[str, list[int]] = Field(
        default_factory=dict,
        description="What is null because it could not be read: field, record ids.",
    )
    cut: dict[str, list[int]] = Field(
        default_factory=dict,
        description="Texts that were cut: field, record ids. Ask for the field alone.",
    )
    note: str | None = None
    truncated: bool = Field(False, description="Cut to the answer budget.")

    _columns: list[str] = PrivateAttr(default_factory=list)

    def in_order(self, paths: Iterable[Path]) -> Self:
        """This answer, with the columns of its text in the order of ``paths``."""
        self._columns = ["id", *(path.text for path in paths)]
        return self

    def names(self) -> list[str]:
        """The fields that some record has, in order."""
        found = {name for row in self.records for name in row}
        return [name for name in self._columns if name in found]

    def head(self) -> str:
        """The first line of the text."""
        return f"{len(self.records)} {self.model}"

    def text(self) -> str:
        head = ", ".join([self.head(), *self._remarks()])
        return "\n".join([head, self.url, *self._lines()])

    def _remarks(self) -> Iterator[str]:
        if self.truncated:
            yield "cut to the answer budget"
        if self.note:
            yield self.note
        for word, found in (("unreadable", self.unreadable), ("cut", self.cut)):
            if found:
                yield f"{word}: " + "; ".join(f"{k} of {v}" for k, v in found.items())

    def _lines(self) -> Iterator[str]:
        if len(self.records) == 1:
            for name, value in self.records[0].items():
                yield f"{name}: {cells.cell(value)}"
            return
        names = self.names()
        yield cells.SEPARATOR.join(names)
        for row in self.records:
            yield cells.line(row, names)


class RecordPage(Records):
    """A page of what a search found."""

    count: int = Field(description="Records in this answer.")
    total: int = Field(description="Records that match.")
    next_offset: int | None = Field(
        None, description="offset of the next page; null after the last."
    )

    def head(self) -> str:
        more = remark(self.next_offset)
        return f"{self.count} of {self.total} {self.model}{more}"


def answered(
    records: models.BaseModel,
    search: Search,
    paths: list[Path],
    *,
    default: bool,
    kind: type[RecordPage] = RecordPage,
    **more: Any,
) -> RecordPage:
    """A page of what ``search`` finds, within the limit and the budget.

    Args:
        default: the caller named no fields, so what is empty is left out.
        more: further fields of the answer, which is a ``kind``.
    """
    most = settings.get(records.env, "max_limit")
    limit, note = numbers.capped(search.limit, most, "limit")
    search = replace(search, limit=limit)
    found = find(records, search, output.fetchable(records, paths))
    rows, unreadable = output.rows(found.records, paths, fetched=True)
    page = fit.page(rows, fitting.room(records.env), default=default)
    return kind(
        model=records._name,
        url=url.template(records),
        records=page.rows,
        count=len(page.rows),
        total=found.total,
        next_offset=next_offset(search.offset, len(page.rows), found.total),
        unreadable=page.of(unreadable),
        cut=page.cut,
        note=" ".join(filter(None, [note, found.note()])) or None,
        truncated=page.truncated,
        **more,
    ).in_order(paths)
