"""Suggestions for a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], most: int = 3) -> str:
    """The known names most like ``name``, comma separated; empty when none is."""
    known = list(known)
    found = difflib.get_close_matches(name, known, n=most, cutoff=0.6)
    if not found and name:
        found = [other for other in known if name in other][:most]
    return ", ".join(found)
