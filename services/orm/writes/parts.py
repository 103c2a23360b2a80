"""Lists that delete: which records are parts of the one that lists them.

What leaves a one2many whose other side is ``ondelete="cascade"`` Odoo deletes, by
whatever command it leaves. Of lines that is right. A product's variants, the children
of a tag or a blog's posts have the same shape, yet live on their own.
"""

from __future__ import annotations

from typing import Any

from odoo import models

from ...describing.views import is_typed_in_place, offers_deletion
from ..field_owner import owner_of


def deletes(records: models.BaseModel, field: Any) -> bool:
    """Whether Odoo deletes what leaves the list ``field`` of ``records``."""
    owner = owner_of(field)
    if owner.type != "one2many" or not owner.store:
        return False
    return getattr(_inverse(records, owner), "ondelete", None) == "cascade"


def are_parts(records: models.BaseModel, field: Any) -> bool:
    """Whether the records of the list ``field`` go with this one, and by the list.

    Of what may live on its own, Odoo's form decides: where people delete in it, as
    they do operations of a bill of materials, a client may too.
    """
    if not deletes(records, field):
        return _are_lines(records, field)
    lines, owner = records.env[field.comodel_name], owner_of(field)
    if owner.inverse_name in lines._inherits.values():
        return False
    if lines._transient or not _may_live_alone(lines, owner):
        return True
    return offers_deletion(records, field.name)


def _are_lines(records: models.BaseModel, field: Any) -> bool:
    """Odoo would let them go, but people type and delete them in the form itself.

    Components of a manufacturing order on 18.0, say, or the lines of a transfer.
    """
    owner = owner_of(field)
    if owner.type != "one2many" or not owner.store:
        return False
    if _may_live_alone(records.env[field.comodel_name], owner):
        return False
    return is_typed_in_place(records, field.name)


def _may_live_alone(lines: models.BaseModel, owner: Any) -> bool:
    """Records of a tree, or such that are archived or have a history of their own."""
    return (
        lines._name == owner.model_name
        or bool(lines._active_name)
        or isinstance(lines, lines.pool["mail.thread"])
    )


def _inverse(records: models.BaseModel, owner: Any) -> Any:
    return records.env[owner.comodel_name]._fields[owner.inverse_name]
