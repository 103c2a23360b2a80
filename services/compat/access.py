"""Whether Odoo lets the caller use a field or a record."""

from __future__ import annotations

from typing import Any

from odoo import models, release
from odoo.exceptions import AccessError

from ..orm.hidden import is_hidden_field


def may_read_field(records: models.BaseModel, field: Any) -> bool:
    """Whether the field's groups, and whoever runs the server, let the caller read it."""
    if is_hidden_field(records.env, field):
        return False
    if hasattr(records, "_has_field_access"):
        return records._has_field_access(field, "read")
    return field.is_accessible(records.env)


def may_write_field(records: models.BaseModel, field: Any) -> bool:
    """Whether the field's groups, and whoever runs the server, let him write it."""
    if is_hidden_field(records.env, field):
        return False
    if hasattr(records, "_has_field_access"):
        return records._has_field_access(field, "write")
    return field.is_accessible(records.env)


def odoo_allows(records: models.BaseModel, operation: str) -> bool:
    """Whether Odoo lets the caller do ``operation`` on ``records``, or the model.

    18.0 checks attachments apart from everything else.
    """
    if records._name == "ir.attachment" and release.version_info[0] < 19:
        return records.has_access(operation) and _may_attachment(records, operation)
    return records.has_access(operation)


def _may_attachment(records: models.BaseModel, operation: str) -> bool:
    try:
        records.check(operation)
    except AccessError:
        return False
    return True
