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

    def shown(self, tool, **arguments):
        """What a preview says was done to which contact, in its order."""
        values = {"model": "res.partner", **arguments}
        outcome = self.answer(self.make_call(tool, values, dry_run=True))
        records = self.assertAnswers(outcome)["preview"]["records"]
        return [(x["change"], x["name"]) for x in records if "partner" in x["model"]]

    def test_a_record_that_is_named_stands_before_what_its_model_writes_first(self):
        names = [{"name": "Luc"}, {"name": "Lambert"}]
        luc, lambert = self.env["res.partner"].create(names)
        partners = type(luc)
        write = partners.write

        def first_the_other(records, values):
            """As orders do, whose moves get the date before they have it themselves."""
            if records == lambert:
                write(luc, {"ref": "first"})
            return write(records, values)

        self.patch(partners, "write", first_the_other)
        change = {"record_ids": lambert.ids, "values": {"city": "Namur"}}
        told = [("write", "Lambert"), ("write", "Luc")]
        self.assertEqual(self.shown("update_records", **change), told)
        rows = {"values": [{"id": lambert.id, "city": "Namur"}]}
        self.assertEqual(self.shown("update_records", **rows), told)
        self.assertAnswers(self.call("update_records", model="res.partner", **change))
        change = self.env["mcp.change"].search([], limit=1)
        listed = [record["name"] for record in change._shown().records]
        self.assertEqual(listed, ["Lambert", "Luc"])
        # undone it is by the order in which it was done
        self.assertEqual(change._lines()[0].res_id, luc.id)

    def test_what_is_created_stands_before_what_is_created_in_it(self):
        people = [[0, 0, {"name": "Luc", "bank_ids": [[0, 0, {"acc_number": "1"}]]}]]
        values = [{"name": "Lambert", "is_company": True, "child_ids": people}]
        told = self.shown("create_records", values=values)
        self.assertEqual([n for _kind, n in told][:2], ["Lambert", "Lambert, Luc"])

    def test_an_undo_begins_with_the_record_of_the_change(self):
        people = [[0, 0, {"name": "Luc"}]]
        values = {"name": "Lambert", "is_company": True, "child_ids": people}
        self.assertAnswers(
            self.call("create_records", model="res.partner", values=[values])
        )
        outcome = self.answer(self.make_call("undo", {}, dry_run=True))
        records = self.assertAnswers(outcome)["preview"]["records"]
        self.assertEqual(
            (records[0]["change"], records[0]["name"]), ("unlink", "Lambert")
        )
