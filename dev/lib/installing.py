"""The part ``package`` of ``dev/test``: the life of the zip in a database with data.

It installs, comes from an earlier version, stays while Odoo itself is upgraded, leaves
nothing behind, and installs again.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import templates
from .counts import Count
from .databases import Databases
from .instance import Instance
from .inventory import inventory
from .odoo import Odoo
from .packaging import package
from .postgres import Address
from .say import say

NAME = "package"
# rows of ours: by its own tools, so that the audit, a change and a limit are there too
FILL = """
from odoo.addons.odoo_mcp.services.call import Call, Client
from odoo.addons.odoo_mcp.services.callers.principal import Principal
env["ir.config_parameter"].set_param("mcp.developer_tools", "True")
env["ir.config_parameter"].set_param("mcp.query_timeout", "7")
user = env.ref("base.user_admin")
env["mcp.key"]._mcp_generate(user, "a key")
env["mcp.rule"].create({"name": "read_config", "hidden": True})
# what people keep of a list: favourites, and fields to export
env["ir.filters"].create({"name": "Mine", "model_id": "mcp.audit.log"})
env["ir.exports"].create({"name": "Mine", "resource": "mcp.audit.log"})
env.cr.commit()
own = env(user=user.id)
def call(name, **arguments):
    tool = own["mcp.catalog"]._find("tool", name)
    who = Principal(uid=user.id, credential="key:1", trusted=True, local=True)
    made = Call(own, tool, arguments, who, Client())
    outcome = own["mcp.pipeline"]._answer(made)
    assert not outcome.is_error, outcome.text
    env.cr.commit()
call("query_database", query="SELECT * FROM res_users")
call("execute_sql", statement="UPDATE res_partner SET color = 1")
call("create_records", model="res.partner", values={"name": "Made by a tool"})
env["mcp.audit.log"]._seal()
env.cr.commit()
"""
CHECK = """
assert not env["mcp.audit.log"]._verify(), env["mcp.audit.log"]._verify()
assert env["ir.config_parameter"].get_param("mcp.query_timeout") == "7"
"""
# as an earlier version left it
EARLIER = """
module = env["ir.module.module"].search([("name", "=", "odoo_mcp")])
series = module.latest_version.rsplit(".", 3)[0]
module.latest_version = f"{series}.1.0.0"
env.cr.execute("CREATE SCHEMA mcp_read; CREATE VIEW mcp_read.res_users AS "
               "SELECT id, login, signature FROM res_users")
env.cr.commit()
"""
# columns as an earlier release of Odoo had them; their types are changed on the way
OLD_COLUMNS = """
env.cr.execute("ALTER TABLE res_users ALTER COLUMN login TYPE varchar(300)")
env.cr.execute("ALTER TABLE ir_config_parameter ALTER COLUMN key TYPE varchar(300)")
env.cr.commit()
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "odoo_mcp")]).button_immediate_uninstall()
"""
OURS = ("mcp_key", "mcp_audit_log", "mcp_audit_seal", "mcp_rule", "mcp_change")
SHORT = """
SELECT column_name FROM information_schema.columns
 WHERE (table_name, column_name) IN (('res_users', 'login'), ('ir_config_parameter', 'key'))
   AND character_maximum_length IS NOT NULL"""
SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mcp%'"
MOST_SHOWN = 40


def run(odoo: Odoo, address: Address) -> Count:
    """The steps, on a database of their own."""
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
            return _counted(odoo, Life(instance, databases).steps())
    finally:
        databases.drop(name)


def _counted(odoo: Odoo, steps: dict[str, Callable[[], None]]) -> Count:
    count = Count()
    for title, step in steps.items():
        try:
            step()
            count += Count(passed=1)
        except SystemExit as error:
            print(f"Odoo {odoo.series}: {title}: FAILED\n{error}", flush=True)
            return count + Count(failed=1).under(f"Odoo {odoo.series}: {title}")
    say(f"Odoo {odoo.series}, package: {count}")
    return count


@dataclass
class Life:
    """Each step goes on where the one before it ended."""

    instance: Instance
    databases: Databases
    before: set[str] = field(default_factory=set)

    def steps(self) -> dict[str, Callable[[], None]]:
        return {
            "it installs from its zip": self.install,
            "it is upgraded from an earlier version, with its data": self.upgrade,
            "Odoo is upgraded with it, and changes types of columns": self.convert,
            "it leaves nothing behind": self.uninstall,
            "it installs again": lambda: self.instance.do("-i", "odoo_mcp"),
        }

    def install(self) -> None:
        self.before = self._inventory()
        self.instance.do("-i", "odoo_mcp")
        self.instance.script(FILL)
        empty = [table for table, rows in self._rows().items() if not rows]
        _insist(not empty, f"no rows to keep in {empty}")

    def upgrade(self) -> None:
        self.instance.script(EARLIER)
        self._updated("odoo_mcp")
        left = self.databases.rows(self.instance.database, SCHEMAS)
        _insist(not left, f"still there: {left}")

    def convert(self) -> None:
        self.instance.script(OLD_COLUMNS)
        self._updated("base")
        short = self.databases.rows(self.instance.database, SHORT)
        _insist(not short, f"not converted: {short}")

    def uninstall(self) -> None:
        self.instance.script(UNINSTALL)
        left = sorted(self._inventory() - self.before)
        shown = "\n".join(left[:MOST_SHOWN])
        _insist(not left, f"{len(left)} left behind:\n{shown}")
        gone = sorted(self.before - self._inventory())
        _insist(not gone, f"taken along, and not its own: {gone[:MOST_SHOWN]}")

    def _updated(self, module: str) -> None:
        rows = self._rows()
        self.instance.do("-u", module)
        _insist(self._rows() == rows, f"the update of {module} changed rows")
        self.instance.script(CHECK)

    def _rows(self) -> dict[str, list[tuple]]:
        """What our tables hold."""
        found = {}
        for table in OURS:
            query = f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY id"
            found[table] = self.databases.rows(self.instance.database, query)
        return found

    def _inventory(self) -> set[str]:
        return inventory(self.databases, self.instance.database)


def _insist(holds: object, otherwise: str) -> None:
    if not holds:
        raise SystemExit(otherwise)
