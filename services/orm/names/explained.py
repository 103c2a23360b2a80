"""What is said of a name that is nobody's, or that several have."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from odoo import models

from ...compat.access import may_read_field
from .exact import exactly, name_fields

# by what people tell records of one name apart
APART = ("type_tax_use", "company_id", "parent_id", "country_id", "email")
MOST = 10
NEAREST = 5
# names that are compared for one that is misspelt
COMPARED = 1000
ALIKE = 3
# characters of a name in an answer
LONGEST = 200


def several(found: models.BaseModel, name: str) -> str:
    """That ``found`` are called so, and what tells them apart."""
    text = found.env._("%(name)r names several: %(found)s; give the id")
    return text % {"name": name, "found": _told_apart(found[:MOST])}


def nobody(comodel: models.BaseModel, name: str) -> str:
    """That no record is called so."""
    text = comodel.env._("no %(model)s is called %(name)r")
    return text % {"model": comodel._name, "name": _short(name)}


def nearest(comodel: models.BaseModel, name: str) -> str:
    """That no record is called so, and who may be meant, which takes long to find."""
    env, text, name = comodel.env, nobody(comodel, name), _short(name)
    if name.rstrip("…").isdecimal():
        # of a slip in a list of names it is no id; of one that is meant as such, say so
        text = env._("no %(model)s is called %(name)r; an id goes without quotes")
        return text % {"model": comodel._name, "name": name}
    near = comodel.name_search(name, limit=NEAREST)
    if near:
        listed = _listed(comodel.browse(record_id for record_id, _name in near))
        return text + env._("; nearest: %s") % listed
    archived = exactly(comodel.with_context(active_test=False), [name])
    if archived:
        return text + env._("; archived: %s") % _listed(archived[name])
    if alike := _alike(comodel, name):
        return text + env._("; nearest: %s") % _listed(alike)
    few = comodel.search([], limit=MOST + 1)
    if 0 < len(few) <= MOST:
        return text + env._("; there are: %s") % _listed(few)
    return text


def similar(comodel: models.BaseModel, name: str) -> models.BaseModel:
    """A few records that may be meant by ``name``, where none is called so."""
    near = comodel.name_search(name, limit=ALIKE)
    return comodel.browse(i for i, _name in near) or _alike(comodel, name)


def _short(name: str) -> str:
    return f"{name[:LONGEST]}…" if len(name) > LONGEST else name


def _alike(comodel: models.BaseModel, name: str) -> models.BaseModel:
    """Records with nearly that name, where there are few enough to compare."""
    field = comodel._rec_name
    if field not in name_fields(comodel):
        return comodel.browse()
    every = comodel.search_fetch([], [field], limit=COMPARED + 1)
    if len(every) > COMPARED:
        return comodel.browse()
    known = {record[field] or "": record.id for record in every}
    found = get_close_matches(name, known, n=ALIKE)
    return comodel.browse(known[other] for other in found)


def _told_apart(records: models.BaseModel) -> str:
    """Records of one name, each with what the others have otherwise."""
    records = records.sorted("id")
    names = [n for n in APART if _differs(records, records._fields.get(n))]
    facts = {n: [_shown(record, n) for record in records] for n in names}
    return ", ".join(
        f"{record.id} {record.display_name}"
        + (f" ({', '.join(filter(None, told))})" if any(told) else "")
        for record, *told in zip(records, *facts.values(), strict=True)
    )


def _differs(records: models.BaseModel, field: Any) -> bool:
    if field is None or not may_read_field(records, field):
        return False
    # sudo: names only, of what the caller's own records say
    return len({record[field.name] for record in records.sudo()}) > 1


def _shown(record: models.BaseModel, name: str) -> str:
    value, field = record.sudo()[name], record._fields[name]
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    return (value.display_name if field.relational else value) or ""


def _listed(records: models.BaseModel) -> str:
    return ", ".join(f"{record.id} {record.display_name}" for record in records)
