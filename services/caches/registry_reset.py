"""Resets what this process has cached during a call that is rolled back.

Odoo caches settings, users, menus and the models themselves per process, and resets
them when a request fails. A call that is rolled back to a savepoint is still answered,
so for Odoo its request succeeded. But what was cached meanwhile comes from rows and
fields that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo import api


@contextmanager
def reset_on_error(env: api.Environment) -> Iterator[None]:
    """Around a savepoint: if the block fails, reset the caches that it touched.

    Other processes are told only of what was changed before the block. The reset comes
    after the rollback, which releases the locks of tables whose columns were changed.
    """
    registry = env.registry
    was_changed, names = registry.registry_invalidated, set(registry.cache_invalidated)
    registry.registry_invalidated = False
    registry.cache_invalidated.clear()
    try:
        yield
    except BaseException:
        registry.reset_changes()
        # an environment keeps such as the companies of its user
        env.transaction.reset()
        raise
    finally:
        registry.registry_invalidated |= was_changed
        registry.cache_invalidated.update(names)


def reset(registry: Any) -> None:
    """Reset the caches after a full rollback.

    Some changes may have been committed on the way, and nobody knows which, so other
    processes are told of them all.
    """
    was_changed, names = registry.registry_invalidated, set(registry.cache_invalidated)
    registry.reset_changes()
    registry.registry_invalidated = was_changed
    registry.cache_invalidated.update(names)
