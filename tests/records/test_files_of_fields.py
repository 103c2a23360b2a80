"""The file of a field is written there: where it may be, and seen for what it is."""

import base64

from odoo.tests import tagged

from ..common import McpCase

FILE = base64.b64encode(b"evil").decode()


@tagged("post_install", "-at_install")
class TestFilesOfFields(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "With a file"})

    def file(self, **values):
        about = {"res_model": "res.partner", "res_id": self.partner.id}
        values = {"name": "a.txt", "raw": b"good", **about, **values}
        return self.env["ir.attachment"].create(values)

    def update(self, file, **values):
        which = {"model": "ir.attachment", "record_ids": file.ids}
        return self.call("update_records", **which, values=values)

    def test_the_file_of_a_field_is_not_written_as_an_attachment(self):
        file = self.file(res_field="image_1920")
        for values in ({"datas": FILE}, {"res_field": False}, {"name": "b.txt"}):
            with self.subTest(values):
                self.assertRefused(self.update(file, **values), *values)
        self.assertEqual(file.raw, b"good")

    def test_no_attachment_becomes_the_file_of_a_field(self):
        refused = self.update(self.file(), res_field="image_1920")
        self.assertRefused(refused, "res_field", "a person changes it")
        values = {"name": "b.txt", "datas": FILE, "res_field": "image_1920"}
        values |= {"res_model": "res.partner", "res_id": self.partner.id}
        made = self.call("create_records", model="ir.attachment", values=values)
        self.assertRefused(made, "res_field", "a person changes it")

    def test_any_other_attachment_is_written_as_ever(self):
        file = self.file()
        self.assertAnswers(self.update(file, datas=FILE, name="b.txt"))
        self.assertEqual(file.raw, b"evil")
