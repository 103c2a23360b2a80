"""Ready-made prompts and the instructions, for people with ordinary roles."""

from __future__ import annotations

import re

from odoo.tests import tagged

from ...services.callers.principal import Mode
from ...services.surface import prompt_text
from ..common import McpCase

WORD = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\bundo\b")
ROLES = {
    "salesman": "odoo_mcp.group_operator,sales_team.group_sale_salesman",
    "employee": "odoo_mcp.group_operator",
    "accountant": "odoo_mcp.group_operator,account.group_account_user,"
    "account.group_account_invoice",
}
# of a prompt, what it is about: who sees it and who does not
SEEN = {
    "salesman": (
        {"quotation_from_text", "sales_this_month", "where_is_my_order", "my_tasks"},
        {"cash_outlook", "bills_to_pay", "month_end_close", "server_checkup"},
    ),
    "employee": (
        {"file_expenses", "my_time_off", "who_is_away", "what_waits_for_me"},
        {"quotation_from_text", "stock_running_out", "ready_to_ship", "cash_outlook"},
    ),
    "accountant": (
        {"cash_outlook", "profit_explained", "bills_to_pay", "month_end_close"},
        {"server_checkup", "find_the_error"},
    ),
}


@tagged("post_install", "-at_install", "-standard", "business")
class TestReadyMade(McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {role: cls.mcp_user(cls, ROLES[role]) for role in ROLES}
        cls.people["administrator"] = cls.env.ref("base.user_admin")

    def listed(self, user, kind="prompt", **values):
        policy = self.env(user=user.id)["mcp.policy"]
        return {d.name for d in policy._listed(kind, self.principal(user, **values))}

    def test_each_role_is_offered_what_it_can_do(self):
        for role, (seen, hidden) in SEEN.items():
            listed = self.listed(self.people[role])
            self.assertLessEqual(seen, listed, role)
            self.assertFalse(hidden & listed, role)

    def test_an_administrator_gets_every_line_of_every_prompt(self):
        user = self.people["administrator"]
        prompts = self.env["mcp.prompt"].search([])
        self.assertEqual(self.listed(user), set(prompts.mapped("name")))
        for prompt in prompts:
            values = dict.fromkeys(prompt.argument_ids.mapped("name"), "something")
            call = self.make_call(prompt.name, values, user=user, kind="prompt")
            text = self.answer(call).raw
            self.assertEqual(text.count("\n"), prompt.text.strip().count("\n"))
            self.assertFalse(prompt_text.PLACE.search(text), prompt.name)
            self.assertFalse(prompt_text.TOOL.search(text), prompt.name)

    def test_instructions_name_nothing_that_the_caller_has_not(self):
        catalog = self.env["mcp.catalog"]
        tools = {d.name for d in catalog._of_kind("tool")}
        toolsets = {d.toolset for d in catalog._of_kind("tool")} - {"general"}
        for role, user in self.people.items():
            for values in ({}, {"ceiling": Mode.OBSERVER, "trusted": False}):
                principal = self.principal(user, **values)
                env = self.env(user=user.id)
                text = env["mcp.instructions"]._text(principal)
                self.assertLess(len(text.encode()), 2048, role)
                allowed = env["mcp.policy"]._listed("tool", principal)
                names = {d.name for d in allowed}
                self.assertLessEqual(set(WORD.findall(text)) & tools, names, role)
                said = {t for t in toolsets if re.search(rf"\b{t} \d", text)}
                self.assertLessEqual(said, {d.toolset for d in allowed}, role)
                for address in re.findall(r"odoo://dashboard/(\w+)", text):
                    call = self.make_call(
                        "dashboard",
                        {"name": address},
                        user=user,
                        principal=principal,
                        kind="resource",
                    )
                    self.assertFalse(self.answer(call).is_error, (role, address))
