"""Restores lines of journal entries one by one, which balance only at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from odoo import api, models

from ..lines import Line

ENTRY, ITEM = "account.move", "account.move.line"


@contextmanager
def balanced_at_the_end(env: api.Environment, lines: list[Line]) -> Iterator[None]:
    """In the block Odoo neither checks the balance nor adds lines, as in its own code.

    Raises:
        UserError: of Odoo, at the end: an entry of ``lines`` is not balanced.
    """
    if not any(line.model in (ENTRY, ITEM) and line.model in env for line in lines):
        yield
        return
    # sudo: the check is of sums, whatever lines the caller may see
    container = {"records": env[ENTRY].sudo()}
    entries = container["records"]
    with (
        entries._check_balanced(container),
        entries._disable_recursion(container, "skip_invoice_sync"),
    ):
        yield
        env.flush_all()
        container["records"] = _entries(env, lines)


def _entries(env: api.Environment, lines: list[Line]) -> models.BaseModel:
    # sudo: as above
    entries, items = (
        env[name].sudo().browse([x.res_id for x in lines if x.model == name])
        for name in (ENTRY, ITEM)
    )
    return entries.exists() | items.exists().move_id
