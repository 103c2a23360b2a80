"""Arguments that Odoo's code takes for records, which no client can give it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo import api

from ...errors import ToolError

# what Python says where code asks plain data for a field
NO_RECORD = re.compile(r"'(int|str|list|dict|bool|float)' object has no attribute '.*'")


@contextmanager
def told(env: api.Environment, method: str, given: list[Any]) -> Iterator[None]:
    """Say so where the block fails as one of ``given`` is no record.

    Raises:
        ToolError: names the method, and what does the same.
    """
    try:
        yield
    except AttributeError as error:
        found = NO_RECORD.fullmatch(str(error))
        if not found or found[1] not in {type(value).__name__ for value in given}:
            raise
        text = env._(
            "%s takes a record of Odoo as an argument, not its id or values: no call "
            "can give it. A button or a wizard does the same; describe_model with "
            "detail=actions names them."
        )
        raise ToolError(text % method) from error
