from odoo.tests import tagged

from ...services.callers.principal import Mode, Narrowing
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestPolicy(McpCase):
    mcp_needs = ("mcp.tools.probe",)

    def listed(self, user, **values):
        env = self.env(user=user.id)
        found = env["mcp.policy"]._listed("tool", self.principal(user, **values))
        return {declaration.name for declaration in found}

    def developer(self):
        return self.mcp_user("odoo_mcp.group_developer")

    def test_without_a_group_nothing_is_listed(self):
        self.assertEqual(self.listed(self.mcp_user()), set())

    def test_a_setting_lets_internal_users_observe_without_a_group(self):
        self.env["ir.config_parameter"].set_param("mcp.internal_users", "observe")
        listed = self.listed(self.mcp_user())
        self.assertIn("greet", listed)
        self.assertNotIn("probe_add", listed)

    def test_an_observer_sees_what_reads_and_an_operator_what_writes(self):
        observer = self.listed(self.mcp_user("odoo_mcp.group_observer"))
        operator = self.listed(self.mcp_user("odoo_mcp.group_operator"))
        self.assertNotIn("probe_add", observer)
        self.assertIn("probe_add", operator)
        self.assertNotIn("probe_delete", operator)

    def test_a_tool_is_for_who_has_the_right_in_odoo_that_it_needs(self):
        operator = self.mcp_user("odoo_mcp.group_operator")
        self.assertNotIn("probe_languages", self.listed(operator))
        call = self.make_call("probe_languages", {"name": "x"}, user=operator)
        self.assertRefused(self.answer(call), "write res.lang", "explain_access")
        system = self.mcp_user("odoo_mcp.group_operator,base.group_system")
        self.assertIn("probe_languages", self.listed(system))

    def test_a_tool_that_lacks_its_library_is_not_listed_and_says_what_to_install(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        listed = self.listed(user)
        self.assertIn("probe_library", listed)
        self.assertNotIn("probe_nowhere", listed)
        call = self.make_call("probe_nowhere", user=user)
        self.assertRefused(self.answer(call), "probe_nowhere", "mcp-nowhere")

    def test_execute_belongs_to_developers_and_to_no_mode(self):
        administrator = self.mcp_user("odoo_mcp.group_administrator")
        self.assertNotIn("probe_outside", self.listed(administrator))
        self.assertIn("probe_outside", self.listed(self.developer()))

    def test_the_switch_closes_the_developer_tools_even_for_developers(self):
        user = self.developer()
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", False)
        self.assertNotIn("probe_outside", self.listed(user))

    def test_a_developer_on_another_machine_sees_nothing_of_the_toolset(self):
        user = self.developer()
        listed = self.listed(user, local=False, address="192.0.2.7")
        self.assertNotIn("probe_outside", listed)

    def test_an_address_range_opens_the_developer_tools_to_another_machine(self):
        user = self.developer()
        self.env["ir.config_parameter"].set_param(
            "mcp.developer_addresses", "192.0.2.0/24"
        )
        listed = self.listed(user, local=False, address="192.0.2.7")
        self.assertIn("probe_outside", listed)

    def test_a_credential_lowers_the_mode_and_never_raises_it(self):
        operator = self.mcp_user("odoo_mcp.group_operator")
        self.assertNotIn("probe_add", self.listed(operator, ceiling=Mode.OBSERVER))
        self.assertNotIn(
            "probe_delete", self.listed(operator, ceiling=Mode.ADMINISTRATOR)
        )

    def test_a_credential_lowered_to_observer_takes_execute_away(self):
        listed = self.listed(self.developer(), ceiling=Mode.OBSERVER)
        self.assertNotIn("probe_outside", listed)

    def test_a_credential_for_one_toolset_shows_no_other(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        listed = self.listed(user, toolsets=frozenset({"probe"}))
        self.assertNotIn("greet", listed)
        self.assertIn("probe_rows", listed)

    def test_a_connection_that_asked_to_read_only_lists_only_readers(self):
        user = self.mcp_user("odoo_mcp.group_administrator")
        listed = self.listed(user, narrowing=Narrowing(read_only=True))
        self.assertNotIn("probe_add", listed)
        self.assertIn("greet", listed)

    def test_a_connection_excludes_tools_and_narrows_toolsets(self):
        user = self.mcp_user("odoo_mcp.group_administrator")
        narrowing = Narrowing(
            toolsets=frozenset({"probe"}), exclude=frozenset({"probe_rows"})
        )
        listed = self.listed(user, narrowing=narrowing)
        self.assertFalse(listed & {"greet", "probe_rows"})
        self.assertIn("probe_add", listed)

    def test_a_rule_hides_a_tool_at_once(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        self.assertIn("greet", self.listed(user))
        self.env["mcp.rule"].create({"name": "greet", "hidden": True})
        self.assertNotIn("greet", self.listed(user))

    def test_a_rule_keeps_a_tool_for_one_group(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        group = self.env.ref("base.group_partner_manager")
        self.env["mcp.rule"].create({"name": "greet", "group_ids": group.ids})
        self.assertNotIn("greet", self.listed(user))
        manager = self.mcp_user("odoo_mcp.group_observer,base.group_partner_manager")
        self.assertIn("greet", self.listed(manager))

    def test_a_rule_asks_for_a_confirmation_where_the_default_does_not(self):
        user = self.mcp_user("odoo_mcp.group_administrator,base.group_partner_manager")
        self.env["mcp.rule"].create({"name": "probe_add", "confirm": True})
        call = self.make_call(
            "probe_add",
            {"name": "x"},
            user=user,
            principal=self.principal(user, trusted=False),
        )
        self.assertIn("x", self.preview(call).preview)

    def test_what_is_listed_is_what_may_run(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        principal = self.principal(user)
        env = self.env(user=user.id)
        listed = self.listed(user)
        for declaration in env["mcp.catalog"]._of_kind("tool"):
            verdicts = [
                env["mcp.policy"]._verdict(declaration, principal, effect).allowed
                for effect in declaration.effects
            ]
            self.assertEqual(any(verdicts), declaration.name in listed)
