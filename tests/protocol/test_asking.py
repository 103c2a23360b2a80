"""Asking the client on the stream of a call, and who may answer."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..common import McpCase

OPERATOR = "odoo_mcp.group_operator,base.group_partner_manager"
YES = {"action": "accept", "content": {"confirm": True}}


@tagged("post_install", "-at_install")
class TestAsking(McpCase):
    mcp_groups = OPERATOR
    mcp_needs = ("mcp.tools.probe", "mcp.tools.conformance")

    # who asks, and what happens while the person thinks
    asking = None

    def meanwhile(self):
        """Nothing."""

    def ask(self, name, arguments, *answers, **facts):
        """Call a tool as a handshake client whose answers come at once.

        Args:
            answers: pairs of who answers (a user, or the whole of who asks) and what,
                in this order.
        """
        from ...services.protocol.exchange import (
            Exchange,
            deliver_answer,
        )
        from ...services.protocol.serve import answer

        def send(message):
            self.asked.append(message)
            self.meanwhile()
            for who, said in answers:
                if not isinstance(who, tuple):
                    who = (env.cr.dbname, who, principal.credential)
                deliver_answer(who, {"id": message["id"], **said})

        self.asked = []
        env = self.env(user=self.mcp_caller.id)
        principal = self.asking or self.principal(trusted=False)
        facts = {"capabilities": {"elicitation": {}}, "threaded": True, **facts}
        exchange = Exchange(env, principal, "a1", "2025-11-25", False, **facts)
        exchange.send = send
        params = {"name": name, "arguments": arguments}
        return answer({"id": 1, "method": "tools/call", "params": params}, exchange)

    def made(self):
        return self.env["res.partner"].search_count([("name", "=", "Asked")])

    def add(self, *answers, **facts):
        return self.ask("probe_add", {"name": "Asked"}, *answers, **facts)["result"]

    def test_a_yes_confirms(self):
        result = self.add((self.mcp_caller.id, {"result": YES}))
        self.assertFalse(result["isError"], result)
        self.assertEqual(self.made(), 1)
        self.assertEqual([m["method"] for m in self.asked], ["elicitation/create"])

    def test_anything_but_a_yes_does_nothing(self):
        for said in ({"action": "decline"}, {"action": "accept"}, {}, {"action": 1}):
            with self.subTest(said):
                result = self.add((self.mcp_caller.id, {"result": said}))
                self.assertTrue(result["isError"])
        self.assertEqual(self.made(), 0)

    def test_a_no_stands_in_the_audit_after_the_preview(self):
        self.add((self.mcp_caller.id, {"result": {"action": "decline"}}))
        mine = [("user_id", "=", self.mcp_caller.id), ("phase", "=", "outcome")]
        rows = self.env["mcp.audit.log"].search(mine, order="id")
        self.assertEqual(rows.mapped("result"), ["preview", "refused"])
        self.assertEqual(rows[1].reason, "Declined: nothing was done.")

    def test_an_answer_of_another_user_is_not_taken(self):
        other, no = self.mcp_user().id, {"result": {"action": "decline"}}
        result = self.add((other, {"result": YES}), (self.mcp_caller.id, no))
        self.assertTrue(result["isError"])
        self.assertEqual(self.made(), 0)

    def test_an_answer_by_another_key_or_database_is_not_taken(self):
        uid, no = self.mcp_caller.id, {"result": {"action": "decline"}}
        name, credential = self.env.cr.dbname, self.principal().credential
        for other in ((name, uid, "key:0"), (f"{name}2", uid, credential)):
            result = self.add((other, {"result": YES}), (uid, no))
            self.assertTrue(result["isError"], other)
        self.assertEqual(self.made(), 0)

    def with_key(self, **values):
        """Ask with a key of the caller's; answers its record."""
        keys = self.env["mcp.key"]
        secret = keys._mcp_generate(self.mcp_caller, "asking", **values)
        self.asking = keys._principal(secret, None)
        return keys.browse(int(self.asking.credential.partition(":")[2]))

    def test_a_key_that_is_as_it_was_goes_on(self):
        self.with_key(mode="operator", company_ids=self.env.company.ids)
        result = self.add((self.mcp_caller.id, {"result": YES}))
        self.assertFalse(result["isError"], result)
        self.assertEqual(self.made(), 1)

    def change(self, key, values):
        """Write ``values``; a key that is renewed has another secret from then on."""
        return key._renew() if values == "renewed" else key.write(values)

    def test_a_key_that_was_changed_while_its_person_was_asked_does_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.mcp_caller.company_ids += other
        for values in (
            {"active": False},
            {"mode": "observer"},
            {"toolsets": "accounting"},
            {"company_ids": other.ids},
            {"expires": fields.Datetime.now() - timedelta(seconds=1)},
            "renewed",
        ):
            with self.subTest(values):
                key = self.with_key()
                self.meanwhile = partial(self.change, key, values)
                result = self.add((self.mcp_caller.id, {"result": YES}))
                self.assertTrue(result["isError"])
                self.assertIn("changed or revoked", result["content"][0]["text"])
        self.assertEqual(self.made(), 0)

    def test_a_user_who_was_archived_while_he_was_asked_does_nothing(self):
        self.meanwhile = lambda: self.mcp_caller.write({"active": False})
        result = self.add((self.mcp_caller.id, {"result": YES}))
        self.assertTrue(result["isError"])
        self.assertEqual(self.made(), 0)

    def test_records_that_changed_while_a_person_was_asked_are_shown_again(self):
        partner = self.env["res.partner"].create({"name": "Asked", "street": "A"})
        change = {"model": "res.partner", "record_ids": partner.ids}
        change["values"] = {"street": "B"}

        def meanwhile():
            if len(self.asked) == 1:
                partner.street = "Of somebody else"
                self.env.flush_all()

        self.meanwhile = meanwhile
        yes = (self.mcp_caller.id, {"result": YES})
        result = self.ask("update_records", change, yes)["result"]
        self.assertFalse(result["isError"], result)
        first, second = (message["params"]["message"] for message in self.asked)
        self.assertNotIn("Of somebody else", first)
        self.assertIn("Of somebody else", second)
        self.assertEqual(partner.street, "B")

    def test_an_error_of_the_client_is_no_consent(self):
        error = {"error": {"code": -1, "message": "no screen"}}
        said = json.dumps(
            self.ask("probe_add", {"name": "Asked"}, (self.mcp_caller.id, error))
        )
        self.assertIn("no screen", said)
        self.assertEqual(self.made(), 0)

    def test_in_prefork_mode_nobody_is_asked_and_a_token_given(self):
        result = self.add((self.mcp_caller.id, {"result": YES}), threaded=False)
        self.assertIn("confirmation", result["structuredContent"])
        self.assertEqual((self.asked, self.made()), ([], 0))

    def test_a_tool_gets_the_answer_that_it_asked_for(self):
        said = {"action": "accept", "content": {"username": "Ada"}}
        answer = self.ask(
            "test_elicitation", {}, (self.mcp_caller.id, {"result": said})
        )
        self.assertIn("Ada", answer["result"]["content"][0]["text"])

    def test_a_question_that_is_stopped_is_over_at_once(self):
        from ...services.protocol import exchange
        from ...services.stopping import stop_watcher

        def stop(work):
            if self.asked:
                work.stop()

        with (
            patch.object(stop_watcher, "see_to", stop),
            patch.object(exchange, "ANSWER_WAIT_S", 5),
        ):
            result = self.add()
        self.assertTrue(result["isError"])
        self.assertIn("An administrator stopped this", str(result["content"]))
        self.assertEqual(self.made(), 0)
