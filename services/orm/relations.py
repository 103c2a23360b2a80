"""Records that a client names: by id, external id or exact, unique name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from odoo import api, models

from ..compat.access import may_read_field

XML_ID = re.compile(r"[a-zA-Z_]\w*\.[\w.-]+")
REFERENCE_KEYS = {"id", "name", "display_name"}
# what people call products and users by, besides their names
CODES = ("default_code", "barcode", "login")
# by what people tell records of one name apart
APART = ("type_tax_use", "company_id", "parent_id", "country_id", "email")
MOST = 10
NEAREST = 5
# names that are compared for one that is misspelt
COMPARED = 1000
ALIKE = 3
LARGEST_ID = 2**31 - 1
# of a number that may be meant as an id, and characters of a name in an answer
DIGITS, LONGEST = 18, 200


class Lookups:
    """What one call names, each looked up once.

    Args:
        env: the caller's environment: what he may not read does not exist.
    """

    def __init__(self, env: api.Environment):
        self.env = env
        self._known: dict[tuple[str, Any], int | str] = {}
        self._unknown: dict[tuple[str, Any], str] = {}

    def expect(self, model: str, values: list[Any]) -> None:
        """Look up many ids at once, so that ``one`` need not one by one."""
        ids = {v for v in values if _is_id(v) and (model, v) not in self._known}
        if len(ids) < 2 or not self.env[model].has_access("read"):
            return
        for record_id in _readable(self.env[model], ids):
            self._known[model, record_id] = record_id

    def one(self, model: str, value: Any) -> int:
        """The id of the one record that ``value`` names.

        Raises:
            ValueError: no such record, or several, which are listed then.
        """
        key = (model, _plain(self.env, value))
        if key in self._unknown:
            raise ValueError(self._unknown[key])
        if key not in self._known:
            self._known[key] = self._looked_up(*key)
        return self._known[key]

    def _looked_up(self, model: str, value: int | str) -> int:
        try:
            return self._found(model, value)
        except ValueError as error:
            # what is nearest took long to find, and many rows may say the same
            self._unknown[model, value] = str(error)
            raise

    def _found(self, model: str, value: int | str) -> int:
        comodel = self.env[model]
        if not comodel.has_access("read"):
            raise ValueError(self.env._("you may not read %s") % model)
        if isinstance(value, int):
            return _by_id(comodel, value)
        return _by_xml_id(comodel, value) or _by_name(comodel, value)


def named(env: api.Environment, model: str, value: Any) -> int:
    """The record that an argument names: digits that name nobody are an id, too.

    Not of what has codes: they may be one that is misspelt.

    Raises:
        ValueError: no such record, or several.
    """
    lookups = Lookups(env)
    try:
        return lookups.one(model, value)
    except ValueError:
        if not _may_be_id(env, model, value):
            raise
    return lookups.one(model, int(value))


def _may_be_id(env: api.Environment, model: str, value: Any) -> bool:
    if not isinstance(value, str) or not value.strip().isdecimal():
        return False
    comodel = env[model]
    if not {"code", "default_code"}.isdisjoint(comodel._fields):
        return False
    number = int(value)
    known = 0 < number <= LARGEST_ID and comodel.has_access("read")
    return bool(known and _readable(comodel, [number]))


def is_reference(value: Any) -> bool:
    """Whether an object stands for an existing record, as answers show them."""
    return isinstance(value, dict) and "id" in value and set(value) <= REFERENCE_KEYS


def as_id(text: str) -> int | str:
    """The number that ``text`` is; text where it is none, or longer than any id.

    Python reads no number of thousands of digits.
    """
    return int(text) if text.isdecimal() and len(text) <= DIGITS else text


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _plain(env: api.Environment, value: Any) -> int | str:
    if is_reference(value):
        value = value["id"]
    if _is_id(value) and 0 < value <= LARGEST_ID:
        return value
    if isinstance(value, str) and value.strip() and "\0" not in value:
        return value.strip()
    raise ValueError(env._("an id, an external id or an exact name, not %r") % (value,))


def _readable(comodel: models.BaseModel, ids: Any) -> tuple[int, ...]:
    everyone = comodel.with_context(active_test=False)
    return everyone.search([("id", "in", list(ids))])._ids


def _by_id(comodel: models.BaseModel, record_id: int) -> int:
    if not _readable(comodel, [record_id]):
        raise ValueError(
            comodel.env._("there is no %(model)s %(id)s, or it is not yours to read")
            % {"model": comodel._name, "id": record_id}
        )
    return record_id


def _by_xml_id(comodel: models.BaseModel, name: str) -> int | None:
    """The record with an external id; None when there is none of that name."""
    if not XML_ID.fullmatch(name):
        return None
    data = comodel.env["ir.model.data"]
    model, record_id = data._xmlid_to_res_model_res_id(name)
    if not record_id:
        return None
    if model != comodel._name:
        raise ValueError(
            comodel.env._("%(name)s is a %(model)s, not a %(wanted)s")
            % {"name": name, "model": model, "wanted": comodel._name}
        )
    return _by_id(comodel, record_id)


def called(comodel: models.BaseModel, name: str) -> list[int]:
    """Ids of all that ``name`` names, archived ones too.

    Raises:
        ValueError: nothing; says the nearest.
    """
    if record_id := _by_xml_id(comodel, name):
        return [record_id]
    found = _in_any_words(comodel.with_context(active_test=False), name)
    if not found:
        raise ValueError(_nothing(comodel, name))
    return list(found._ids)


def _by_name(comodel: models.BaseModel, name: str) -> int:
    found = _in_any_words(comodel, name)
    if len(found) == 1:
        return found.id
    if found:
        raise ValueError(
            comodel.env._("%(name)r names several: %(found)s; give the id")
            % {"name": name, "found": _told_apart(found[:MOST])}
        )
    raise ValueError(_nothing(comodel, name))


def _in_any_words(comodel: models.BaseModel, name: str) -> models.BaseModel:
    """By a name, as it stands in the program whatever the caller's language, or code."""
    return (
        _exactly(comodel, name)
        or _exactly(comodel.with_context(lang="en_US"), name).with_env(comodel.env)
        or _coded(comodel, name)
    )


def _coded(comodel: models.BaseModel, code: str) -> models.BaseModel:
    """Accounts, journals, countries … by their code, where none has it for a name."""
    field = comodel._fields.get("code")
    if field is None or field.type != "char" or field.groups:
        return comodel.browse()
    if not (field.store or field.search or field.inherited):
        return comodel.browse()
    found = comodel.search([("code", "=", code)], limit=MOST + 1)
    return found.filtered(lambda record: record.code == code)


def _exactly(comodel: models.BaseModel, name: str) -> models.BaseModel:
    """Records of which a name is ``name``; Odoo's own name search may be looser."""
    found = comodel.browse(
        record_id for record_id, _name in comodel.name_search(name, operator="=")
    )
    for field in _name_fields(comodel):
        found |= comodel.search([(field, "=", name)], limit=MOST + 1)
    fields = ["display_name", *_name_fields(comodel)]
    return found.filtered(lambda record: any(record[f] == name for f in fields))


def _name_fields(comodel: models.BaseModel) -> list[str]:
    names = {comodel._rec_name, "name", *CODES, *(comodel._rec_names_search or ())}
    return [
        name
        for name in sorted(filter(None, names))
        if (field := comodel._fields.get(name))
        and field.type == "char"
        and (field.store or field.inherited)
        and not field.groups
    ]


def _nothing(comodel: models.BaseModel, name: str) -> str:
    env = comodel.env
    if len(name) > LONGEST:
        name = f"{name[:LONGEST]}…"
    if name.rstrip("…").isdecimal():
        # of a slip in a list of names it is no id; of one that is meant as such, say so
        text = env._("no %(model)s is called %(name)r; an id goes without quotes")
        return text % {"model": comodel._name, "name": name}
    text = env._("no %(model)s is called %(name)r") % {
        "model": comodel._name,
        "name": name,
    }
    near = comodel.name_search(name, limit=NEAREST)
    if near:
        listed = _listed(comodel.browse(record_id for record_id, _name in near))
        return text + env._("; nearest: %s") % listed
    archived = _exactly(comodel.with_context(active_test=False), name)
    if archived:
        return text + env._("; archived: %s") % _listed(archived)
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


def _alike(comodel: models.BaseModel, name: str) -> models.BaseModel:
    """Records with nearly that name, where there are few enough to compare."""
    field = comodel._rec_name
    if field not in _name_fields(comodel):
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
