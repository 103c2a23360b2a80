"""A preview is the exact effect, and a confirmation is of that effect alone."""

from unittest.mock import patch

from odoo.fields import Datetime
from odoo.tests import TransactionCase, new_test_user, tagged

from ...services.confirming import confirmation
from ...services.confirming.preview import Preview
from ...services.errors import Refused
from ...services.journal.diff import html
from ...services.journal.lines import ChangeSet, Line
from ...services.journal.shown import Shown, shown
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestPreviews(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"
    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Azure"})
        self.arguments = {"id": self.partner.id, "name": "Blue"}

    def rename(self, **control):
        call = self.make_call(
            "probe_rename",
            self.arguments,
            principal=self.principal(trusted=False),
            **control,
        )
        self.env.invalidate_all()
        return call

    def test_a_preview_opens_with_a_sentence_and_shows_old_and_new(self):
        preview = self.preview(self.rename()).preview
        first, *rest = preview.splitlines()
        self.assertTrue(first.startswith("Rename 1 contact."), first)
        self.assertIn(f"{self.env.cr.dbname} (production)", first)
        self.assertIn("  name: Azure → Blue", rest)
        self.env.invalidate_all()
        self.assertEqual(self.partner.name, "Azure")

    def test_who_will_follow_a_record_is_told(self):
        customer = self.env["res.partner"].create({"name": "Quokka"})
        colleague = self.mcp_user(name="Cora Colleague").partner_id
        for partner, more, told in (
            (customer, {}, True),
            (customer, {"name": "Blue"}, True),
            (colleague, {}, True),
            (colleague, {"name": "Blue"}, False),
        ):
            values = {"message_partner_ids": {"add": partner.ids}, **more}
            on = {"model": "res.partner", "record_ids": self.partner.ids}
            outcome = self.answer(
                self.make_call("update_records", {**on, "values": values}, dry_run=True)
            )
            with self.subTest(partner.name, more=more):
                line = f"  message_partner_ids: – → {partner.name}"
                self.assertEqual(line in outcome.text, told, outcome.text)

    def test_the_stage_is_named(self):
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        self.assertIn("(staging)", self.preview(self.rename()).preview)

    def test_a_confirmed_call_does_what_was_shown_and_keeps_a_change_set(self):
        token = self.preview(self.rename()).token
        self.assertAnswers(self.answer(self.rename(confirmation=token)))
        self.assertEqual(self.partner.name, "Blue")
        (line,) = [
            line
            for line in self.env["mcp.change"].search([], limit=1)._lines()
            if line.model == "res.partner"
        ]
        self.assertEqual((line.before["name"], line.after["name"]), ("Azure", "Blue"))

    def test_records_that_changed_meanwhile_ask_for_a_new_confirmation(self):
        token = self.preview(self.rename()).token
        self.partner.name = "Changed by somebody"
        self.env.flush_all()
        again = self.preview(self.rename(confirmation=token))
        self.assertIn("changed since the preview", again.message)
        self.assertIn("Changed by somebody → Blue", again.preview)
        self.env.invalidate_all()
        self.assertEqual(self.partner.name, "Changed by somebody")
        self.assertAnswers(self.answer(self.rename(confirmation=again.token)))
        self.assertEqual(self.partner.name, "Blue")

    def test_a_confirmation_is_of_one_tool_arguments_user_and_key_alone(self):
        call = self.rename(preview=Preview())
        token = confirmation.issue(call)
        others = [
            self.make_call("probe_add", self.arguments),
            self.make_call("probe_rename", {**self.arguments, "name": "Red"}),
            self.make_call("probe_rename", self.arguments, user=self.env.user),
            self.make_call(
                "probe_rename",
                self.arguments,
                principal=self.principal(credential="test:2"),
            ),
        ]
        for other in others:
            other.confirmation = token
            with self.assertRaisesRegex(Refused, "does not fit this call"):
                confirmation.redeem(other)
        call.confirmation = token
        # a copy of the database has the same key of signatures
        with (
            patch.object(self.env.cr, "dbname", "copy"),
            self.assertRaisesRegex(Refused, "does not fit this call"),
        ):
            confirmation.redeem(call)
        confirmation.redeem(call)

    def test_a_confirmation_is_of_one_language_and_its_companies_alone(self):
        call = self.rename()
        bound, env = confirmation.digest(call), call.env
        for other in ({"lang": "nl_NL"}, {"allowed_company_ids": [7]}):
            call.env = env(context={**env.context, **other})
            with self.subTest(other):
                self.assertNotEqual(confirmation.digest(call), bound)

    def test_a_dry_run_answers_the_effect_and_leaves_nothing(self):
        before = self.env["mcp.change"].search_count([])
        outcome = self.answer(self.rename(dry_run=True))
        shown = self.assertAnswers(outcome)["preview"]
        (record,) = [r for r in shown["records"] if r["model"] == "res.partner"]
        self.assertEqual(record["fields"]["name"], ["Azure", "Blue"])
        self.env.invalidate_all()
        self.assertEqual(self.partner.name, "Azure")
        self.assertEqual(self.env["mcp.change"].search_count([]), before)

    def test_numbers_that_a_run_uses_up_are_said_beforehand(self):
        sequence = self.env["ir.sequence"].create(
            {"name": "Probes", "code": "mcp.probe", "implementation": "no_gap"}
        )
        self.arguments["name"] = "sequence:mcp.probe"
        preview = self.preview(self.rename()).preview
        self.assertIn("“Probes” is used up", preview)
        self.assertEqual(sequence.number_next_actual, 1)

    def test_what_a_person_may_not_write_is_closed_on_every_way(self):
        self.arguments["name"] = "rights"
        refused = self.answer(self.rename(dry_run=True))
        self.assertRefused(refused, "closed to tools")

    def test_odoo_s_note_of_changed_fields_is_counted_not_shown(self):
        self.env.flush_all()
        call = self.make_call(
            "update_records",
            {
                "model": "res.partner",
                "ids": self.partner.ids,
                "values": {"email": "a@example.com"},
            },
            dry_run=True,
        )
        shown = self.assertAnswers(self.answer(call))["preview"]
        self.assertEqual(shown["counts"]["create mail.message"], 1)
        self.assertEqual([r["model"] for r in shown["records"]], ["res.partner"])

    def test_a_message_is_shown_by_what_it_says(self):
        arguments = {"model": "res.partner", "id": self.partner.id, "body": "Hello"}
        call = self.make_call("post_message", arguments, dry_run=True)
        shown = self.assertAnswers(self.answer(call))["preview"]
        (fields,) = [
            r["fields"] for r in shown["records"] if r["model"] == "mail.message"
        ]
        self.assertIn("Hello", fields["body"][1])
        self.assertFalse({"message_id", "reply_to", "res_id"} & set(fields))

    def changed(self, model, record, **values):
        """What a preview shows of changed fields: old and new, by name."""
        self.env.flush_all()
        arguments = {"model": model, "ids": record.ids, "values": values}
        call = self.make_call("update_records", arguments, dry_run=True)
        preview = self.assertAnswers(self.answer(call))["preview"]
        self.env.invalidate_all()
        return next(r["fields"] for r in preview["records"] if r["model"] == model)

    def test_markup_is_shown_as_it_reads_unless_it_alone_changes(self):
        self.partner.comment = "<p>Pays <b>late</b></p>"
        fields = self.changed("res.partner", self.partner, comment="<p>Pays</p>")
        self.assertEqual(fields["comment"], ["Pays *late*", "Pays"])
        fields = self.changed("res.partner", self.partner, comment="<p>Pays *late*</p>")
        self.assertIn("<b>", fields["comment"][0])
        self.assertNotIn("<b>", fields["comment"][1])

    def test_what_a_new_record_is_linked_to_is_shown_by_name(self):
        tags = self.env["res.partner.category"].create([{"name": "A"}, {"name": "B"}])
        values = {"name": "Tagged", "category_id": tags.ids}
        arguments = {"model": "res.partner", "values": values}
        call = self.make_call("create_records", arguments, dry_run=True)
        preview = self.assertAnswers(self.answer(call))["preview"]
        fields = next(
            r["fields"] for r in preview["records"] if r["model"] == "res.partner"
        )
        self.assertEqual(fields["category_id"], [None, "A, B"])

    def test_changed_links_are_shown_by_name(self):
        old, new = self.env["res.partner.category"].create([{"name": n} for n in "AB"])
        self.partner.category_id = old
        fields = self.changed("res.partner", self.partner, category_id=[new.id])
        self.assertEqual(fields["category_id"], ["A", "B"])


@tagged("post_install", "-at_install")
class TestShown(TransactionCase):
    def test_what_odoo_notes_of_a_call_is_counted_not_shown(self):
        note = {"body": "<p>Confirmed</p>", "message_type": "notification"}
        (message,) = self.env["mail.message"].create([note])
        partner = self.env["res.partner"].create({"name": "Written"})
        made = Line("mail.message", message.id, "create", after=note)
        gone = Line("mail.message", message.id, "unlink", before=note)
        refs = {"before": {"ref": "a"}, "after": {"ref": "b"}}
        write = Line("res.partner", partner.id, "write", **refs)
        for line in (made, gone):
            self.assertEqual(self.models([line, write]), ["res.partner"])
        message.partner_ids = self.env.user.partner_id
        self.env.flush_all()
        self.assertEqual(self.models([made, write]), ["mail.message", "res.partner"])

    def test_a_note_that_is_all_there_is_is_shown(self):
        note = {"body": "<p>Hello</p>", "message_type": "notification"}
        (message,) = self.env["mail.message"].create([note])
        line = Line("mail.message", message.id, "create", after=note)
        self.assertIn("Hello", shown(self.env, ChangeSet([line])).text)

    def models(self, lines):
        return [r["model"] for r in shown(self.env, ChangeSet(lines)).records]

    def test_a_person_reads_what_a_model_reads(self):
        partner = self.env["res.partner"].create({"name": "Written"})
        before, after = {"comment": "<p>less &lt;b&gt; more</p>"}, {"comment": None}
        line = Line("res.partner", partner.id, "write", before=before, after=after)
        change = shown(self.env, ChangeSet([line]))
        self.assertIn("comment: less <b> more → –", change.text)
        self.assertIn("less &lt;b&gt; more", html(self.env, change))

    def test_a_moment_has_the_offset_of_the_caller(self):
        self.env.user.tz = "Europe/Brussels"
        cron = self.env["ir.cron"].search([], limit=1)
        before, after = {"nextcall": "2030-07-01T08:00:00"}, {"nextcall": None}
        line = Line("ir.cron", cron.id, "write", before=before, after=after)
        (record,) = shown(self.env, ChangeSet([line])).records
        self.assertEqual(
            record["fields"], {"nextcall": ["2030-07-01T10:00:00+02:00", None]}
        )

    def test_a_field_that_the_reader_may_not_read_is_left_out(self):
        if "mcp.test.thing" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        thing = self.env["mcp.test.thing"].create({"name": "Thing"})
        before, after = {"name": "A", "plan": "B"}, {"name": "C", "plan": "D"}
        lines = [Line(thing._name, thing.id, "write", before=before, after=after)]
        user = new_test_user(self.env, "no_administrator", "base.group_user")
        for uid, known in ((self.env.uid, {"name", "plan"}), (user.id, {"name"})):
            (record,) = shown(self.env(user=uid, su=False), ChangeSet(lines)).records
            self.assertEqual(set(record["fields"]), known)

    def test_only_what_is_not_shown_is_counted(self):
        record = {"model": "res.partner", "id": 1, "name": "A", "change": "create"}
        counts = {"create res.partner": 2, "create mail.followers": 3, "write x": 1}
        text = Shown("Changes.", [{**record, "fields": {}}], counts).text
        last = text.splitlines()[-1]
        self.assertEqual(
            last, "and create res.partner, 3 × create mail.followers, write x"
        )

    def test_of_a_long_preview_later_records_are_there_by_name_and_field(self):
        record = {"model": "res.partner", "name": "Azure", "change": "write"}
        fields = {"comment": ["a" * 150, "b" * 150]}
        records = [{**record, "id": i, "fields": fields} for i in range(20)]
        text = Shown("Changes.", records).text
        self.assertLess(len(text), 4000)
        for number in range(20):
            self.assertIn(f"res.partner {number} Azure", text)
        self.assertEqual(text.count("\n  comment: aaaaa"), 20)
        self.assertIn(f"\n  comment: {'a' * 30}… → {'b' * 30}…", text)


@tagged("post_install", "-at_install")
class TestBoundState(TransactionCase):
    def state(self, before, after):
        line = Line("res.partner", 1, "write", before=before, after=after)
        return ChangeSet([line]).state

    def test_a_column_that_gets_the_current_time_is_not_bound(self):
        now = Datetime.now().isoformat()
        same = self.state({"name": "A"}, {"name": "B"})
        for before in (None, "2020-01-01T00:00:00", now):
            moved = {"name": "A", "date": before}, {"name": "B", "date": now}
            self.assertEqual(self.state(*moved), same)

    def test_any_other_time_is_bound(self):
        after = {"date": "2020-01-01T00:00:00"}
        states = {
            self.state({"date": day}, after) for day in (None, "2020-01-02T00:00:00")
        }
        self.assertEqual(len(states), 2)
