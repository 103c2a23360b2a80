"""Runs something only to see what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from odoo import api

from ..caches.registry_reset import reset_on_error
from .egress import held_back


class RollBack(Exception):
    """Raised at the end of a savepoint that is to be rolled back."""


@contextmanager
def trial(env: api.Environment, flush: bool = True) -> Iterator[None]:
    """Roll back whatever the block does, and let nothing leave Odoo."""
    with held_back(env.cr), suppress(RollBack), reset_on_error(env):
        with env.cr.savepoint(flush=flush):
            yield
            raise RollBack
