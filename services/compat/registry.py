"""The registry: its cursors, its caches, and how it knows translated fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo.modules.registry import Registry
from odoo.tools import translate


def lends_real_cursors(registry: Any) -> bool:
    """Whether ``registry.cursor()`` opens a connection.

    In Odoo's tests it answers the cursor of the test instead, so that nothing is
    committed: by ``test_cr`` in 18.0, by a method put in its place in 19.0.
    """
    if not isinstance(registry, Registry):
        return False
    return getattr(registry, "test_cr", None) is None and "cursor" not in vars(registry)


def cached_values(registry: Any) -> dict[tuple, Any]:
    """What Odoo keeps of ``ormcache`` methods, by (model, method, arguments)."""
    kept = registry._Registry__caches["default"]
    return kept._values if hasattr(kept, "_values") else kept.d


def remember(record: Any, field: Any, value: Any) -> None:
    """Let ``record`` have ``value`` as long as it is in memory; nothing is written."""
    if hasattr(field, "_update_cache"):
        field._update_cache(record, value)
    else:
        record.env.cache.update(record, field, [value])


def by_terms(name: str, translated: Callable[..., Any]) -> Callable[..., Any]:
    """The ``translate`` of a field whose texts are translated one by one.

    Args:
        name: how 19.0 notes this way of translating in ``ir.model.fields``.
        translated: takes a callback that translates a term, and the value; answers
            the translated value.
    """
    if hasattr(translate, "FIELD_TRANSLATE"):
        translate.FIELD_TRANSLATE.setdefault(name, translated)
    return translated
