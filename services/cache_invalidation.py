"""What this process remembers, emptied once more when a change can be seen.

A thread that asks between the change and its commit reads the old rows and keeps them.
Odoo tells other processes to forget after the commit, but not the other threads of the
process that made the change. What a thread reads that began before the commit is not
kept at all: ``timely_cache``.
"""

from __future__ import annotations

from odoo import api


def clear_caches(env: api.Environment) -> None:
    """Forget now, and after the commit."""
    env.registry.clear_cache()
    clear_caches_after_commit(env)


def clear_caches_after_commit(env: api.Environment) -> None:
    """After the commit forget what was forgotten until then.

    Which caches these are is known then alone: Odoo's own methods empty some of them
    before they write and others afterwards.
    """
    registry = env.registry

    def forget() -> None:
        if names := tuple(registry.cache_invalidated):
            # what is derived from one may lie in another, which was emptied before it
            registry.clear_cache(*names, *names)

    env.cr.postcommit.add(forget)
