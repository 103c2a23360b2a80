"""JSON: a list of objects, whose keys are the columns."""

from __future__ import annotations

import json
from typing import Any

from odoo import api

from ..errors import ToolError
from .delimited import decoded
from .tables import MOST_ROWS, Row, Table, check_size


def read(env: api.Environment, content: bytes) -> Table:
    """The table of a JSON file.

    Raises:
        ToolError: no JSON, or other than a list of objects.
    """
    text, encoding = decoded(env, content)
    try:
        found = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise ToolError(env._("The file is no valid JSON: %s.") % error) from error
    if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
        raise ToolError(env._("JSON is taken as a list of objects, one a record."))
    headers = list(dict.fromkeys(key for item in found for key in item))
    rows = [
        Row(number, tuple(_cell(item.get(key)) for key in headers))
        for number, item in enumerate(found[: MOST_ROWS + 1], 1)
        if item
    ]
    check_size(env, headers, rows)
    return Table(headers, rows, {"format": "json", "encoding": encoding})


def _cell(value: Any) -> Any:
    return None if value == "" else value


def _refused(name: str) -> Any:
    raise ValueError(name)
