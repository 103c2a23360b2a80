"""Python packages that some tools need and that Odoo does not bring."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec


def missing(libraries: Mapping[str, str]) -> list[str]:
    """The packages that are not installed.

    Args:
        libraries: how a module is imported → the package to install for it.
    """
    return [package for name, package in libraries.items() if not _is_there(name)]


@cache
def _is_there(name: str) -> bool:
    return find_spec(name) is not None
