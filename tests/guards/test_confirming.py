"""How a confirmation is asked, over HTTP: the person at the client, or a token."""

from __future__ import annotations

from odoo.tests import tagged

from ..wire import WireCase

CAN = {"elicitation": {"form": {}}}
ASKED = {"name": "probe_add", "arguments": {"name": "Confirmed"}}


@tagged("post_install", "-at_install")
class TestConfirming(WireCase):
    def setUp(self):
        super().setUp()
        self.headers |= self.key_of(
            "odoo_mcp.group_operator,base.group_partner_manager"
        )

    def made(self) -> int:
        return self.env["res.partner"].search_count([("name", "=", "Confirmed")])

    def ask(self, **more):
        """The result of a stateless client that can ask its person."""
        answer = self.modern("tools/call", {**ASKED, **more}, can=CAN)
        return answer.json()

    def retry(self, asked, action="accept", content=None, **more):
        said = {"action": action, "content": content or {"confirm": True}}
        state = asked["result"]["requestState"]
        return self.ask(inputResponses={"confirm": said}, requestState=state, **more)

    def test_a_stateless_client_asks_its_person_and_comes_back(self):
        asked = self.ask()
        self.assertEqual(asked["result"]["resultType"], "input_required")
        question = asked["result"]["inputRequests"]["confirm"]
        self.assertEqual(question["method"], "elicitation/create")
        self.assertEqual(self.made(), 0)
        done = self.retry(asked)["result"]
        self.assertFalse(done["isError"], done)
        self.assertEqual(self.made(), 1)

    def test_what_a_method_does_to_its_arguments_is_not_what_was_asked(self):
        if "test.mcp.order" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        order = self.env["test.mcp.order"].create({"name": "One", "number": 1})
        run = {"method": "label_by", "args": [{"text": "given"}]}
        run |= {"model": order._name, "record_ids": order.ids}
        call = {"name": "execute_method", "arguments": run}
        done = self.retry(self.ask(**call), **call)
        self.assertFalse(done["result"]["isError"], done)
        self.assertEqual(order.note, "given")

    def test_a_confirmation_works_once(self):
        asked = self.ask()
        self.assertFalse(self.retry(asked)["result"]["isError"])
        self.retry(asked)
        self.assertEqual(self.made(), 1)

    def test_a_delete_is_asked_twice_in_one_form(self):
        self.env["res.partner"].create({"name": "Confirmed"})
        self.headers |= self.key_of(
            "odoo_mcp.group_administrator,base.group_partner_manager"
        )
        delete = {"name": "probe_delete"}
        asked = self.ask(**delete)
        form = asked["result"]["inputRequests"]["confirm"]["params"]["requestedSchema"]
        self.assertEqual(form["required"], ["confirm", "again"])
        half = self.retry(asked, content={"confirm": True}, **delete)["result"]
        self.assertTrue(half["isError"])
        self.assertEqual(self.made(), 1)
        both = {"confirm": True, "again": True}
        done = self.retry(self.ask(**delete), content=both, **delete)["result"]
        self.assertFalse(done["isError"], done)
        self.assertEqual(self.made(), 0)

    def test_a_person_who_declines_is_obeyed(self):
        for action, content in (
            ("decline", None),
            ("cancel", None),
            ("accept", {"confirm": False}),
            ("accept", {"confirm": "yes"}),
        ):
            with self.subTest(action=action, content=content):
                refused = self.retry(self.ask(), action, content)["result"]
                self.assertTrue(refused["isError"])
                self.assertEqual(self.made(), 0)

    def test_a_no_is_the_last_word_on_what_was_asked(self):
        for action, content in (("decline", None), ("accept", {"confirm": False})):
            with self.subTest(action):
                asked = self.ask()
                self.retry(asked, action, content)
                late = self.retry(asked)["result"]
                self.assertTrue(late["isError"], late)
                self.assertIn("used already", late["content"][0]["text"])
                self.assertEqual(self.made(), 0)

    def audited(self):
        """Result and reason of the newest call."""
        [row] = self.env["mcp.audit.log"].search([("phase", "=", "outcome")], limit=1)
        return row.tool, row.effect, row.result, row.reason

    def test_what_a_person_declined_stands_in_the_audit(self):
        self.retry(self.ask(), "decline")
        said = "Declined: nothing was done."
        self.assertEqual(self.audited(), ("probe_add", "add", "refused", said))

    def test_a_state_that_was_changed_is_refused(self):
        asked = self.ask()
        state = asked["result"]["requestState"]
        for forged in (state[:-3] + "AAA", state[:20], "x", "ü", "{}"):
            with self.subTest(forged):
                asked["result"]["requestState"] = forged
                self.assertEqual(self.retry(asked)["error"]["code"], -32602)
        self.assertEqual(self.made(), 0)

    def test_a_state_holds_for_its_arguments_and_its_user_alone(self):
        asked = self.ask()
        other = self.retry(asked, arguments={"name": "Another"})
        self.assertEqual(other["error"]["code"], -32602)
        self.headers |= self.key_of(
            "odoo_mcp.group_operator,base.group_partner_manager"
        )
        self.assertEqual(self.retry(asked)["error"]["code"], -32602)
        self.assertEqual(self.made(), 0)

    def test_a_handshake_client_without_elicitation_gets_a_token(self):
        session = self.open_session()
        result = self.rpc("tools/call", ASKED, session).json()["result"]
        self.assertTrue(result["isError"])
        self.assertIn("confirmation", result["structuredContent"])
        self.assertEqual(self.made(), 0)
