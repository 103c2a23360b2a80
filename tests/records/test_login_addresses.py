"""Where Odoo mails the reset of a password is left to people."""

from odoo.tests import new_test_user, tagged

from ...services.compat.user_groups import grant
from ..common import McpCase

WORDS = ("e-mail address", "closed to tools")
EVIL = "evil@example.com"


@tagged("post_install", "-at_install")
class TestLoginAddresses(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_system,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")
        self.other = self.mcp_user(email="other@example.com")
        self.partner = self.other.partner_id

    def update(self, records, user=None, **values):
        arguments = {"model": records._name, "record_ids": records.ids}
        arguments["values"] = values
        outcome = self.answer(self.make_call("update_records", arguments, user=user))
        self.env.invalidate_all()
        return outcome

    def contact(self, **values):
        return self.env["res.partner"].create({"name": "Azure", **values})

    def test_no_tool_changes_that_of_a_user_or_of_his_contact(self):
        for records in (self.other, self.partner):
            for address in (EVIL, False):
                outcome = self.update(records, email=address)
                self.assertRefused(outcome, *WORDS, f"res.partner {self.partner.id}")
        self.assertEqual(self.other.email, "other@example.com")

    def test_nor_ones_own(self):
        """A thief of the key would have the account too."""
        for user in (self.mcp_caller, self.mcp_user("odoo_mcp.group_operator")):
            outcome = self.update(user, user=user, email=EVIL)
            self.assertRefused(outcome, *WORDS)

    def test_nor_that_of_a_customer_of_the_portal(self):
        customer = new_test_user(self.env, "customer", "base.group_portal")
        self.assertTrue(customer.share)
        self.assertRefused(self.update(customer.partner_id, email=EVIL), *WORDS)

    def test_nor_in_a_list_of_a_record(self):
        parent = self.contact(is_company=True)
        self.partner.parent_id = parent
        nested = [[1, self.partner.id, {"email": EVIL}]]
        self.assertRefused(self.update(parent, child_ids=nested), *WORDS)

    def test_nor_by_an_import(self):
        self.partner.ref = "K1"
        # an import is an Administrator's, whose developer tools are off
        grant(self.mcp_caller, self.env.ref("odoo_mcp.group_administrator"))
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        outcome = self.call(
            "import_data",
            model="res.partner",
            source={"text": f"ref,email\nK1,{EVIL}\n"},
            key="ref",
        )
        self.env.invalidate_all()
        self.assertIn("closed to tools", str(outcome.structured))
        self.assertEqual(self.partner.email, "other@example.com")

    def test_nor_is_a_user_given_another_contact(self):
        evil = self.contact(email=EVIL)
        self.assertRefused(self.update(self.other, partner_id=evil.id), "rights")
        link = {"add": [self.other.id]}
        self.assertRefused(self.update(evil, user_ids=link), "closed to tools")
        self.assertEqual(self.other.partner_id, self.partner)

    def test_nor_by_an_undo(self):
        contact = self.contact(email=EVIL)
        self.assertAnswers(self.update(contact, email="good@example.com"))
        self.env["res.users"].with_context(no_reset_password=True).create(
            {"login": "good", "name": "Good", "partner_id": contact.id}
        )
        self.assertRefused(self.call("undo", force=True), *WORDS)
        self.assertEqual(contact.email, "good@example.com")

    def test_what_stays_the_same_and_what_else_he_has_is_open(self):
        outcome = self.update(self.partner, email="other@example.com", phone="1")
        self.assertAnswers(outcome)
        self.assertEqual(self.partner.phone, "1")

    def test_contacts_without_a_login_are_written_as_any(self):
        contact = self.contact(email="old@example.com")
        self.assertAnswers(self.update(contact, email="new@example.com"))
        self.assertEqual(contact.email, "new@example.com")
        self.other.active = False
        self.assertAnswers(self.update(self.partner, email="new@example.com"))

    def test_a_developer_with_the_tools_on_changes_it(self):
        self.open_developer_tools()
        developer = self.mcp_user(
            "odoo_mcp.group_administrator,odoo_mcp.group_developer,base.group_system,"
            "base.group_partner_manager"
        )
        self.assertAnswers(self.update(self.other, user=developer, email=EVIL))
        self.assertEqual(self.other.email, EVIL)
