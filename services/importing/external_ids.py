"""External ids: records that have one, and names for new records."""

from __future__ import annotations

from collections.abc import Iterable

from odoo import api, models

from ..orm.relations import XML_ID

# where Odoo's own import keeps those without a module
IMPORTED = "__import__"
# the longest that a column of names should carry
LONGEST = 128


def qualified(env: api.Environment, text: str) -> str:
    """An external id with its module.

    Raises:
        ValueError: it cannot be one.
    """
    name = text if "." in text else f"{IMPORTED}.{text}"
    if not XML_ID.fullmatch(name) or len(name) > LONGEST or name.count(".") != 1:
        raise ValueError(
            env._("an external id is letters, digits, _ and -, not %r") % text
        )
    return name


def found(model: models.BaseModel, text: str) -> int:
    """The id of the record of ``model`` that has an external id.

    Raises:
        ValueError: there is none, or it is another model's.
    """
    name = qualified(model.env, text)
    ids, others = known(model, [name])
    if name not in ids:
        text = model.env._("no record has the external id %s")
        raise ValueError(others.get(name) or text % name)
    return ids[name]


def known(
    model: models.BaseModel, names: Iterable[str]
) -> tuple[dict[str, int], dict[str, str]]:
    """By the external id the record of ``model`` that has it, and what others are."""
    asked = set(names)
    parts = [name.split(".", 1) for name in asked]
    domain = [
        ("module", "in", [module for module, _name in parts]),
        ("name", "in", [name for _module, name in parts]),
    ]
    # sudo: as in Odoo's import, users need no right to read external ids
    rows = (
        model.env["ir.model.data"]
        .sudo()
        .search_fetch(domain, ["module", "name", "model", "res_id"])
    )
    kept = {row.complete_name: row for row in rows if row.complete_name in asked}
    text = model.env._("%(name)s is a %(model)s, not a %(wanted)s")
    others = {
        name: text % {"name": name, "model": row.model, "wanted": model._name}
        for name, row in kept.items()
        if row.model != model._name
    }
    return {n: row.res_id for n, row in kept.items() if n not in others}, others


def refuse_foreign(env: api.Environment, name: str) -> None:
    """Raises ValueError for a new name of a module: its upgrade deletes the record."""
    module = name.split(".", 1)[0]
    # sudo: users need no right to read modules
    if env["ir.module.module"].sudo().search_count([("name", "=", module)], limit=1):
        text = env._(
            "no record has the external id %(name)s, and %(module)s is a module"
        )
        raise ValueError(text % {"name": name, "module": module})


def keep(records: models.BaseModel, names: Iterable[str | None]) -> None:
    """Give new ``records`` their names; by the ORM, so that the journal sees it."""
    rows = [
        {
            "module": name.split(".", 1)[0],
            "name": name.split(".", 1)[1],
            "model": records._name,
            "res_id": record.id,
        }
        for record, name in zip(records, names, strict=True)
        if name
    ]
    if rows:
        # sudo: as Odoo's import, users need no right to write external ids
        records.env["ir.model.data"].sudo().create(rows)
