"""Keeps a dashboard within 2 kB, however many companies and currencies there are."""

from __future__ import annotations

from typing import Any

from ..answers.render import compact

MOST_BYTES = 2000
COMPANIES, LONGEST_NAME = 3, 40


def fitted(dashboard: dict[str, Any]) -> dict[str, Any]:
    """The dashboard, shortened to fit; it says what was left out.

    First currencies of single figures are left out (``more_currencies``), those of the
    fewest records first; then whole figures from the end (``left_out``).
    """
    for most in (None, 3, 2, 1):
        figures = [_cut(figure, most) for figure in dashboard["figures"]]
        cut = {**dashboard, "figures": figures}
        if _fits(cut):
            return cut
    names: list[str] = []
    while figures and not _fits({**cut, "figures": figures, "left_out": names}):
        names.insert(0, figures.pop()["name"])
    return {**cut, "figures": figures, "left_out": names}


def companies(names: list[str]) -> list[str]:
    """The first companies by name; the last entry counts the others."""
    kept = [name[:LONGEST_NAME] for name in names[:COMPANIES]]
    more = len(names) - len(kept)
    return [*kept, f"+{more}"] if more else kept


def _cut(figure: dict[str, Any], most: int | None) -> dict[str, Any]:
    amounts = figure.get("amounts") or []
    if most is None or len(amounts) <= most:
        return figure
    more = len(amounts) - most
    return {**figure, "amounts": amounts[:most], "more_currencies": more}


def _fits(dashboard: dict[str, Any]) -> bool:
    return len(compact(dashboard).encode()) <= MOST_BYTES
