"""Another file of the same size and type in a field is another file."""

from __future__ import annotations

import base64

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestFilesTold(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_system"
    mcp_needs = ("test.mcp.order",)

    def setUp(self):
        super().setUp()
        old = base64.b64encode(b"one")
        values = {"name": "One", "file": old, "raw": old}
        self.order = self.env["test.mcp.order"].create(values)

    def write(self, name, content, **control):
        values = {name: base64.b64encode(content).decode()}
        arguments = {"model": "test.mcp.order", "values": values}
        arguments["record_ids"] = self.order.ids
        self.env.invalidate_all()
        return self.make_call("update_records", arguments, **control)

    def test_a_change_tells_it(self):
        for name in ("file", "raw"):
            with self.subTest(name):
                answer = self.assertAnswers(self.answer(self.write(name, b"two")))
                [change] = answer["changes"]
                self.assertEqual((change["field"], change["new"]["size"]), (name, 3))
                self.assertNotEqual(change["old"], change["new"])

    def test_the_same_file_again_is_no_change(self):
        for name in ("file", "raw"):
            with self.subTest(name):
                answer = self.assertAnswers(self.answer(self.write(name, b"one")))
                self.assertEqual(answer["changes"], [])

    def test_a_preview_tells_it_without_what_it_holds(self):
        for name in ("file", "raw"):
            with self.subTest(name):
                outcome = self.answer(self.write(name, b"two", dry_run=True))
                self.assertAnswers(outcome)
                self.assertNotIn("Nothing changes", outcome.text)
                self.assertRegex(outcome.text, r"(?m)^  \w+: .* → ")
                for held in (base64.b64encode(x).hex() for x in (b"one", b"two")):
                    self.assertNotIn(held, outcome.text)
                    self.assertNotIn(held, str(outcome.structured))
