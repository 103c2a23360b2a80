"""Files of attachments and binary fields come back with the rest, or are said to be lost."""

import base64
import os

from odoo.tests import tagged

from ..common import McpCase

OLD, NEW = b"hello file", b"another one"


@tagged("post_install", "-at_install")
class TestUndoOfFiles(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "With a file"})
        self.file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": OLD,
                "res_model": "res.partner",
                "res_id": self.partner.id,
            }
        )
        self.env.flush_all()
        arguments = {
            "model": "ir.attachment",
            "record_ids": self.file.ids,
            "values": {"datas": base64.b64encode(NEW).decode()},
        }
        self.old_path = self.file._full_path(self.file.store_fname)
        self.assertAnswers(self.call("update_records", **arguments))
        self.env.invalidate_all()
        self.assertEqual(self.file.raw, NEW)

    def undo(self):
        answer = self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        return answer

    def test_a_file_comes_back(self):
        answer = self.undo()
        self.assertEqual((self.file.raw, self.file.file_size), (OLD, len(OLD)))
        self.assertFalse(answer.get("not_as_before"))

    def test_a_file_that_odoo_has_collected_is_told_and_nothing_points_there(self):
        os.remove(self.old_path)
        answer = self.undo()
        self.assertEqual(self.file.raw, NEW)
        self.assertTrue(answer["not_as_before"])
        fields = {left["field"] for left in answer["not_as_before"]}
        self.assertIn("store_fname", fields)
