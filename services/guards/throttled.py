from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..call import Call


@contextmanager
def throttled(call: Call) -> Iterator[None]:
    yield
