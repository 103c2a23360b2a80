"""Files in fields: never inline, but as size, MIME type and link."""

from __future__ import annotations

import binascii
import hashlib
from typing import Any

from odoo import models
from odoo.tools.mimetypes import guess_mimetype

from ..url import base


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


def exactly(records: models.BaseModel, field: Any) -> list[Any]:
    """The same with a ``checksum``, by which another file of one size is another."""
    if field.store and field.attachment:
        sums = _sums_attached(records, field)
    else:
        sums = {r.id: _sum(r[field.name]) for r in records if r[field.name]}
    found = zip(records._ids, of(records, field), strict=True)
    return [value and {**value, "checksum": sums.get(i)} for i, value in found]


def _attached(records: models.BaseModel, field: Any) -> dict[int, dict[str, Any]]:
    return {
        a.res_id: {"size": a.file_size, "mimetype": a.mimetype or None}
        for a in _files(records, field, "file_size", "mimetype")
    }


def _sums_attached(records: models.BaseModel, field: Any) -> dict[int, str]:
    return {a.res_id: a.checksum for a in _files(records, field, "checksum")}


def _files(records: models.BaseModel, field: Any, *names: str) -> models.BaseModel:
    """The attachments that hold ``field``, with what is named of them."""
    domain = [
        ("res_model", "=", field.model_name),
        ("res_field", "=", field.name),
        ("res_id", "in", records._ids),
    ]
    # sudo: who may read the field may know of its file; Odoo reads it so, too
    attachments = records.env["ir.attachment"].sudo()
    return attachments.search_fetch(domain, ["res_id", *names])


def _held(value: Any) -> dict[str, Any] | None:
    """Of a value that Odoo gives as base64."""
    if not value:
        return None
    data = _decoded(value)
    return {"size": len(data), "mimetype": guess_mimetype(data)}


def _sum(value: Any) -> str:
    """As Odoo sums an attachment up."""
    return hashlib.sha1(_decoded(value), usedforsecurity=False).hexdigest()


def _decoded(value: Any) -> bytes:
    try:
        return binascii.a2b_base64(value)
    except (ValueError, TypeError):
        return value if isinstance(value, bytes) else str(value).encode()
