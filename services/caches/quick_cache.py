"""A faster ``ormcache``, for what every call reads a dozen times.

A hit costs Odoo 18.0 0.04 ms of processor time, most of it for wrappers and for the
order of use. Here it is one look into the same cache, which Odoo empties as always.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from odoo import tools

from ..compat.registry import cached_values


class quick_cache(tools.ormcache):
    """``ormcache`` for methods that take positional arguments, all of them its key."""

    def __call__(self, method: Callable[..., Any]) -> Callable[..., Any]:
        # all arguments are part of the key, so that none can be forgotten
        self.args = tuple(inspect.signature(method).parameters)[1:]
        fill = super().__call__(method)

        @functools.wraps(method)
        def lookup(model: Any, *args: Any) -> Any:
            try:
                return cached_values(model.pool)[(model._name, method, *args)]
            except KeyError:
                return fill(model, *args)

        lookup.__cache__ = self
        return lookup
