"""Template databases: Odoo alone, with its applications, and each with the addon.

They are keyed by what they hold, so that a change makes a new one and nothing else
does; each is made when it is first needed. Web assets are generated where browser
tests run: a database without costs its first page half a minute.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .databases import READY, Databases
from .instance import Instance
from .locks import locked
from .odoo import Odoo
from .paths import ROOT, addon_hash, fixture_names, fixtures, short_hash
from .postgres import Address
from .say import step

ASSETS = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"
# what the business toolsets work on, as a company installs it
APPLICATIONS = (
    *("sale_management", "crm", "purchase", "stock", "mrp", "sale_mrp", "purchase_mrp"),
    *("account", "project", "hr", "hr_expense", "hr_holidays"),
)
# 19.0 has contracts in hr
OLDER_APPLICATIONS = ("hr_contract",)
# begins the names of clones; they end in the process that needs them
CLONES = "odoo_mcp_test_"
# several checkouts may share the cache
KEPT = 6


def base(odoo: Odoo, address: Address) -> str:
    """The template with what the addon depends on, and demo data."""
    depends = ast.literal_eval((ROOT / "__manifest__.py").read_text())["depends"]
    name = f"odoo_mcp_base_{odoo.number}_{short_hash(odoo.key, *depends)}"
    with _missing(name, address) as missing:
        if missing:
            with step(f"Odoo {odoo.series}: template database with demo data"):
                missing.drop(name)
                instance = Instance(odoo, address, name)
                instance.do("-i", ",".join(depends), *_demo(odoo))
                instance.script(ASSETS)
    return name


def applications(odoo: Odoo, address: Address) -> str:
    """The template with Odoo's applications and their demo data."""
    start, names = base(odoo, address), APPLICATIONS
    if odoo.series == "18.0":
        names += OLDER_APPLICATIONS
    name = f"odoo_mcp_apps_{odoo.number}_{short_hash(start, *names)}"
    with _missing(name, address) as missing:
        if missing:
            with step(f"Odoo {odoo.series}: template database with applications"):
                missing.clone(start, name)
                instance = Instance(odoo, address, name)
                instance.do("-i", ",".join(names), *_demo(odoo))
    return name


def tested(odoo: Odoo, address: Address) -> str:
    """The template with the addon as it is now, and the fixture addons."""
    start, prefix = base(odoo, address), f"odoo_mcp_addon_{odoo.number}_"
    name = prefix + short_hash(start, addon_hash())
    with _missing(name, address) as missing:
        if missing:
            with step(f"Odoo {odoo.series}: template database with the addon"):
                missing.clone(start, name)
                instance = Instance(odoo, address, name, fixtures=fixtures())
                instance.do("-i", ",".join(["odoo_mcp", *fixture_names()]))
                instance.script(ASSETS)
    _forget(Databases(address), prefix, name)
    return name


def business(odoo: Odoo, address: Address) -> str:
    """The template with the addon as it is now, and Odoo's applications."""
    start, prefix = applications(odoo, address), f"odoo_mcp_business_{odoo.number}_"
    name = prefix + short_hash(start, addon_hash())
    with _missing(name, address) as missing:
        if missing:
            title = f"Odoo {odoo.series}: template database with addon and applications"
            with step(title):
                missing.clone(start, name)
                Instance(odoo, address, name).do("-i", "odoo_mcp")
    _forget(Databases(address), prefix, name)
    return name


@contextmanager
def cloned(
    odoo: Odoo,
    address: Address,
    kind: str = "first",
    template: Callable[[Odoo, Address], str] = tested,
) -> Iterator[str]:
    """A database of our own like ``template``, dropped afterwards."""
    databases, name = Databases(address), f"{CLONES}{kind}_{odoo.number}_{os.getpid()}"
    try:
        databases.clone(template(odoo, address), name)
        yield name
    finally:
        databases.drop(name)


@contextmanager
def _missing(name: str, address: Address) -> Iterator[Databases | None]:
    """Where to make the template ``name``; None when it is there.

    What the block made is noted as complete at its end.
    """
    databases = Databases(address)
    with locked(name):
        if databases.note(name) == READY:
            yield None
            return
        yield databases
        databases.annotate(name, READY)


def _demo(odoo: Odoo) -> tuple[str, ...]:
    """18.0 has demo data unless told otherwise."""
    return ("--with-demo",) if odoo.series != "18.0" else ()


def _forget(databases: Databases, prefix: str, name: str) -> None:
    """Drop the templates of earlier states, the last few excepted."""
    others = [other for other in databases.starting_with(prefix) if other != name]
    for old in sorted(others, key=databases.birth)[: -(KEPT - 1)]:
        databases.drop(old)
