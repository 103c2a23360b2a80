"""Which records of a file exist already: by an id, an external id, or stated fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from odoo import models

from . import cells, external_ids
from .nodes import Node
from .tables import Unreadable

KEYS = ("char", "integer", "many2one", "selection", "date")
Noted = Callable[[Node, str, Callable[[], Any]], Any]


def chosen(
    model: models.BaseModel, asked: Sequence[str] | None, known: set[str]
) -> list[str]:
    """The key: what is asked, or the column of ids that the file has; or none.

    Raises:
        ValueError: a field by which no record is found, or without a column.
    """
    if not asked:
        return [name for name in (".id", "id") if name in known][:1]
    if len(asked) > 1 and {"id", ".id"} & set(asked):
        raise ValueError(model.env._("id or .id alone, or names of fields"))
    for name in asked:
        _check(model, name, known)
    return list(asked)


def is_archived(record: models.BaseModel) -> bool:
    """Whether a record was found that people do not see in lists."""
    active = record._active_name
    return bool(active) and not record[active]


def _check(model: models.BaseModel, name: str, known: set[str]) -> None:
    if name not in known:
        text = model.env._("no column of the file is %(name)s; there are: %(known)s")
        raise ValueError(text % {"name": name, "known": ", ".join(sorted(known))})
    field = model._fields.get(name)
    if name not in ("id", ".id") and not (field.store and field.type in KEYS):
        text = model.env._("%s is no field by which records are found")
        raise ValueError(text % name)


class Matching:
    """Finds the record of each node.

    Args:
        key: fields, or ``id`` or ``.id``; without one nothing is found.
        noted: answers what a function answers; notes what it raises for a node.
    """

    def __init__(self, model: models.BaseModel, key: list[str], noted: Noted):
        # what is archived exists, too
        self.model = model.with_context(active_test=False)
        self.key = key
        self.noted = noted
        # by the place of a node: external ids for what is new, and stated keys
        self.names: dict[int, str] = {}
        self.keys: dict[int, tuple[Any, ...]] = {}

    def found(
        self, nodes: Sequence[Node], keyed: dict[int, dict[str, Any]]
    ) -> dict[int, int]:
        """By the place of a node, the record's id; new ones and problems left out.

        Args:
            keyed: by the place of a node, its values as Odoo stores them.
        """
        if not self.key:
            return {}
        if self.key == [".id"]:
            return self._by_id(nodes)
        if self.key == ["id"]:
            return self._by_external_id(nodes)
        return self._by_fields(nodes, keyed)

    def _by_id(self, nodes: Sequence[Node]) -> dict[int, int]:
        said = {
            place: self.noted(
                node, ".id", lambda n=node: cells.record_id(self.model, n.cells[".id",])
            )
            for place, node in enumerate(nodes)
            if node.cells[".id",] is not None
        }
        there = set(
            self.model.search([("id", "in", list(filter(None, said.values())))])._ids
        )
        for place, record_id in list(said.items()):
            if record_id and record_id not in there:
                text = self.model.env._(
                    "there is no %(model)s %(id)s, or it is not yours"
                )
                known = {"model": self.model._name, "id": record_id}
                self._problem(nodes[place], ".id", text % known)
                said[place] = None
        return {place: i for place, i in said.items() if i}

    def _by_external_id(self, nodes: Sequence[Node]) -> dict[int, int]:
        named = {
            place: self.noted(node, "id", lambda n=node: self._name(n))
            for place, node in enumerate(nodes)
            if node.cells["id",] is not None
        }
        named = {place: name for place, name in named.items() if name}
        ids = self._known(nodes, named)
        readable = set(self.model.search([("id", "in", list(ids.values()))])._ids)
        found = {}
        for place, name in named.items():
            if name not in ids:
                self.noted(
                    nodes[place],
                    "id",
                    lambda n=name: external_ids.refuse_foreign(self.model.env, n),
                )
                self.names[place] = name
            elif ids[name] in readable:
                found[place] = ids[name]
            else:
                text = self.model.env._(
                    "%s is not there any more, or not yours to read"
                )
                self._problem(nodes[place], "id", text % name)
        return found

    def _name(self, node: Node) -> str:
        cell = node.cells["id",]
        if isinstance(cell, Unreadable):
            raise ValueError(f"{cell.why} ({cell.shown})")
        return external_ids.qualified(self.model.env, str(cell))

    def _known(self, nodes: Sequence[Node], named: dict[int, str]) -> dict[str, int]:
        ids, foreign = external_ids.known(self.model, named.values())
        for place, name in list(named.items()):
            if name in foreign:
                self._problem(nodes[place], "id", foreign[name])
                del named[place]
        return ids

    def _by_fields(
        self, nodes: Sequence[Node], keyed: dict[int, dict[str, Any]]
    ) -> dict[int, int]:
        keys = {place: self._key(values) for place, values in keyed.items()}
        for place in [place for place, key in keys.items() if None in key]:
            text = self.model.env._("empty, but records are told apart by it")
            self._problem(nodes[place], self.key[keys.pop(place).index(None)], text)
        self.keys, known = keys, self._records(keys)
        found = {}
        for place, key in keys.items():
            ids = known.get(key, [])
            if len(ids) > 1:
                text = self.model.env._("several records have it: %s")
                told = text % ", ".join(map(str, ids[:10]))
                self._problem(nodes[place], self.key[0], told)
            elif ids:
                found[place] = ids[0]
        return found

    def _key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        said = (values.get(name) for name in self.key)
        return tuple(None if value in (None, False, "") else value for value in said)

    def _records(self, keys: dict[int, tuple[Any, ...]]) -> dict[tuple, list[int]]:
        wanted = set(keys.values())
        domain = [
            (name, "in", list({key[place] for key in wanted}))
            for place, name in enumerate(self.key)
        ]
        known = defaultdict(list)
        found = self.model.search(domain, order="id")
        for values in found.read(self.key, load=None):
            known[self._key(values)].append(values["id"])
        return known

    def _problem(self, node: Node, name: str, text: str) -> None:
        def refuse() -> None:
            raise ValueError(text)

        self.noted(node, name, refuse)
