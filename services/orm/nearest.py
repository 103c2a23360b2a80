"""Suggestions for a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice


def nearest(name: str, known: Iterable[str], most: int = 3) -> str:
    """The known names most like ``name``, comma separated; empty when none is."""
    known = list(known)
    within = (other for other in known if name and name in other)
    return closest(name, known, most) or ", ".join(islice(within, most))


def closest(name: str, known: Iterable[str], most: int = 3) -> str:
    """Those alone that are spelt nearly so."""
    return ", ".join(difflib.get_close_matches(name, list(known), n=most, cutoff=0.6))
