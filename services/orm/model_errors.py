"""Turns errors of a model's own code about values into words.

``create`` and ``write`` of some models look values up without asking whether they were
given, or open the model that a value names. Their KeyError is of such a value. Others
read a PDF that is none, or a file by its path.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo import models
from odoo.tools.pdf import PdfReadError

from ..errors import ToolError
from ..log import logger

_logger = logger(__name__)
# odoo.tools.file_path: of a kind that is not asked for
REFUSED = "Unsupported file: "


@contextmanager
def told(records: models.BaseModel, rows: list[dict[str, Any]]) -> Iterator[None]:
    """Around a create or write of ``rows``, as Odoo takes them.

    Raises:
        ToolError: names what was not given, is not known, or cannot be read.
    """
    try:
        yield
        # what is computed from them belongs to it
        records.env.flush_all()
    except PdfReadError as error:
        _logger.info("%s stumbled over a file", records._name, exc_info=True)
        text = records.env._("%s: Odoo cannot read the file as a PDF.")
        raise ToolError(text % records._name) from error
    except ValueError as error:
        if not (path := _file(error)):
            raise
        _logger.info("%s stumbled over a path", records._name, exc_info=True)
        text = records.env._("%(model)s: %(path)s is no file that Odoo reads here.")
        raise ToolError(text % {"model": records._name, "path": path}) from error
    except KeyError as error:
        words = _meaning(records, rows, error.args[0] if error.args else "")
        if not words:
            raise
        _logger.info("%s stumbled over its values", records._name, exc_info=True)
        raise ToolError(words) from error


def _file(error: ValueError) -> str:
    """The path that Odoo's ``file_open`` refused, if it is that."""
    said = str(error)
    return said.removeprefix(REFUSED) if said.startswith(REFUSED) else ""


def _meaning(
    records: models.BaseModel, rows: list[dict[str, Any]], key: Any
) -> str | None:
    """What the missing ``key`` has to do with the values; None: nothing."""
    env, known = records.env, {"model": records._name, "key": key}
    if key in records._fields and any(key not in row for row in rows):
        return env._("%(model)s needs a value for %(key)s.") % known
    if key is None or key is False:
        known["names"] = ", ".join(_not_given(records, rows)) or "–"
        return (
            env._("%(model)s needs more values; required and not given: %(names)s.")
            % known
        )
    names = {name for row in rows for name, value in row.items() if value == key}
    if names:
        known["names"] = ", ".join(sorted(names))
        return env._("%(names)s: Odoo does not know %(key)s.") % known
    return None


def _not_given(records: models.BaseModel, rows: list[dict[str, Any]]) -> list[str]:
    return [
        name
        for name, field in records._fields.items()
        if field.required and any(name not in row for row in rows)
    ]
