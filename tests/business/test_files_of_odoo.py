"""Files and signatures that Odoo, or a customer, makes are not written by a tool."""

from unittest.mock import patch

from odoo.tests import tagged

from ...services.orm.writes import driven
from .made import MatrixCase

FILE = "UGF5IHRvIG1l"


@tagged("post_install", "-at_install", "-standard", "business")
class TestFilesOfOdoo(MatrixCase):
    def update(self, record, **values):
        self.env.flush_all()
        one = {"model": record._name, "record_ids": record.ids}
        return self.by_boss("update_records", **one, values=values)

    def test_the_pdf_that_is_mailed_is_odoo_s_own(self):
        move = self.make_posted_invoice()
        answer = self.update(move, invoice_pdf_report_file=FILE)
        self.assertRefused(answer, "invoice_pdf_report_file")
        self.assertFalse(move.invoice_pdf_report_file)

    def test_a_file_that_a_form_lets_people_upload_is_theirs(self):
        move, name = self.make_posted_invoice(), "invoice_pdf_report_file"
        opened = patch.object(
            type(self.env["mcp.typed.in"]), "_names_anywhere", lambda *_args: {name}
        )
        field = move._fields[name]
        with opened:
            self.assertTrue(driven.is_driven(move, field))
            with patch.object(driven, "LEGAL", ()):
                self.assertFalse(driven.is_driven(move, field))
        with patch.object(driven, "LEGAL", ()):
            self.assertTrue(driven.is_driven(move, field))

    def test_nor_is_it_written_through_the_file(self):
        move = self.make_posted_invoice()
        move.invoice_pdf_report_file = "T2Rvbw=="
        domain = [("res_model", "=", move._name), ("res_id", "=", move.id)]
        field = ("res_field", "=", "invoice_pdf_report_file")
        file = self.env["ir.attachment"].search([*domain, field])
        self.assertTrue(file)
        self.assertRefused(self.update(file, datas=FILE))
        self.assertEqual(file.raw, b"Odoo")

    def test_a_customer_signs_himself(self):
        order = self.make_quotation()
        for values in ({"signed_by": "Big Customer"}, {"signature": FILE}):
            with self.subTest(values):
                self.assertRefused(self.update(order, **values), *values)

    def test_he_rates_himself_too(self):
        about = {"res_model_id": self.env["ir.model"]._get_id("res.partner")}
        about |= {"res_id": self.person.work_contact_id.id, "consumed": True}
        given = self.env["rating.rating"].create(
            {**about, "rating": 1, "feedback": "Bad"}
        )
        for values in ({"rating": 5}, {"feedback": "Good"}):
            with self.subTest(values):
                refused = self.update(given, **values)
                self.assertRefused(refused, *values, "own steps set it")
        self.assertEqual((given.rating, given.feedback), (1, "Bad"))
