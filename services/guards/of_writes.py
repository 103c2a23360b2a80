from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ..call import Call
from ..declarations import Effect

Guard = Callable[[Call], AbstractContextManager[None]]
NOTHING = nullcontext()


def of_writes(guard: Guard) -> Guard:
    """A guard that has nothing to do with calls that read: the most there are."""

    @functools.wraps(guard)
    def chosen(call: Call) -> AbstractContextManager[None]:
        return NOTHING if call.effect == Effect.READ else guard(call)

    return chosen
