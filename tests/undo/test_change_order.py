"""A change set begins with the record that was asked for; what came along follows."""

from odoo.tests import tagged

from ...services.journal.recording import recording
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestChangeOrder(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def kept(self, tool, **arguments):
        """Names of the contacts in the change set of a call, in their order."""
        self.assertAnswers(self.call(tool, model="res.partner", **arguments))
        lines = self.env["mcp.change"].search([], limit=1)._lines()
        ids = [line.res_id for line in lines if line.model == "res.partner"]
        return self.env["res.partner"].browse(ids).mapped("name")

    def test_a_created_record_stands_before_those_created_in_it(self):
        people = [[0, 0, {"name": "Luc"}], [0, 0, {"name": "Marie"}]]
        values = {"name": "Lambert", "is_company": True, "child_ids": people}
        names = self.kept("create_records", values=[values])
        self.assertEqual(names, ["Lambert", "Luc", "Marie"])

    def test_records_stand_in_the_order_in_which_they_were_asked_for(self):
        names = [{"name": "Luc"}, {"name": "Lambert"}]
        luc, lambert = self.env["res.partner"].create(names)
        self.env.flush_all()
        for first, second in (("city", "ref"), ("ref", "city")):
            with self.subTest(first), recording(self.env) as journal:
                # Odoo writes the columns of both at once, in an order of its own
                lambert.write({first: f"{first} 1"})
                luc.write({second: f"{second} 2"})
                self.env.flush_all()
                lines = journal.finished(self.env).lines
                ids = [line.res_id for line in lines if line.model == luc._name]
                self.assertEqual(ids, [lambert.id, luc.id])
