"""``order`` of a client: fields that can be sorted by, and their direction."""

from __future__ import annotations

import re

from odoo import models

from ..paths import resolve

PART = re.compile(r"(?P<path>[\w.]+)(\s+(asc|desc))?(\s+nulls\s+(first|last))?", re.I)


def parse_order(records: models.BaseModel, text: str) -> str:
    """``text`` as Odoo takes it.

    Raises:
        ValueError: no such syntax, or a field that cannot be sorted by.
    """
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        match = PART.fullmatch(part)
        if not match:
            raise ValueError(
                records.env._("%r is no order: field, then asc or desc") % part
            )
        path = resolve(records, match["path"], "order")
        if len(path.fields) > 1:
            raise ValueError(
                records.env._("%s: records are sorted by fields of their own")
                % path.text
            )
        if path.last.type == "html":
            # by where a record stands among others its masked text would be told
            raise ValueError(
                records.env._("%s is a formatted text: none to sort by") % path.text
            )
    return ", ".join(parts)
