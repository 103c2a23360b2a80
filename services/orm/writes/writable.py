"""Whether a client may write a field, and why not."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ...compat.access import may_write_field
from ...current_call import may_open_closed
from .. import authors, closed, meant
from ..doors import MADE, VOTES
from ..field_owner import owner_of
from ..secret_fields import is_secret
from . import driven
from .analytic import SHARES

AUTOMATIC = (
    "id",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "parent_path",
)
MOST_HINTS = 5


def field_of(records: models.BaseModel, name: str) -> Any:
    """Odoo's field ``name``, when a client may write it.

    Raises:
        ValueError: unknown, or refused; says why and what would be right.
    """
    field = records._fields.get(name)
    if field is None:
        raise ValueError(_unknown(records, name))
    if reason := refusal(records, field):
        raise ValueError(reason)
    return field


def refusal(records: models.BaseModel, field: Any) -> str | None:
    """Why the caller may not write ``field`` through a tool; None when he may."""
    env = records.env
    if field.name in AUTOMATIC:
        return _automatic(records, field)
    if reason := _forbidden(records, field):
        return reason
    if _is_computed(records, field):
        return _computed(records, field)
    if driven.is_driven(records, field):
        return driven.told(env, field)
    return _of_file(records, field) if field.model_name == "ir.attachment" else None


def _of_file(records: models.BaseModel, field: Any) -> str | None:
    """What Odoo keeps in a field of another record is written there, if at all."""
    env = records.env
    # sudo: only where the file is kept is looked at
    if owners := {file.res_field for file in records.sudo() if file.res_field}:
        return env._("kept for the field %s; write that one") % min(owners)
    if field.name == "raw":
        # Odoo wants bytes there, which JSON has not
        return env._("takes no text; give the file as datas, in base64")
    return None


def is_left_to_odoo(records: models.BaseModel, field: Any) -> bool:
    """Whether nobody gives the value, whatever his rights: Odoo itself sets it."""
    if field.name in AUTOMATIC:
        return True
    if _forbidden(records, field):
        return False
    return _is_computed(records, field) or driven.is_driven(records, field)


def _forbidden(records: models.BaseModel, field: Any) -> str | None:
    """Why this caller may not give ``field`` a value, though somebody may."""
    env = records.env
    if is_secret(field):
        return env._("holds a credential; a person changes it in Odoo")
    if not may_write_field(records, field):
        return env._("you may not write this field")
    if _leaves_author_out(env, field):
        return env._("a message stands in your own name; leave it out")
    if _opens_doors(env, field) and not may_open_closed(env):
        return env._("gives rights or is closed to tools; a person changes it in Odoo")
    if field.type == "json" and field.name != SHARES and not may_open_closed(env):
        return env._("kept by Odoo itself, and by no form")
    if (tool := _made_by(records, field)) and not may_open_closed(env):
        return env._("a message is written by %s") % tool
    if tool := _votes_by(field):
        return env._("a vote, which %s gives") % tool
    return None


def is_offered(records: models.BaseModel, field: Any) -> bool:
    """Whether a person gives the value, be the field read-only by its model."""
    if field.readonly and not _is_typed_in(records, field):
        return False
    return not refusal(records, field)


def writable(records: models.BaseModel) -> list[str]:
    """Names of the fields that the caller may write through a tool."""
    return [
        name for name, field in records._fields.items() if not refusal(records, field)
    ]


def _automatic(records: models.BaseModel, field: Any) -> str:
    """Of a new record's id also what importers do, who bring those of elsewhere."""
    env = records.env
    if records or field.name != "id":
        return env._("set by Odoo itself")
    text = env._("set by Odoo itself: what is there is found by a key such as ref")
    if env["mcp.catalog"]._find("tool", "import_data"):
        return text + env._("; import_data takes external ids")
    return text + env._(", and changed with update_records")


def _unknown(records: models.BaseModel, name: str) -> str:
    text = records.env._("%s has no such field.") % records._name
    hint = meant.field(records, name, writable(records))
    return text + (records.env._(" Nearest: %s.") % hint if hint else "")


def _opens_doors(env: api.Environment, field: Any) -> bool:
    """The field grants rights, has code run, or stands for one of a closed model."""
    owner = owner_of(field)
    return (
        closed.is_kept(field.model_name, field.name)
        or closed.is_kept(owner.model_name, owner.name)
        or (owner is not field and closed.is_closed(env, owner.model_name))
        or field.comodel_name in closed.RUN
        or (
            field.type in ("one2many", "many2many")
            and closed.is_closed(env, field.comodel_name)
        )
    )


def _leaves_author_out(env: api.Environment, field: Any) -> bool:
    return any(authors.is_left_out(env, one) for one in (field, owner_of(field)))


def _made_by(records: models.BaseModel, field: Any) -> str | None:
    """The tool that makes the new record, or the lines of the field."""
    if not records and records._name in MADE:
        return MADE[records._name]
    return MADE.get(field.comodel_name) if field.type == "one2many" else None


def _votes_by(field: Any) -> str | None:
    """The tool that gives the votes of which the field, or its lines, are part."""
    lines = field.comodel_name if field.type in ("one2many", "many2many") else None
    return VOTES.get(field.model_name) or VOTES.get(lines or "")


def _is_computed(records: models.BaseModel, field: Any) -> bool:
    """Nobody gives the value: Odoo would drop it, or overwrite it some time."""
    if field.inherited:
        return _is_computed(records, field.related_field)
    if field.store and not field.compute:
        return False
    if not field.inverse and _is_dropped(records, field):
        return True
    is_input = not field.readonly and (field.compute or field.inverse)
    return not (is_input or _is_typed_in(records, field))


def _is_dropped(records: models.BaseModel, field: Any) -> bool:
    if field.related:
        return not field.store or field.readonly
    if field.store:
        return False
    # of a wizard nothing is read back that would tell; the record behind is no value
    return records._transient or field.name in records._inherits.values()


def _is_typed_in(records: models.BaseModel, field: Any) -> bool:
    if records._transient:
        return False
    typed = records.env["mcp.typed.in"]
    if field.name in typed._names(records._name):
        return True
    # what neither is kept nor computed is there to be typed in, wherever that is
    alone = not (field.store or field.compute or field.readonly)
    return alone and field.name in typed._names_anywhere(records._name)


def _computed(records: models.BaseModel, field: Any) -> str:
    text = records.env._("computed by Odoo, it cannot be written")
    sources = [
        name
        for name in records.pool.field_depends.get(field, ())
        if "." not in name and name in records._fields
    ]
    if not sources:
        return text
    return text + records.env._("; it follows from %s") % ", ".join(
        sources[:MOST_HINTS]
    )
