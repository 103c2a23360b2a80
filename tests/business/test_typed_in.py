"""What Odoo's forms let a person type in can be written; what they only show cannot."""

import json
from datetime import timedelta

from odoo.tests import tagged

from ...services.orm.relations import Lookups
from ..common import McpCase
from .flow import FlowMixin
from .invoicing import InvoicingCase

WEEKLY = {
    "name": "Stand-up",
    "start": "2026-12-02T10:00:00Z",
    "stop": "2026-12-02T10:30:00Z",
    "recurrency": True,
    "rrule_type": "weekly",
    "count": 5,
    "end_type": "count",
    "wed": True,
}


@tagged("post_install", "-at_install", "-standard", "business")
class TestTypedIn(McpCase):
    mcp_groups = (
        "odoo_mcp.group_operator,mrp.group_mrp_manager,project.group_project_manager"
    )

    def create(self, model, /, **values):
        return self.assertAnswers(
            self.call("create_records", model=model, values=values)
        )

    def update(self, record, /, **values):
        arguments = {"model": record._name, "record_ids": record.ids, "values": values}
        return self.assertAnswers(self.call("update_records", **arguments))

    def meetings(self):
        (made,) = self.create("calendar.event", **WEEKLY)["ids"]
        first = self.env["calendar.event"].browse(made)
        return first.recurrence_id.calendar_event_ids.sorted("start")

    def test_a_recurring_meeting_is_a_series(self):
        answer = self.create("calendar.event", **WEEKLY)
        self.assertEqual(answer["not_applied"], [])
        first = self.env["calendar.event"].browse(answer["ids"])
        self.assertEqual(len(first.recurrence_id.calendar_event_ids), 5)

    def test_a_meeting_that_would_not_recur_is_refused(self):
        bare = {name: WEEKLY[name] for name in ("name", "start", "stop")}
        values = {"model": "calendar.event", "values": {**bare, "recurrency": True}}
        outcome = self.call("create_records", **values)
        self.assertRefused(outcome, "recurrency: nothing recurs", "rrule_type")
        checked = self.assertAnswers(self.call("validate_values", **values))["fields"]
        (missed,) = [field for field in checked if not field["ok"]]
        self.assertEqual(missed["field"], "recurrency")
        (made,) = self.create("calendar.event", **bare)["ids"]
        meeting = self.env["calendar.event"].browse(made)
        change = {"model": meeting._name, "record_ids": meeting.ids}
        outcome = self.call("update_records", **change, values={"recurrency": True})
        self.assertRefused(outcome, "recurrency: nothing recurs")
        # of a series it says nothing new
        self.update(self.meetings()[1], recurrency=True)

    def test_nor_would_a_task(self):
        project = self.env["project.project"].create({"name": "P"})
        task = {"name": "T", "project_id": project.id, "recurring_task": True}
        outcome = self.call("create_records", model="project.task", values=task)
        self.assertRefused(outcome, "recurring_task: nothing recurs", "repeat_unit")
        (made,) = self.create("project.task", **task, repeat_unit="month")["ids"]
        self.assertTrue(self.env["project.task"].browse(made).recurrence_id)

    def test_a_meeting_ends_when_its_time_is_over(self):
        bare = {"name": "Ride", "start": "2031-03-03T09:00:00Z"}
        for given, hours in (({"duration": 1.5}, 1.5), ({}, 1)):
            answer = self.create("calendar.event", **bare, **given)
            meeting = self.env["calendar.event"].browse(answer["ids"])
            self.assertEqual(meeting.stop - meeting.start, timedelta(hours=hours))
            self.assertEqual((meeting.duration, answer["not_applied"]), (hours, []))

    def test_a_whole_series_is_changed(self):
        meetings = self.meetings()
        values = {"recurrence_update": "all_events", "name": "Sit-down"}
        answer = self.update(meetings[1], **values)
        self.assertEqual(meetings.mapped("name"), ["Sit-down"] * 5)
        (missed,) = answer["not_applied"]
        self.assertEqual(missed["field"], "recurrence_update")
        self.assertIn("may have acted on it", missed["stored"])

    def test_a_meeting_that_is_moved_back_is_no_exception_of_its_series(self):
        first = self.meetings()[0]
        moved = {"start": "2026-12-02T15:00:00Z", "stop": "2026-12-02T15:30:00Z"}
        for how in ("future_events", "self_only"):
            self.update(first, recurrence_update=how, location="Here", **moved)
            undone = self.assertAnswers(self.call("undo"))
            self.env.invalidate_all()
            self.assertEqual(undone["not_as_before"], [], how)
            self.assertEqual((first.start.hour, first.location or ""), (10, ""), how)
            self.assertTrue(first.follow_recurrence, how)

    def test_a_stage_mails_no_template_of_another_model(self):
        models_ = self.env["ir.model"]
        ours, theirs = self.env["mail.template"].create(
            [
                {"name": name, "model_id": models_._get_id(name)}
                for name in ("project.task", "mrp.production")
            ]
        )
        stage = self.env["project.task.type"].create({"name": "S", "user_id": False})
        self.update(stage, mail_template_id=ours.id)
        outcome = self.call(
            "update_records",
            model=stage._name,
            record_ids=stage.ids,
            values={"mail_template_id": theirs.id},
        )
        self.assertRefused(outcome, "is about mrp.production, not about project.task")

    def test_a_meeting_of_a_whole_day_is_told_by_its_days(self):
        values = {"name": "Fair", "allday": True}
        days = {"start_date": "2026-12-03", "stop_date": "2026-12-04"}
        made = self.create("calendar.event", **values, **days)["ids"]
        given = {"model": "calendar.event", "domain": [["id", "in", made]]}
        (row,) = self.assertAnswers(self.call("search_records", **given))["records"]
        self.assertLessEqual({"allday": True, **days}.items(), row.items())

    def test_the_bill_of_an_unbuild_order_is_chosen(self):
        product = self.env["product.product"].create({"name": "T", "type": "consu"})
        bill = {"product_tmpl_id": product.product_tmpl_id.id}
        boms = self.env["mrp.bom"].create([bill, bill])
        order = self.env["mrp.unbuild"].create({"product_id": product.id})
        chosen = boms - order.bom_id
        self.assertEqual(self.update(order, bom_id=chosen[0].id)["not_applied"], [])
        self.assertEqual(order.bom_id, chosen[0])

    def test_what_odoo_computes_over_on_creation_is_told(self):
        product = self.env["product.product"].create({"name": "T", "type": "consu"})
        bill = {"product_tmpl_id": product.product_tmpl_id.id}
        for bom in self.env["mrp.bom"].create([bill, bill]):
            values = {"product_id": product.id, "bom_id": bom.id}
            answer = self.create("mrp.unbuild", **values)
            order = self.env["mrp.unbuild"].browse(answer["ids"])
            told = [missed["field"] for missed in answer["not_applied"]]
            self.assertEqual(order.bom_id != bom, "bom_id" in told)

    def described(self, model, detail, **arguments):
        call = {"model": model, "detail": detail, **arguments}
        outcome = self.call("describe_model", **call)
        self.assertFalse(outcome.is_error, outcome.text)
        return outcome.text

    def test_what_a_form_opens_is_offered(self):
        template = self.described("mrp.unbuild", "template")
        self.assertIn("bom_id", json.loads(template.partition("\n")[2]))
        self.assertIn("\nbom_id m2o:mrp.bom", self.described("mrp.unbuild", "compact"))
        told = self.described("mrp.unbuild", "fields", fields=["bom_id", "create_date"])
        of_bill, _, of_date = told.partition("create_date: ")
        self.assertNotIn("read-only", of_bill)
        self.assertIn("read-only", of_date)

    def test_what_the_model_itself_takes_is_written(self):
        project = self.env["project.project"].create({"name": "P"})
        self.update(project, is_favorite=True)
        self.assertIn(self.mcp_caller, project.favorite_user_ids)

    def test_what_no_form_asks_for_is_refused(self):
        for model, name, value in (
            ("sale.order.line", "analytic_precision", 3),
            ("account.account", "display_mapping_tab", True),
            ("res.partner", "sale_order_count", 3),
        ):
            values = {"model": model, "values": {name: value}}
            checked = self.as_admin("validate_values", **values)
            (problem,) = [c["problem"] for c in checked["fields"]]
            self.assertIn("computed", problem)

    def as_admin(self, tool, /, **arguments):
        user = self.env.ref("base.user_admin")
        return self.assertAnswers(
            self.answer(self.make_call(tool, arguments, user=user))
        )

    def test_a_misspelt_product_is_answered_with_those_most_like_it(self):
        found = self.env["product.product"].create({"name": "Quokka Combination"})
        with self.assertRaisesRegex(ValueError, f"nearest: {found.id} Quokka"):
            Lookups(self.env).one("product.product", "Quokka Combinaton")


@tagged("post_install", "-at_install", "-standard", "business")
class TestPickedFrom(FlowMixin, McpCase):
    def test_a_line_is_taken_from_the_lot_that_a_person_would_pick(self):
        product = self.product("Picked", tracking="lot")
        lots = self.lot(product, "A") | self.lot(product, "B")
        for lot in lots:
            self.put_in_stock(product, 5, lot)
        line = self.sale((product, 2)).picking_ids.move_line_ids
        place = [("location_id", "=", self.stock.id), ("product_id", "=", product.id)]
        quants = self.env["stock.quant"].search(place)
        other = quants.filtered(lambda quant: quant.lot_id != line.lot_id)
        values = {"record_ids": line.ids, "values": {"quant_id": other.id}}
        outcome = self.ask("warehouse", "update_records", model=line._name, **values)
        (missed,) = self.assertAnswers(outcome)["not_applied"]
        self.assertIn("may have acted on it", missed["stored"])
        self.assertEqual((line.lot_id, line.quantity), (other.lot_id, 2))


@tagged("post_install", "-at_install", "-standard", "business")
class TestTotalsAreComputed(InvoicingCase):
    def test_the_total_of_a_draft_cannot_be_written(self):
        draft = self.invoice(70.25, post=False)
        before = draft.amount_total
        arguments = {"model": "account.move", "record_ids": draft.ids}
        outcome = self.call("update_records", **arguments, values={"amount_total": 999})
        self.assertRefused(outcome, "amount_total", "computed by Odoo")
        draft.invalidate_recordset()
        self.assertEqual(draft.amount_total, before)
