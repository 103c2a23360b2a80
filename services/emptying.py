"""What this process remembers, emptied once more when a change can be seen.

A thread that asks between the change and its commit reads the old rows and keeps them.
Odoo tells other processes to forget after the commit, but not the other threads of the
process that made the change.
"""

from __future__ import annotations

from odoo import api


def empty(env: api.Environment) -> None:
    """Forget now, and after the commit."""
    env.registry.clear_cache()
    empty_again(env)


def empty_again(env: api.Environment) -> None:
    """After the commit forget what was forgotten in this transaction."""
    names = tuple(env.registry.cache_invalidated)

    def forget() -> None:
        env.registry.clear_cache(*names)

    if names:
        env.cr.postcommit.add(forget)
