"""Methods of one cursor, replaced for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def patched(cr: Any, **methods: Callable[..., Any]) -> Iterator[None]:
    """Replace ``methods`` of ``cr`` for the block; such blocks may be nested."""
    kept = {name: cr.__dict__.get(name) for name in methods}
    for name, method in methods.items():
        setattr(cr, name, method)
    try:
        yield
    finally:
        for name, method in kept.items():
            delattr(cr, name)
            if method is not None:
                setattr(cr, name, method)
