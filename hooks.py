"""What happens once, when the addon is installed or removed."""

from odoo.api import Environment

from .models.mcp_audit_log import UNPROTECT
from .services.compat.user_groups import grant

# external ids that other modules gave to parts of our models, through their mixins;
# Odoo deletes those parts by cascade and leaves the names
FOREIGN_NAMES = """
DELETE FROM ir_model_data d USING ir_model m
 WHERE d.model IN ('ir.model.fields', 'ir.model.fields.selection', 'ir.model.inherit')
   AND d.module <> 'odoo_mcp' AND starts_with(m.model, 'mcp.')
   AND m.id IN (SELECT res_id FROM ir_model_data
                 WHERE module = 'odoo_mcp' AND model = 'ir.model')
   AND d.name ~ ('^(field_|selection__|model_inherit__)' || replace(m.model, '.', '_')
                 || '__')"""
# what people keep of a list: favourites, and fields to export; Odoo leaves both behind
OF_LISTS = """
WITH ours AS (SELECT m.model FROM ir_model m
                JOIN ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id
               WHERE d.module = 'odoo_mcp' AND starts_with(m.model, 'mcp.')),
     favourites AS (DELETE FROM ir_filters WHERE model_id IN (SELECT model FROM ours))
DELETE FROM ir_exports WHERE resource IN (SELECT model FROM ours)"""


def post_init_hook(env: Environment) -> None:
    """Give the first administrator the developer group; nobody else has any yet."""
    grant(env.ref("base.user_admin"), env.ref("odoo_mcp.group_developer"))
    env["mcp.phone.home"]._schedule_now()


def uninstall_hook(env: Environment) -> None:
    """Drop what the addon made outside the ORM."""
    env.cr.execute(UNPROTECT)
    env.cr.execute("DROP TABLE IF EXISTS mcp_rate")
    env.cr.execute(FOREIGN_NAMES)
    env.cr.execute(OF_LISTS)
    _forget_constraints(env)
    _forget_activities(env)
    # not only tidy: developer tools must not be on when the addon comes back
    env["ir.config_parameter"].search([("key", "=like", "mcp.%")]).unlink()


def _forget_activities(env: Environment) -> None:
    """Those of our types, which no activity could do without."""
    types = env["ir.model.data"].search(
        [("module", "=", "odoo_mcp"), ("model", "=", "mail.activity.type")]
    )
    ours = [("activity_type_id", "in", types.mapped("res_id"))]
    env["mail.activity"].with_context(active_test=False).search(ours).unlink()


def _forget_constraints(env: Environment) -> None:
    """Those on models of others, which Odoo would leave: it goes by external ids."""
    ours = env.ref("base.module_odoo_mcp")
    found = env["ir.model.constraint"].search([("module", "=", ours.id)])
    found.filtered(lambda c: not c.model.model.startswith("mcp.")).unlink()
