"""The part ``package`` of ``dev/test``: the zip installs, leaves, installs again."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from . import templates
from .counts import Count
from .databases import Databases
from .instance import Instance
from .odoo import Odoo
from .packaging import package
from .postgres import Address
from .say import say

NAME = "package"
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "odoo_mcp")]).button_immediate_uninstall()
"""
# what is called mcp and outlives the addon
LEFT_OVER = """
    SELECT 'table ' || relname FROM pg_class
     WHERE relkind IN ('r', 'v', 'm', 'S') AND starts_with(relname, 'mcp_')
    UNION ALL
    SELECT 'function ' || proname FROM pg_proc WHERE starts_with(proname, 'mcp_')
    UNION ALL
    SELECT 'schema ' || nspname FROM pg_namespace WHERE starts_with(nspname, 'mcp_')
    UNION ALL
    SELECT 'model ' || model FROM ir_model WHERE starts_with(model, 'mcp.')
"""


def run(odoo: Odoo, address: Address) -> Count:
    """Three tests on a database of their own."""
    databases, name = (
        Databases(address),
        f"odoo_mcp_package_{odoo.number}_{os.getpid()}",
    )
    databases.clone(templates.base(odoo, address), name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(package(Path(folder))) as file:
                file.extractall(Path(folder, "addons"))
            instance = Instance(odoo, address, name, addon=Path(folder, "addons"))
            return _steps(instance, databases)
    finally:
        databases.drop(name)


def _steps(instance: Instance, databases: Databases) -> Count:
    steps: dict[str, Callable[[], None]] = {
        "it installs from its zip": lambda: instance.do("-i", "odoo_mcp"),
        "it leaves nothing behind": lambda: _uninstall(instance, databases),
        "it installs again": lambda: instance.do("-i", "odoo_mcp"),
    }
    count = Count()
    for title, step in steps.items():
        try:
            step()
            count += Count(passed=1)
        except SystemExit as error:
            print(f"Odoo {instance.odoo.series}: {title}: FAILED\n{error}", flush=True)
            return count + Count(failed=1)
    say(f"Odoo {instance.odoo.series}, package: {count}")
    return count


def _uninstall(instance: Instance, databases: Databases) -> None:
    instance.script(UNINSTALL)
    left = [row[0] for row in databases.rows(instance.database, LEFT_OVER)]
    if left:
        raise SystemExit(f"left behind: {', '.join(left)}")
