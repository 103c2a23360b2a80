"""Ids of new records in a text: in the attributes of a tag, or in an address.

The model beside an id decides whether it is new. By the number alone it could be that of
a record which is as old as the hills: a new one of another model may have it, in one
run and not in the next.
"""

from __future__ import annotations

import re

from odoo import api

MASK = "#"
# data-oe-id="5", res_id=5
ATTRIBUTE = re.compile(r"id=[\"']?(\d+)\b")
MODEL = re.compile(r"model=[\"']?([\w.]+)")
# /my/orders/5, /web/content/5, /odoo/sale.order/5
PATH = re.compile(r"(/my)?/([\w.-]*[a-z][\w.-]*)/(\d+)\b")
# an address of these leads customers to them
PORTAL = "access_url"


class LinkedIds:
    """What masks the ids of new records.

    Args:
        new: models and ids.
    """

    def __init__(self, env: api.Environment, new: set[tuple[str, int]]):
        self._env = env
        self._new = new
        self._of_any = {res_id for _model, res_id in new}
        self._of_portal = {i for m, i in new if PORTAL in env[m]._fields}

    def masked(self, text: str) -> str:
        """``text`` with a mark for each id that is new."""
        text = ATTRIBUTE.sub(lambda m: self._one(m, 1, self._beside(m)), text)
        return PATH.sub(lambda m: self._one(m, 3, self._led_to(m)), text)

    def _one(self, match: re.Match[str], group: int, ids: set[int]) -> str:
        number = match[group]
        return match[0][: -len(number)] + MASK if int(number) in ids else match[0]

    def _beside(self, match: re.Match[str]) -> set[int]:
        """New ids of the model that the same tag or address names, or of any."""
        text = match.string
        start = text.rfind("<", 0, match.start()) + 1
        end = text.find(">", match.end())
        named = MODEL.search(text, start, end if end >= 0 else len(text))
        return self._of(named[1]) if named else self._of_any

    def _led_to(self, match: re.Match[str]) -> set[int]:
        if match[2] in self._env:
            return self._of(match[2])
        return self._of_portal if match[1] else self._of_any

    def _of(self, model: str) -> set[int]:
        return {res_id for name, res_id in self._new if name == model}
