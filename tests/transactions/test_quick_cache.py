from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ...services import settings
from ...services.caches import quick_cache
from ...services.callers.principal import Mode
from ...services.compat.user_groups import group_field
from ..common import McpMixin


@tagged("post_install", "-at_install")
class TestQuickCache(McpMixin, TransactionCase):
    def test_what_odoo_keeps_is_found_without_odoos_own_look(self):
        settings.get(self.env, "query_timeout")
        with patch.object(quick_cache.quick_cache, "lookup") as odoos:
            self.assertEqual(settings.get(self.env, "query_timeout"), 30)
        odoos.assert_not_called()

    def test_a_changed_parameter_is_read_anew(self):
        settings.get(self.env, "query_timeout")
        self.env["ir.config_parameter"].set_param("mcp.query_timeout", "7")
        self.assertEqual(settings.get(self.env, "query_timeout"), 7)

    def test_what_is_kept_of_one_user_is_not_told_of_another(self):
        policy, modes = self.env["mcp.policy"], (Mode.OBSERVER, Mode.ADMINISTRATOR)
        users = [self.mcp_user(f"odoo_mcp.group_{mode.name.lower()}") for mode in modes]
        for _ in range(2):
            self.assertEqual(tuple(map(policy._mode_of, users)), modes)

    def test_a_user_who_joins_a_group_has_its_mode_at_once(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        policy = self.env["mcp.policy"]
        self.assertEqual(policy._mode_of(user), Mode.OBSERVER)
        self.join(user, "odoo_mcp.group_operator")
        self.assertEqual(policy._mode_of(user), Mode.OPERATOR)

    def join(self, user, name):
        user.write({group_field(user): [(4, self.env.ref(name).id)]})
