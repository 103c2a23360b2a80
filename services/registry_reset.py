"""What a body that is rolled back had this process remember.

Odoo keeps settings, users, menus and the models themselves for all that a process does,
and sets that right when a request fails. A call that is taken back to a savepoint is
answered, so for Odoo its request succeeded: what was remembered meanwhile is of rows and
fields that never came to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo import api


@contextmanager
def reset_on_error(env: api.Environment) -> Iterator[None]:
    """Around a savepoint: what the block changed, if it fails, is as it was before.

    Other processes are told of what was changed before the block alone. It is for after
    the rollback, which gives up the locks of tables whose columns were changed.
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
    """After a rollback of all that was not committed on the way.

    Nobody knows which changes are among that: other processes are told of them all.
    """
    was_changed, names = registry.registry_invalidated, set(registry.cache_invalidated)
    registry.reset_changes()
    registry.registry_invalidated = was_changed
    registry.cache_invalidated.update(names)
