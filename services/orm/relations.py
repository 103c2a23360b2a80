"""Records that a client names: by id, external id or exact, unique name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from odoo import api, models

from .names import exact, explained

XML_ID = re.compile(r"[a-zA-Z_]\w*\.[\w.-]+")
REFERENCE_KEYS = {"id", "name", "display_name"}
LARGEST_ID = 2**31 - 1
# of a number that may be meant as an id
DIGITS = 18
# names that nobody has, of which a call is told the nearest: each costs several searches
EXPLAINED = 3


class Several(ValueError):
    """A name that several records have.

    Attributes:
        ids: theirs.
    """

    def __init__(self, text: str, ids: Sequence[int]):
        super().__init__(text)
        self.ids = ids


class Lookups:
    """What one call names, each looked up once.

    Args:
        env: the caller's environment: what he may not read does not exist.
    """

    def __init__(self, env: api.Environment):
        self.env = env
        self._known: dict[tuple[str, Any], int | str] = {}
        self._unknown: dict[tuple[str, Any], tuple[str, Sequence[int]]] = {}
        self._misses = 0
        # by field and ids of one name, those that the field takes (``names/choices.py``)
        self.offered: dict[tuple[Any, tuple[int, ...]], list[int]] = {}
        # of names that were looked up together, who has them
        self._called: dict[tuple[str, str], models.BaseModel] = {}

    def expect(self, model: str, values: Iterable[Any]) -> None:
        """Look up many ids and names at once, so that ``one`` need not one by one."""
        plain = {_plain_or_none(value) for value in values} - {None}
        fresh = {value for value in plain if not self._is_known(model, value)}
        ids = {value for value in fresh if isinstance(value, int)}
        if len(fresh) < 2 or not self.env[model].has_access("read"):
            return
        for record_id in _readable(self.env[model], ids) if len(ids) > 1 else ():
            self._known[model, record_id] = record_id
        self._expect_names(self.env[model], fresh - ids)

    def _is_known(self, model: str, value: int | str) -> bool:
        return (model, value) in self._known or (model, value) in self._called

    def _expect_names(self, comodel: models.BaseModel, names: set[Any]) -> None:
        data = comodel.env["ir.model.data"]
        wanted = sorted(
            name
            for name in names
            if not XML_ID.fullmatch(name)
            or not data._xmlid_to_res_model_res_id(name)[1]
        )
        found = exact.in_any_words(comodel, wanted)
        for name in wanted:
            self._called[comodel._name, name] = found.get(name, comodel.browse())

    def one(self, model: str, value: Any) -> int:
        """The id of the one record that ``value`` names.

        Raises:
            ValueError: no such record, or several, which are listed then.
        """
        key = (model, _plain(self.env, value))
        if key in self._unknown:
            raise _error(*self._unknown[key])
        if key not in self._known:
            self._known[key] = self._looked_up(*key)
        return self._known[key]

    def _looked_up(self, model: str, value: int | str) -> int:
        try:
            return self._found(model, value)
        except ValueError as error:
            # what is nearest took long to find, and many rows may say the same
            self._unknown[model, value] = str(error), getattr(error, "ids", ())
            raise

    def _found(self, model: str, value: int | str) -> int:
        comodel = self.env[model]
        if not comodel.has_access("read"):
            raise ValueError(self.env._("you may not read %s") % model)
        if isinstance(value, int):
            return _by_id(comodel, value)
        return _by_xml_id(comodel, value) or self._by_name(comodel, value)

    def _by_name(self, comodel: models.BaseModel, name: str) -> int:
        found = self._called.get((comodel._name, name))
        if found is None:
            every = exact.in_any_words(comodel, [name])
            found = every.get(name, comodel.browse())
        found = found or exact.as_shown(comodel, name)
        if len(found) == 1:
            return found.id
        if found:
            raise Several(explained.several(found, name), found._ids)
        self._misses += 1
        if self._misses <= EXPLAINED:
            raise ValueError(explained.nearest(comodel, name))
        told = self.env._("; what is nearest is told of %s names a call")
        raise ValueError(explained.nobody(comodel, name) + told % EXPLAINED)


def _error(text: str, ids: Sequence[int]) -> ValueError:
    """One anew: an error that was raised holds on to all that it went through."""
    return Several(text, ids) if ids else ValueError(text)


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
    plain = _plain_or_none(value)
    if plain is None:
        text = env._("an id, an external id or an exact name, not %r")
        raise ValueError(text % (value,))
    return plain


def _plain_or_none(value: Any) -> int | str | None:
    if is_reference(value):
        value = value["id"]
    if _is_id(value) and 0 < value <= LARGEST_ID:
        return value
    if isinstance(value, str) and value.strip() and "\0" not in value:
        return value.strip()
    return None


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
    everyone = comodel.with_context(active_test=False)
    if found := exact.in_any_words(everyone, [name]):
        return list(found[name]._ids)
    if shown := exact.as_shown(everyone, name):
        return list(shown._ids)
    raise ValueError(explained.nearest(comodel, name))
