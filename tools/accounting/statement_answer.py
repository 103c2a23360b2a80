"""What the statements answer: rows of figures, each with what finds its items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from ...services.accounting.ledger import MODEL, base_domain
from ...services.accounting.statement import ALL, Book, Row, row_domain
from ...services.answers import fitting
from ...services.answers.lean import Given
from ...services.declarations import Result
from ...services.orm.reads import fit
from ...services.orm.reads.cells import SEPARATOR, cell

HOW = (
    "Journal items behind a figure: search_records on account.move.line with domain + "
    "the column's domain + the row's (domains: one a column); sign × their balance."
)


class ColumnAnswer(BaseModel):
    """A date or a period."""

    name: str = Field(description="Date, or first..last day.")
    domain: list[Any]


class Line(Given):
    """A row: one amount a column."""

    name: str
    level: int = Field(description="0 section or total, 1 in it, 2 an account.")
    amounts: list[float]
    sign: int
    domain: list[Any] | None = None
    domains: list[list[Any]] | None = None


class Statement(Result):
    """A report of rows and columns, in one currency."""

    companies: list[str]
    currency: str
    columns: list[ColumnAnswer]
    lines: list[Line] = Field(description="Rows without any item are left out.")
    model: str = MODEL
    domain: list[Any] = Field(description=HOW)
    note: str | None = None
    truncated: bool = Field(False, description="Accounts were left out.")

    def head(self) -> Iterator[str]:
        """What stands before the rows of the text."""
        yield f"{', '.join(self.companies)}, {self.currency}"
        if self.note:
            yield self.note
        if self.truncated:
            yield "cut to the answer budget: trial_balance pages accounts"

    def text(self) -> str:
        names = SEPARATOR.join(["", *(column.name for column in self.columns)])
        rows = [
            SEPARATOR.join(["  " * line.level + line.name, *map(cell, line.amounts)])
            for line in self.lines
        ]
        return "\n".join([*self.head(), names, *rows])


def statement_facts(book: Book, rows: list[Row], *, accounts: bool) -> dict[str, Any]:
    """What every statement answers, by field.

    Args:
        accounts: a row for each account too, as far as the budget goes.
    """
    lines = [line for row in rows for line in _lines(book, row, accounts)]
    most = fit.how_many(
        [line.model_dump() for line in lines], fitting.room(book.scope.env)
    )
    kept = [line for n, line in enumerate(lines) if n < most or line.level < 2]
    return {
        "companies": book.scope.names,
        "currency": book.scope.currency.name,
        "columns": [ColumnAnswer(name=c.name, domain=c.domain) for c in book.columns],
        "lines": kept,
        "domain": base_domain(book.scope),
        "note": book.scope.note(),
        "truncated": len(kept) < len(lines),
    }


def _lines(book: Book, row: Row, accounts: bool) -> Iterator[Line]:
    if _is_plain(row) and not any(map(row.holds, book.types())):
        return
    amounts = book.amounts(row)
    domains = [row_domain(row, column) for column in book.columns]
    same = all(domain == domains[0] for domain in domains)
    where = {"domain": domains[0]} if same else {"domains": domains}
    yield _line(book, row, row.name, row.level, amounts, where)
    if accounts and _is_plain(row):
        for account, own in book.by_account(row):
            domain = [["account_id", "=", account.id]]
            yield _line(book, row, account.display_name, 2, own, {"domain": domain})


def _is_plain(row: Row) -> bool:
    """Whether it stands for accounts as they are, not for a total or for earnings."""
    return row.level > 0 and all(term.part == ALL for term in row.terms)


def _line(
    book: Book,
    row: Row,
    name: str,
    level: int,
    amounts: list[float],
    where: dict[str, Any],
) -> Line:
    rounded = [book.scope.rounded(amount) for amount in amounts]
    return Line(name=name, level=level, amounts=rounded, sign=row.sign, **where)
