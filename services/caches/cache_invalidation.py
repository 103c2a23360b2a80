"""Odoo's caches are emptied a second time, after the commit of a change.

Odoo empties them when it writes. A thread that looks something up between that and the
commit still reads the old rows, and caches them again. Odoo tells other processes to
empty their caches after the commit, but not the other threads of its own process.
``timely_cache`` takes care of threads whose transaction began before the commit.
"""

from __future__ import annotations

from odoo import api


def clear_caches(env: api.Environment) -> None:
    """Empty the caches now, and again after the commit."""
    env.registry.clear_cache()
    clear_caches_after_commit(env)


def clear_caches_after_commit(env: api.Environment) -> None:
    """Empty again, after the commit, the caches that the transaction has emptied.

    Only then it is known which they are: some of Odoo's own methods empty caches before
    they write, others afterwards.
    """
    registry = env.registry

    def forget() -> None:
        if names := tuple(registry.cache_invalidated):
            # a value of one cache may be derived from another, which was emptied earlier
            registry.clear_cache(*names, *names)

    env.cr.postcommit.add(forget)
