from odoo.tests import tagged

from ...services.confirming.linked_ids import LinkedIds
from ..common import McpCase

NEW = {("res.partner", 153), ("mail.message", 154)}


@tagged("post_install", "-at_install")
class TestLinkedIds(McpCase):
    def masked(self, text):
        return LinkedIds(self.env, NEW).masked(text)

    def test_the_id_of_a_new_record_is_masked_wherever_it_is_led_to(self):
        for text in (
            '<a href="#" data-oe-model="res.partner" data-oe-id="153">x</a>',
            "<a data-oe-id='153' data-oe-model='res.partner'>x</a>",
            "/mail/view?model=res.partner&amp;res_id=153",
            "/odoo/res.partner/153",
            "/web/image/res.partner/153/avatar_128",
        ):
            with self.subTest(text):
                self.assertEqual(self.masked(text), text.replace("153", "#"))

    def test_the_same_number_of_another_model_stays(self):
        for text in (
            '<a href="#" data-oe-model="res.users" data-oe-id="153">x</a>',
            "/mail/view?res_id=154&model=res.partner",
            "/odoo/res.users/153",
            "/my/orders/154",
        ):
            with self.subTest(text):
                self.assertEqual(self.masked(text), text)

    def test_without_a_model_beside_it_any_new_id_is_masked(self):
        self.assertEqual(
            self.masked("/web/content/154?unique=1"), "/web/content/#?unique=1"
        )
        self.assertEqual(self.masked("/odoo/contacts?id=153"), "/odoo/contacts?id=#")

    def test_the_model_of_another_tag_is_not_taken(self):
        text = '<i data-oe-model="res.users"></i><a data-oe-id="153">x</a>'
        self.assertEqual(self.masked(text), text.replace("153", "#"))

    def test_figures_that_lead_nowhere_stay(self):
        text = '<td width="153" colspan="154">153 of 154, 11/153</td>'
        self.assertEqual(self.masked(text), text)
