"""Spares calls that read the guards that only writing ones need."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ..call import Call
from ..declarations import Effect

Guard = Callable[[Call], AbstractContextManager[None]]
NOTHING = nullcontext()


def of_writes(guard: Guard) -> Guard:
    """Make ``guard`` skip calls that read; most calls do, so it has to be cheap."""

    @functools.wraps(guard)
    def chosen(call: Call) -> AbstractContextManager[None]:
        return NOTHING if call.effect == Effect.READ else guard(call)

    return chosen
