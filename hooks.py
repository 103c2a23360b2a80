"""What happens once, when the addon is installed or removed."""

from odoo.api import Environment

from .models.mcp_audit_log import UNPROTECT
from .services import compat


def post_init_hook(env: Environment) -> None:
    """Give the first administrator the developer group; nobody else has any yet."""
    compat.grant(env.ref("base.user_admin"), env.ref("odoo_mcp.group_developer"))
    env["mcp.phone.home"]._schedule_now()


def uninstall_hook(env: Environment) -> None:
    """Drop what the addon made outside the ORM."""
    env.cr.execute(UNPROTECT)
    env.cr.execute("DROP TABLE IF EXISTS mcp_rate")
