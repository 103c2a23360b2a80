"""Template databases: Odoo alone, and Odoo with the addon and the test fixtures.

Both are keyed by what they hold, so that a change makes a new one and nothing else
does. Web assets are generated in them: a database without costs its first page
half a minute.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from contextlib import contextmanager

from .databases import READY, Databases
from .instance import Instance
from .locks import locked
from .odoo import Odoo
from .paths import ROOT, addon_hash, fixture_names, short_hash
from .postgres import Address
from .say import step

ASSETS = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"
# begins the names of clones; they end in the process that needs them
CLONES = "odoo_mcp_test_"
# several checkouts may share the cache
KEPT = 6


def base(odoo: Odoo, address: Address) -> str:
    """The template with what the addon depends on, and demo data."""
    depends = ast.literal_eval((ROOT / "__manifest__.py").read_text())["depends"]
    name = f"odoo_mcp_base_{odoo.number}_{short_hash(odoo.key, *depends)}"
    demo = ("--with-demo",) if odoo.series != "18.0" else ()
    with locked(name):
        databases = Databases(address)
        if databases.note(name) != READY:
            with step(f"Odoo {odoo.series}: template database with demo data"):
                databases.drop(name)
                _finish(Instance(odoo, address, name), depends, *demo)
    return name


def tested(odoo: Odoo, address: Address) -> str:
    """The template with the addon as it is now, and the fixture addons."""
    start = base(odoo, address)
    prefix = f"odoo_mcp_addon_{odoo.number}_"
    name = prefix + short_hash(start, addon_hash())
    with locked(name):
        databases = Databases(address)
        if databases.note(name) != READY:
            with step(f"Odoo {odoo.series}: template database with the addon"):
                databases.clone(start, name)
                instance = Instance(odoo, address, name, with_fixtures=True)
                _finish(instance, ["odoo_mcp", *fixture_names()])
    _forget(databases, prefix, name)
    return name


@contextmanager
def cloned(odoo: Odoo, address: Address, kind: str = "first") -> Iterator[str]:
    """A database of our own with the addon and the fixtures, dropped afterwards."""
    databases, name = Databases(address), f"{CLONES}{kind}_{odoo.number}_{os.getpid()}"
    try:
        databases.clone(tested(odoo, address), name)
        yield name
    finally:
        databases.drop(name)


def _finish(instance: Instance, modules: list[str], *arguments: str) -> None:
    instance.do("-i", ",".join(modules), *arguments)
    instance.script(ASSETS)
    Databases(instance.address).annotate(instance.database, READY)


def _forget(databases: Databases, prefix: str, name: str) -> None:
    """Drop the templates of earlier states, the last few excepted."""
    others = [other for other in databases.starting_with(prefix) if other != name]
    for old in sorted(others, key=databases.age)[: -(KEPT - 1)]:
        databases.drop(old)
