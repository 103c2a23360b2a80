"""Tests of what takes time, sure on a machine that is busy with other work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

# nothing takes so long unless it hangs; what must not be waited for takes longer
LONG = 60
Done = TypeVar("Done")


def with_time(run: Callable[[int], Done], enough: Callable[[Done], bool]) -> Done:
    """Run again with more time, until it got as far as it had to before the end.

    Args:
        run: is given its seconds; the last run has as many as will ever do.
    """
    for seconds in (1, 4, 16, LONG):
        done = run(seconds)
        if enough(done):
            break
    return done
