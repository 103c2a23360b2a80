from unittest.mock import patch

from odoo.tests import tagged

from ...services.journal import along
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestUpdateRecords(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        rows = [{"name": "One", "phone": "1"}, {"name": "Two", "phone": "2"}]
        self.one, self.two = self.partners = self.env["res.partner"].create(rows)

    def update(self, values, *records, model="res.partner", **arguments):
        if records:
            arguments["record_ids"] = [record.id for record in records]
        return self.call("update_records", model=model, values=values, **arguments)

    def test_one_set_of_values_for_all(self):
        answer = self.assertAnswers(self.update({"phone": "9"}, self.one, self.two))
        self.assertEqual(self.partners.mapped("phone"), ["9", "9"])
        self.assertEqual(
            answer["changes"],
            [
                {"id": self.one.id, "field": "phone", "old": "1", "new": "9"},
                {"id": self.two.id, "field": "phone", "old": "2", "new": "9"},
            ],
        )

    def test_a_set_of_values_for_each(self):
        rows = [{"id": self.one.id, "phone": "8"}, {"id": self.two.id, "city": "Ghent"}]
        answer = self.assertAnswers(self.update(rows))
        changed = {(c["id"], c["field"], c["new"]) for c in answer["changes"]}
        expected = {(self.one.id, "phone", "8"), (self.two.id, "city", "Ghent")}
        self.assertEqual(changed, expected)
        self.assertEqual((self.two.phone, self.two.city), ("2", "Ghent"))

    def test_what_did_not_change_is_not_told(self):
        answer = self.assertAnswers(self.update({"phone": "1"}, self.one))
        self.assertEqual(answer["changes"], [])

    def test_what_odoo_changes_along_is_named_at_no_further_cost(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answer = self.update({"parent_id": next(parents)}, self.one)
            spent = self.env.cr.sql_log_count - before
            return spent, self.assertAnswers(answer)

        rows = [{"name": f"Company {n}", "is_company": True} for n in range(9)]
        parents = iter(self.env["res.partner"].create(rows).ids)
        for _warm in range(2):
            cost()
        spent, answer = cost()
        (also,) = answer["also_changed"]
        self.assertEqual(also["id"], self.one.id)
        self.assertIn("commercial_partner_id", also["fields"])
        self.assertNotIn("parent_id", also["fields"])
        with patch.object(along, "columns", return_value=[]):
            without, answer = cost()
        self.assertEqual(answer["also_changed"], [])
        self.assertEqual(spent, without)
        answer = self.assertAnswers(self.update({"city": "Ghent"}, self.one))
        self.assertEqual(answer["also_changed"], [])

    def test_the_lines_of_a_text_stay_lines_in_a_field_of_html(self):
        rest = "\n\nthird https://example.com/a?b=1&c=2"
        for text in ("first < 1\nsecond", "first &lt; 1\nsecond"):
            with self.subTest(text=text):
                self.one.comment = False
                answer = self.update({"comment": text + rest}, self.one)
                self.assertEqual(self.assertAnswers(answer)["not_applied"], [])
                self.assertIn("<p>first &lt; 1<br>second</p>", self.one.comment)
                self.assertIn("<p>third ", self.one.comment)

    def test_html_is_written_as_it_is(self):
        self.assertAnswers(self.update({"comment": "<p>a\nb &amp; c</p>"}, self.one))
        self.assertEqual(self.one.comment, "<p>a\nb &amp; c</p>")

    def test_nothing_to_write_is_refused(self):
        self.assertRefused(self.update({}, self.one), "nothing to write")
        self.assertRefused(self.update([{"id": self.one.id}]), "nothing to write")

    def test_a_preview_of_no_change_does_not_speak_of_the_past(self):
        arguments = {"record_ids": self.one.ids, "values": {"phone": "1"}}
        call = {"model": "res.partner", **arguments}
        outcome = self.answer(self.make_call("update_records", call, dry_run=True))
        self.assertIn("Nothing changes in 1 res.partner", outcome.text)
        self.assertNotIn("Wrote", outcome.text)

    def test_a_list_of_one_set_of_values_is_for_all_records_too(self):
        answer = self.assertAnswers(self.update([{"phone": "9"}], self.one, self.two))
        self.assertEqual(answer["ids"], self.partners.ids)
        self.assertEqual(self.partners.mapped("phone"), ["9", "9"])

    def test_which_records_must_be_clear(self):
        self.assertRefused(self.update({"phone": "9"}), "record_ids")
        self.assertRefused(self.update([{"phone": "9"}]), "id")
        row = {"id": self.one.id, "phone": "9"}
        self.assertRefused(self.update([row, row]), "id")
        self.assertRefused(self.update([row], self.two), "leave them out")
        self.assertRefused(self.update(row, self.one), "record_ids")
        self.assertRefused(
            self.update({"phone": "9"}, record_ids=[self.one.id, 2**31 - 1]),
            str(2**31 - 1),
        )
        self.assertEqual(self.one.phone, "1")

    def test_an_unknown_field_is_refused_and_nothing_written(self):
        outcome = self.update({"phone": "9", "emial": "x@y.z"}, self.one)
        self.assertRefused(outcome, "emial", "email")
        self.assertEqual(self.one.phone, "1")

    def test_all_or_none_are_written(self):
        rows = [
            {"id": self.one.id, "phone": "9"},
            {"id": self.two.id, "parent_id": self.two.id},
        ]
        self.assertRefused(self.update(rows), "recursive")
        self.assertEqual(self.one.phone, "1")

    def test_what_odoo_rounds_is_not_applied(self):
        admin = self.mcp_user("odoo_mcp.group_administrator,base.group_system")
        euro = self.env.ref("base.EUR")
        arguments = {
            "model": "res.currency",
            "record_ids": euro.id,
            "values": {"rounding": 0.0123456789},
        }
        call = self.make_call("update_records", arguments, user=admin)
        answer = self.assertAnswers(self.answer(call))
        (missed,) = answer["not_applied"]
        self.assertEqual(missed["field"], "rounding")
        self.assertEqual(missed["asked"], 0.0123456789)
        self.assertAlmostEqual(missed["stored"], 0.012346)

    def test_lists_are_replaced_added_to_and_taken_from(self):
        tags = self.env["res.partner.category"].create(
            [{"name": "A"}, {"name": "B"}, {"name": "C"}]
        )
        for value, expected in (
            (tags[:2].ids, tags[:2]),
            ({"add": ["C"], "remove": ["A"]}, tags[1:]),
            ([], tags.browse()),
            ([[6, 0, tags.ids]], tags),
            (None, tags.browse()),
        ):
            with self.subTest(value=value):
                answer = self.assertAnswers(
                    self.update({"category_id": value}, self.one)
                )
                self.assertEqual(self.one.category_id, expected)
                self.assertEqual(answer["not_applied"], [])

    def test_a_line_is_changed_by_its_command(self):
        line = self.env["res.partner"].create(
            {"name": "Line", "parent_id": self.one.id}
        )
        values = {"child_ids": [[1, line.id, {"phone": "7"}], [0, 0, {"name": "New"}]]}
        answer = self.assertAnswers(self.update(values, self.one))
        self.assertEqual(line.phone, "7")
        self.assertEqual(self.one.child_ids.mapped("name"), ["Line", "New"])
        self.assertEqual(answer["not_applied"], [])

    def test_what_changed_in_a_line_is_told(self):
        line = self.env["res.partner"].create({"name": "L", "parent_id": self.one.id})
        inner = self.env["res.partner"].create({"name": "I", "parent_id": line.id})
        deep = [[1, inner.id, {"phone": "8"}]]
        values = {"child_ids": [[1, line.id, {"phone": "7", "child_ids": deep}]]}
        outcome = self.update(values, self.one)
        path = f"child_ids[{line.id}]"
        expected = [
            (f"{path}.phone", None, "7"),
            (f"{path}.child_ids[{inner.id}].phone", None, "8"),
        ]
        changes = self.assertAnswers(outcome)["changes"]
        self.assertEqual([(c["field"], c["old"], c["new"]) for c in changes], expected)
        self.assertEqual({c["id"] for c in changes}, set(self.one.ids))
        self.assertNotIn("Nothing changes", outcome.text)
        again = self.update(values, self.one)
        self.assertIn("Nothing changes", again.text)

    def test_a_change_beyond_what_is_shown_is_told(self):
        tags = self.env["res.partner.category"].create(
            [{"name": f"T{n:02}"} for n in range(30)]
        )
        text = "<p>" + "a" * 400
        self.one.write({"category_id": tags[:29].ids, "comment": f"{text}b</p>"})
        for values in (
            {"category_id": [*tags[:28].ids, tags[29].id]},
            {"comment": f"{text}c</p>"},
        ):
            with self.subTest(values.keys()):
                answer = self.assertAnswers(self.update(values, self.one))
                (change,) = answer["changes"]
                self.assertIn(change["field"], values)

    def test_a_record_that_leaves_the_callers_sight_is_told_of(self):
        tag = self.env["res.partner.category"].create({"name": "Here"})
        rule = {
            "name": "hide",
            "model_id": self.env["ir.model"]._get(tag._name).id,
            "domain_force": "[('name', '!=', 'Nowhere')]",
            "perm_write": False,
        }
        self.env["ir.rule"].create(rule)
        outcome = self.update({"name": "Nowhere"}, tag, model=tag._name)
        self.assertEqual(self.assertAnswers(outcome)["unseen"], tag.ids)
        self.assertIn("no longer yours", outcome.text)
        self.assertEqual(tag.name, "Nowhere")

    def test_a_translation_is_written_in_the_language_named(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        tag = self.env["res.partner.category"].create({"name": "Friend"})
        self.assertAnswers(
            self.update({"name": "Ami"}, tag, model=tag._name, lang="fr_FR")
        )
        self.assertEqual(tag.name, "Friend")
        self.assertEqual(tag.with_context(lang="fr_FR").name, "Ami")

    def test_a_preview_opens_with_what_and_where(self):
        arguments = {
            "model": "res.partner",
            "record_ids": self.partners.ids,
            "values": {"phone": "9"},
        }
        caller = self.principal(trusted=False)
        shown = self.preview(
            self.make_call("update_records", arguments, principal=caller)
        )
        self.assertIn(
            "Changes phone of 2 records of Contact (res.partner). "
            f"Database: {self.env.cr.dbname} (production).",
            shown.preview,
        )
        self.assertIn("phone: 1 → 9", shown.preview)
        self.assertEqual(self.one.phone, "1")

    def test_rights_of_users_are_left_to_people(self):
        admin = self.mcp_user("odoo_mcp.group_administrator,base.group_system")
        name = "group_ids" if "group_ids" in admin else "groups_id"
        arguments = {
            "model": "res.users",
            "record_ids": admin.ids,
            "values": {name: {"add": ["base.group_no_one"]}},
        }
        call = self.make_call("update_records", arguments, user=admin)
        self.assertRefused(self.answer(call), "rights")

    def test_a_key_writes_once_and_a_dry_run_leaves_nothing(self):
        arguments = {
            "model": "res.partner",
            "record_ids": self.one.ids,
            "values": {"phone": "9"},
        }
        shown = self.answer(self.make_call("update_records", arguments, dry_run=True))
        self.assertIn("9", shown.text)
        self.assertEqual(self.one.phone, "1")
        control = {"idempotency_key": "write"}
        first = self.answer(self.make_call("update_records", arguments, **control))
        self.one.phone = "5"
        second = self.answer(self.make_call("update_records", arguments, **control))
        self.assertEqual({**first.structured, "replayed": True}, second.structured)
        self.assertEqual(self.one.phone, "5")
