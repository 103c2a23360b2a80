"""Files of invoices: attached, or read by Odoo's own import into draft bills."""

import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.file_links import links
from .einvoices import CII, UBL, factur_x, pdf
from .invoicing import InvoicingCase

MIXIN = "odoo.addons.account.models.account_document_import_mixin"
TOOL = "upload_invoice_attachment"


def encoded(content):
    return base64.b64encode(content).decode()


@tagged("post_install", "-at_install", "-standard", "business")
class TestInvoiceFiles(InvoicingCase):
    def upload(self, name, content, **arguments):
        arguments = {"filename": name, "base64_data": encoded(content), **arguments}
        return self.call(TOOL, **arguments)

    def test_an_electronic_invoice_becomes_a_draft_bill(self):
        for name, content in (
            ("ubl.xml", UBL),
            ("cii.xml", CII),
            ("facturx.pdf", factur_x()),
        ):
            with self.subTest(name=name):
                answer = self.assertAnswers(self.upload(name, content))
                move = self.env["account.move"].browse(answer["id"])
                self.assertTrue(answer["parsed"], answer)
                self.assertEqual((move.move_type, move.state), ("in_invoice", "draft"))
                self.assertEqual((answer["ref"], move.ref), ("E-1", "E-1"))
                self.assertEqual(answer["invoice_date"], "2025-02-01")
                self.assertEqual(move.invoice_line_ids.mapped("quantity"), [2])
                self.assertEqual(move.invoice_line_ids.mapped("price_unit"), [50])
                total = answer["amount_total"]
                self.assertEqual(total["amount"], move.amount_total)
                self.assertEqual(total["currency"], "USD")
                self.assertTrue(answer["main_attachment"])
                self.assertEqual(
                    move.message_main_attachment_id.id, answer["attachment_id"]
                )
                self.assertIn(f"/odoo/account.move/{move.id}", answer["url"])

    def test_of_a_scan_nothing_is_said_to_be_read(self):
        answer = self.assertAnswers(self.upload("scan.pdf", pdf()))
        move = self.env["account.move"].browse(answer["id"])
        self.assertEqual((answer["parsed"], answer["line_count"]), (False, 0))
        if "extract_state" not in move._fields:
            self.assertEqual(answer["ocr"], "not installed")
        self.assertTrue(answer["created"])
        self.assertIsNone(answer["partner"])
        self.assertTrue(answer["main_attachment"])

    def test_a_file_goes_to_an_invoice_that_is_there(self):
        move = self.invoice(100, move_type="in_invoice")
        answer = self.assertAnswers(self.upload("a.pdf", pdf(), invoice_id=move.name))
        self.assertEqual((answer["id"], answer["created"]), (move.id, False))
        self.assertEqual((answer["state"], answer["parsed"]), ("posted", False))
        self.assertEqual(move.message_main_attachment_id.name, "a.pdf")
        answer = self.assertAnswers(self.upload("b.pdf", pdf(), invoice_id=move.id))
        self.assertEqual(move.message_main_attachment_id.name, "b.pdf")
        self.assertEqual(answer["line_count"], 1)

    def test_an_empty_draft_is_filled_from_an_electronic_invoice(self):
        move = self.env["account.move"].create({"move_type": "in_invoice"})
        answer = self.assertAnswers(self.upload("u.xml", UBL, invoice_id=move.id))
        self.assertTrue(answer["parsed"], answer)
        self.assertEqual(move.invoice_line_ids.mapped("price_unit"), [50])

    def test_a_broken_electronic_invoice_is_not_said_to_be_read(self):
        broken = UBL.replace(b"2025-02-01", b"soon")
        with mute_logger("odoo.addons.account.models.account_move", MIXIN):
            answer = self.assertAnswers(self.upload("broken.xml", broken))
        move = self.env["account.move"].browse(answer["id"])
        self.assertEqual(answer["parsed"], bool(move.invoice_line_ids))
        self.assertEqual(answer["line_count"], len(move.invoice_line_ids))
        self.assertTrue(answer["said"])
        # it may quote the file
        self.assertTrue(all("untrusted" in text for text in answer["said"]))

    def test_what_is_no_file_of_an_invoice_is_refused(self):
        self.assertRefused(self.upload("x.pdf", b"<html><script>"), "text/html")
        self.assertRefused(self.upload("x.pdf", pdf(), invoice_id=2**30), "invoice_id")
        self.assertRefused(self.upload("x.pdf", pdf(), move_type="entry"), "in_invoice")
        self.assertRefused(
            self.upload("x.pdf", pdf(), journal=self.bank.id), "purchase"
        )
        self.assertRefused(self.call(TOOL), "create_upload_link")

    def test_a_preview_creates_nothing(self):
        before = self.env["account.move"].search_count([])
        arguments = {"filename": "u.xml", "base64_data": encoded(UBL)}
        call = self.make_call(TOOL, arguments, dry_run=True)
        self.answer(call)
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_who_may_not_create_bills_uploads_none(self):
        user = self.mcp_user("odoo_mcp.group_operator,sales_team.group_sale_salesman")
        arguments = {"filename": "u.xml", "base64_data": encoded(UBL)}
        outcome = self.answer(self.make_call(TOOL, arguments, user=user))
        self.assertRefused(outcome)

    def test_the_name_of_the_reference_works(self):
        arguments = {"filename": "u.xml", "base64_data": encoded(UBL)}
        self.assertAnswers(self.call(f"odoo_{TOOL}", **arguments))

    def test_a_large_file_comes_by_a_link(self):
        address = self.assertAnswers(self.call("create_upload_link"))["url"]
        link = links.found(self.env, links.TOKEN.search(address)[1])
        link.write({"filename": "big.pdf", "mimetype": "application/pdf"})
        content = pdf() + b"%" * 2_000_000
        links.keep(link, content)
        answer = self.assertAnswers(self.call(TOOL, url=address))
        file = self.env["ir.attachment"].browse(answer["attachment_id"])
        self.assertEqual((file.name, file.file_size), ("big.pdf", len(content)))
