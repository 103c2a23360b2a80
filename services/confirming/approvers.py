"""Who may approve what waits, as Odoo answers for each of those who come into question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo import models
from odoo.exceptions import AccessError

from ..compat.user_groups import members

# names in an answer, and users of whom Odoo is asked
NAMED, LOOKED_AT = 3, 20
May = Callable[[models.BaseModel], bool]


def told(
    record: models.BaseModel, asked: models.BaseModel, group: str, may: May
) -> str:
    """``Mona Manager, Olga Officer and 2 more``; those whom Odoo asks come first.

    Args:
        asked: the users whom Odoo asks for it.
        group: XML id of the group whose members may approve besides.
        may: whether the user of the given record's environment may approve it.
    """
    users = _candidates(record, asked, group)
    found = [user for user in users[:LOOKED_AT] if _may(record, user, may)]
    names = ", ".join(user.name for user in found[:NAMED])
    env, more = record.env, len(found) - NAMED
    if len(users) > LOOKED_AT and found:
        return env._("%s and others") % names
    if more > 0:
        return env._("%(names)s and %(more)s more", names=names, more=more)
    return names or env._("nobody who has a user here")


def _candidates(
    record: models.BaseModel, asked: models.BaseModel, group: str
) -> models.BaseModel:
    # sudo: who may approve is no secret for whoever reads that it waits
    users = asked.sudo() | members(record.env.ref(group).sudo())
    company = record.sudo().company_id
    return users.filtered(
        lambda user: (
            user.active
            and not user.share
            and (not company or company in user.company_ids)
        )
    )


def _may(record: models.BaseModel, user: models.BaseModel, may: May) -> bool:
    companies = record.sudo().company_id or user.company_id
    theirs = record.with_user(user).with_context(allowed_company_ids=companies.ids)
    _forget(theirs)
    try:
        return bool(may(theirs))
    except AccessError:
        return False
    finally:
        _forget(theirs)


def _forget(record: models.BaseModel) -> None:
    """Odoo keeps what it computed for one user for the others too (``can_approve``)."""
    names = [name for name, field in record._fields.items() if _is_answer(field)]
    record.invalidate_recordset(names)


def _is_answer(field: Any) -> bool:
    return bool(field.compute and not field.store and field.name.startswith("can_"))
