from odoo.tests import tagged

from ...services.confirming.fresh import Fresh
from ...services.journal.lines import Line
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestFresh(McpCase):
    def masked(self, text, model, after):
        line = Line(model, 5, "create", False, {}, after)
        return Fresh(self.env, [line]).masked(text)

    def test_the_number_that_a_document_got_is_masked(self):
        text = self.masked("S00012 Azure", "res.partner", {"name": "S00012"})
        self.assertEqual(text, "# Azure")

    def test_the_id_of_a_record_by_which_another_is_called_is_no_number(self):
        self.assertEqual(self.env["mail.notification"]._rec_name, "res_partner_id")
        after = {"res_partner_id": 468}
        text = self.masked("468 Bea Boss", "mail.notification", after)
        self.assertEqual(text, "468 Bea Boss")
