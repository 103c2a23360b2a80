"""The button Undo in Odoo, as the web client presses it: nobody reads a traceback."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.mcp_change import FIRST
from ..common import McpHttpCase

OPERATOR = "odoo_mcp.group_operator,base.group_partner_manager"
ADMINISTRATOR = "odoo_mcp.group_administrator,base.group_partner_manager"
# what is read before it goes
MORE = ("Not as before", "Archived", "another id")


@tagged("post_install", "-at_install")
class TestUndoButton(McpHttpCase):
    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create(
            {"name": "Azure", "city": "Namur"}
        )

    def done(self, tool: str, groups: str = OPERATOR, **arguments: Any):
        """What a user changed by ``tool``; he sits at the web client afterwards."""
        user = self._mcp_caller = self.mcp_user(groups)
        self.assertAnswers(self.call(tool, **arguments))
        self.authenticate(user.login, user.login)
        return self.env["mcp.change"].search([("user_id", "=", user.id)], limit=1)

    def moved(self, groups: str = OPERATOR):
        """A change of the partner's city."""
        values = {"record_ids": self.partner.ids, "values": {"city": "Ghent"}}
        return self.done("update_records", groups, model="res.partner", **values)

    def deleted(self):
        """The change of a call that deleted the partner."""
        user = self._mcp_caller = self.mcp_user(ADMINISTRATOR)
        what = {"model": "res.partner", "record_ids": self.partner.ids}
        token = self.preview(self.make_call("delete_records", what)).token
        said = {"confirmation": token, "consent": True}
        self.assertAnswers(self.answer(self.make_call("delete_records", what, **said)))
        self.authenticate(user.login, user.login)
        return self.env["mcp.change"].search([("user_id", "=", user.id)], limit=1)

    def press(self, change, button: str = "action_undo") -> dict[str, Any]:
        """What a click is answered."""
        self.env.flush_all()
        body = {"model": change._name, "method": button, "args": [change.ids]}
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/web/dataset/call_button/{change._name}/{button}",
                data=json.dumps({"params": {**body, "kwargs": {}}}),
                headers={"Content-Type": "application/json"},
            ).json()
        self.env.invalidate_all()
        return answer

    def said(self, change, button: str = "action_undo") -> str:
        """The notification: what is shown of an undo that was done."""
        answer = self.press(change, button)
        self.assertIn("result", answer, answer)
        self.assertEqual(answer["result"]["tag"], "display_notification")
        params = answer["result"]["params"]
        self.assertEqual(params["next"]["tag"], "soft_reload")
        more = any(word in params["message"] for word in MORE)
        self.assertEqual(params["sticky"], more)
        return f"{params['title']}: {params['message']}"

    def refused(self, change, name: str = "UserError") -> str:
        """What the dialog of a refusal says; others than these show "Oops!"."""
        data = self.press(change)["error"]["data"]
        self.assertEqual(data["name"], f"odoo.exceptions.{name}", data["message"])
        return data["arguments"]

    # ----------------------------------------------------------------- conflicts

    def test_a_conflict_says_which_value_and_what_helps(self):
        change = self.moved()
        self.partner.city = "Berlin"
        (text,) = self.refused(change)
        self.assertIn("Nothing was undone. Values that changed since: 1.", text)
        self.assertIn("Azure: City is “Berlin” now, no longer “Ghent”.", text)
        self.assertIn("ask an administrator of MCP Server", text)
        self.assertEqual(self.partner.city, "Berlin")

    def test_a_later_change_that_is_in_the_way_is_named(self):
        change = self.moved()
        values = {"record_ids": self.partner.ids, "values": {"city": "Berlin"}}
        self.assertAnswers(self.call("update_records", model="res.partner", **values))
        (text,) = self.refused(change)
        self.assertIn("Undo first, in this order: Changed: 1 × Contact (", text)

    def test_a_record_that_is_gone_is_named_as_gone(self):
        change = self.moved()
        self.partner.unlink()
        (text,) = self.refused(change)
        self.assertIn(f"Contact {self.partner.id} was deleted.", text)

    def test_an_administrator_is_offered_to_overwrite_and_may(self):
        change = self.moved(ADMINISTRATOR)
        self.partner.city = "Berlin"
        text, action, button, _context = self.refused(change, "RedirectWarning")
        self.assertIn("Azure: City is “Berlin” now, no longer “Ghent”.", text)
        self.assertIn(f"“{button}” overwrites what changed since.", text)
        self.assertEqual(action["params"]["ids"], change.ids)
        done = self.said(change, "action_undo_anyway")
        self.assertEqual(done, "Undone: Changed: 1 × Contact.")
        self.assertEqual(self.partner.city, "Namur")
        note = self.env["mcp.audit.log"].search([("tool", "=", "undone")], limit=1)
        self.assertEqual(json.loads(note.arguments)["force"], True)

    def test_who_is_no_administrator_overwrites_nothing(self):
        change = self.moved()
        self.partner.city = "Berlin"
        error = self.press(change, "action_undo_anyway")["error"]["data"]
        self.assertEqual(error["name"], "odoo.exceptions.AccessError")
        self.assertEqual(self.partner.city, "Berlin")

    # ------------------------------------------------------------------ refusals

    def test_a_refusal_of_odoo_says_that_nothing_was_undone(self):
        values = {"name": "Quokka", "email": "q@example.com"}
        change = self.done("create_records", model="res.partner", values=values)
        partner = self.env["res.partner"].search([("name", "=", "Quokka")])
        users = self.env["res.users"].with_context(no_reset_password=True)
        users.create({"login": "quokka", "partner_id": partner.id})
        (text,) = self.refused(change)
        self.assertIn("Nothing was undone; Odoo refuses", text)
        self.assertIn("Correct the records themselves instead.", text)

    def test_what_cannot_come_back_is_no_error_of_the_server(self):
        change = self.deleted()
        lines = change.sudo().line_ids
        line = lines.filtered(lambda x: x.model == "res.partner" and x.kind == "unlink")
        line.before = {**line.before, "company_id": 2**31 - 1}
        (text,) = self.refused(change)
        self.assertIn("Nothing was undone: what res.partner", text)

    def test_a_page_that_is_older_than_the_change_may_be_says_so(self):
        change = self.moved()
        self.env.cr.execute(
            "UPDATE mcp_change SET create_date = now() - interval '3 days'"
        )
        (text,) = self.refused(change)
        self.assertIn("a change can be undone for 24 hours", text)

    def test_what_was_undone_already_says_by_whom(self):
        change = self.moved()
        self.said(change)
        (text,) = self.refused(change)
        self.assertIn(f"{self.mcp_caller.name} has undone this change already", text)

    # ------------------------------------------------------------------- results

    def test_the_person_reads_what_the_undo_did(self):
        change = self.moved()
        self.assertEqual(self.said(change), "Undone: Changed: 1 × Contact.")
        self.assertEqual(self.partner.city, "Namur")

    def test_what_is_not_as_before_is_told_until_it_is_closed(self):
        owner = {"res_model": "res.partner", "res_id": self.partner.id}
        values = {"name": "a.txt", "raw": b"hello", **owner}
        file = self.env["ir.attachment"].create(values)
        path = file._full_path(file.store_fname)
        values = {"datas": base64.b64encode(b"another").decode()}
        what = {"model": "ir.attachment", "record_ids": file.ids, "values": values}
        change = self.done("update_records", **what)
        os.remove(path)
        text = self.said(change)
        self.assertRegex(text, r"^Undone in part: .*Not as before: a\.txt \(.*File")

    def test_a_record_that_came_back_under_another_id_is_told(self):
        change = self.deleted()
        old = self.partner.id
        self.env.cr.execute(
            "INSERT INTO res_partner (id, name, active) VALUES (%s, 'Taken', true)",
            [old],
        )
        text = self.said(change)
        back = self.env["res.partner"].search([("name", "=", "Azure")])
        self.assertIn(f"Back under another id: Azure ({old} → {back.id})", text)

    def test_what_was_archived_as_it_may_not_be_deleted_is_told(self):
        tag = "res.partner.category"
        rights = self.env["ir.model.access"].search([("model_id.model", "=", tag)])
        rights.perm_unlink = False
        system = self.env.ref("base.group_system")
        rights[0].copy({"group_id": system.id}).perm_unlink = True
        change = self.done("create_records", model=tag, values={"name": "Quokka"})
        text = self.said(change)
        self.assertIn("Archived, as you may not delete: Quokka.", text)

    def test_a_message_is_listed_by_the_record_that_it_is_about(self):
        values = {"record_id": self.partner.id, "body": "Called them."}
        change = self.done("post_message", model="res.partner", **values)
        self.assertEqual(change.record_names, "Azure")
        self.assertEqual(change.summary, "Created: 1 × Message")

    def test_a_deleted_record_is_named_where_another_one_pointed_to_it(self):
        child = {"name": "Luc", "parent_id": self.partner.id}
        self.env["res.partner"].create(child)
        change = self.deleted()
        fields = change._shown().records
        pairs = [r["fields"]["parent_id"] for r in fields if "parent_id" in r["fields"]]
        self.assertEqual(pairs, [["Azure", None]])

    def test_the_names_of_records_do_not_run_into_each_other(self):
        other = self.partner.copy({"name": "Brick, and mortar"})
        values = {"record_ids": [*self.partner.ids, other.id], "values": {"ref": "x"}}
        change = self.done("update_records", model="res.partner", **values)
        names = {"Azure", "Brick, and mortar"}
        self.assertEqual(set(change.record_names.split("; ")), names)

    def test_a_long_change_is_named_by_its_first_records_alone(self):
        rows = [{"name": f"Long {number:02}"} for number in range(50)]
        change = self.done("create_records", model="res.partner", values=rows)
        read = []
        lines = type(change)._lines

        def counted(records, most=None):
            read.append(len(found := lines(records, most)))
            return found

        self.patch(type(change), "_lines", counted)
        self.assertEqual(change.record_names, "Long 00; Long 01; Long 02; …")
        self.assertGreater(len(change.line_ids), FIRST)
        self.assertEqual(max(read), FIRST)
