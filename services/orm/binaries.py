"""Files in fields: never inline, but as size, MIME type and link."""

from __future__ import annotations

import binascii
from typing import Any

from odoo import models
from odoo.tools.mimetypes import guess_mimetype

from .url import base


def of(records: models.BaseModel, field: Any) -> list[Any]:
    """``{"size", "mimetype", "url"}`` a record; size in bytes, null without a file."""
    if field.store and field.attachment:
        found = _attached(records, field)
    else:
        found = {record.id: _held(record[field.name]) for record in records}
    kind = "image" if getattr(field, "max_width", None) is not None else "content"
    root = f"{base(records.env)}/web/{kind}/{records._name}"
    return [
        {**found[i], "url": f"{root}/{i}/{field.name}"} if found.get(i) else None
        for i in records._ids
    ]


def _attached(records: models.BaseModel, field: Any) -> dict[int, dict[str, Any]]:
    domain = [
        ("res_model", "=", field.model_name),
        ("res_field", "=", field.name),
        ("res_id", "in", records._ids),
    ]
    # sudo: who may read the field may know of its file; Odoo reads it so, too
    attachments = records.env["ir.attachment"].sudo()
    names = ["res_id", "file_size", "mimetype"]
    return {
        a.res_id: {"size": a.file_size, "mimetype": a.mimetype or None}
        for a in attachments.search_fetch(domain, names)
    }


def _held(value: Any) -> dict[str, Any] | None:
    """Of a value that Odoo gives as base64."""
    if not value:
        return None
    try:
        data = binascii.a2b_base64(value)
    except (ValueError, TypeError):
        data = value if isinstance(value, bytes) else str(value).encode()
    return {"size": len(data), "mimetype": guess_mimetype(data)}
