"""A fresh bearer key for a database, made as an administrator would make it."""

from __future__ import annotations

import re

from .instance import Instance

NAME = "dev"
SCRIPT = f"""
user = env.ref("base.user_admin")
env["ir.config_parameter"].set_param("mcp.developer_tools", "True")
env["mcp.key"].search([("name", "=", {NAME!r})]).unlink()
print("KEY=" + env["mcp.key"]._mcp_generate(user, {NAME!r}, trusted=True))
env.cr.commit()
"""


def fresh_key(instance: Instance) -> str:
    """A trusted key of the administrator; the one before it is void.

    The developer tools are switched on with it.

    Raises:
        SystemExit: Odoo failed.
    """
    found = re.search(r"KEY=(\S+)", instance.script(SCRIPT))
    if not found:
        raise SystemExit("no key was made")
    return found[1]
