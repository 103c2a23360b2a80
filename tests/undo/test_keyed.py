"""Fields with a value for each company or language: what is shown, and undone."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...services.journal import keyed_shown
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestKeyed(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Other"})
        self.partner = self.env["res.partner"].create({"name": "P", "barcode": "a1"})
        self.theirs = self.partner.with_company(self.other)
        self.theirs.barcode = "theirs 1"
        self.env.flush_all()

    def write(self, **more):
        values = {
            "model": "res.partner",
            "record_ids": self.partner.ids,
            "values": {"barcode": "a2"},
        }
        outcome = self.answer(self.make_call("update_records", values, **more))
        self.env.invalidate_all()
        return outcome

    def test_a_preview_and_a_change_set_show_no_value_of_another_company(self):
        (row,) = self.assertAnswers(self.write(dry_run=True))["preview"]["records"]
        self.assertEqual(row["fields"]["barcode"], ["a1", "a2"])
        self.assertAnswers(self.write())
        change = self.env["mcp.change"].search([], limit=1)
        told = self.call("list_changes", change_id=change.id)
        self.assertIn("a2", told.text)
        self.assertNotIn("theirs 1", str(told.structured) + told.text)

    def preview_of(self, record, values, **more):
        call = {"model": record._name, "record_ids": record.ids, "values": values}
        call = self.make_call("update_records", {**call, **more}, dry_run=True)
        outcome = self.answer(call)
        (row,) = self.assertAnswers(outcome)["preview"]["records"]
        return row["fields"], outcome.text

    def test_a_preview_shows_the_language_that_is_written(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        tag = self.env["res.partner.category"].create({"name": "Friend"})
        fields, text = self.preview_of(tag, {"name": "Ami"}, lang="fr_FR")
        self.assertEqual(fields, {"name [fr_FR]": [None, "Ami"]})
        self.assertIn("name [fr_FR]: – → Ami", text)
        values = {"model": tag._name, "record_ids": tag.ids, "lang": "fr_FR"}
        self.assertAnswers(
            self.call("update_records", **values, values={"name": "Ami"})
        )
        change = self.env["mcp.change"].search([], limit=1)
        self.assertIn("Ami", self.call("list_changes", change_id=change.id).text)
        self.assertIn("[fr_FR]", change.diff)
        tag.with_context(lang="fr_FR").name = "Amie"
        self.env.flush_all()
        self.assertRefused(self.call("undo"), "name [fr_FR]", "Amie")

    def test_a_text_that_odoo_stores_for_english_too_is_told_for_both(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        trade = self.env["res.partner.industry"].create({"name": "X"})
        right = {
            "name": "Trades",
            "model_id": self.env["ir.model"]._get_id(trade._name),
        }
        self.env["ir.model.access"].create({**right, "perm_write": True})
        self.assertFalse(trade.full_name)
        values = {"model": trade._name, "record_ids": trade.ids, "lang": "fr_FR"}
        values["values"] = {"full_name": "Commerce"}
        call = self.make_call("update_records", values, dry_run=True)
        outcome = self.answer(call)
        (row,) = self.assertAnswers(outcome)["preview"]["records"]
        both = {
            "full_name": [None, "Commerce"],
            "full_name [fr_FR]": [None, "Commerce"],
        }
        self.assertEqual(row["fields"], both)
        changes = self.assertAnswers(self.call("update_records", **values))["changes"]
        told = {c["field"]: (c["old"], c["new"]) for c in changes}
        both = {
            "full_name": (None, "Commerce"),
            "full_name [en_US]": (None, "Commerce"),
        }
        self.assertEqual(told, both)
        values["values"] = {"full_name": "Négoce"}
        changes = self.assertAnswers(self.call("update_records", **values))["changes"]
        self.assertEqual([c["field"] for c in changes], ["full_name"])

    def test_a_text_that_goes_in_every_language_is_told_for_each(self):
        for code in ("fr_FR", "de_DE"):
            self.env["res.lang"]._activate_lang(code)
        trades = self.env["res.partner.industry"].create(
            [{"name": "X", "full_name": "Trade"}, {"name": "Y", "full_name": "Craft"}]
        )
        trades[0].with_context(lang="de_DE").full_name = "Handel"
        self.env["ir.model.access"].create(
            {
                "name": "Trades",
                "model_id": self.env["ir.model"]._get_id(trades._name),
                "perm_write": True,
            }
        )
        values = {"model": trades._name, "record_ids": trades.ids, "lang": "fr_FR"}
        values["values"] = {"full_name": False}
        changes = self.assertAnswers(self.call("update_records", **values))["changes"]
        told = [(c["id"], c["field"], c["old"]) for c in changes]
        first, second = trades.ids
        expected = [
            *((first, "full_name", "Trade"), (second, "full_name", "Craft")),
            (first, "full_name [de_DE]", "Handel"),
            *((first, "full_name [en_US]", "Trade"),),
            (second, "full_name [en_US]", "Craft"),
        ]
        self.assertEqual(sorted(told), sorted(expected))

    def test_a_conflict_is_told_in_the_language_in_which_it_is(self):
        for code in ("fr_FR", "de_DE"):
            self.env["res.lang"]._activate_lang(code)
        tag = self.env["res.partner.category"].create({"name": "Friend"})
        values = {"model": tag._name, "record_ids": tag.ids, "lang": "fr_FR"}
        self.assertAnswers(
            self.call("update_records", **values, values={"name": "Ami"})
        )
        tag.with_context(lang="fr_FR").name = "Amie"
        tag.with_context(lang="de_DE").name = "Freund"
        self.mcp_caller.lang = "de_DE"
        self.env.flush_all()
        (conflict,) = self.call("undo").structured["conflicts"]
        told = {name: conflict[name] for name in ("field", "expected", "found")}
        expected = {"field": "name [fr_FR]", "expected": "Ami", "found": "Amie"}
        self.assertEqual(told, expected)

    def test_a_text_that_a_created_record_got_since_is_a_conflict(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        values = {"model": "res.partner", "values": {"name": "New"}}
        made = self.assertAnswers(self.call("create_records", **values))["ids"]
        partner = self.env["res.partner"].browse(made)
        partner.with_company(self.other).barcode = "since"
        self.env.flush_all()
        self.assertRefused(self.call("undo"), "Nothing was undone")
        self.assertTrue(partner.exists())
        partner.with_company(self.other).barcode = False
        self.env.flush_all()
        self.assertAnswers(self.call("undo"))
        self.assertFalse(partner.exists())

    def test_a_new_record_shows_its_text_once(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        values = {"model": "res.partner.category", "lang": "fr_FR"}
        values["values"] = {"name": "Ami"}
        outcome = self.answer(self.make_call("create_records", values, dry_run=True))
        (row,) = self.assertAnswers(outcome)["preview"]["records"]
        self.assertEqual(row["fields"]["name"], [None, "Ami"])
        self.assertNotIn("name [fr_FR]", row["fields"])

    def test_a_preview_shows_the_company_that_is_written(self):
        self.mcp_caller.write({"company_ids": [(4, self.other.id)]})
        values, company = {"barcode": "theirs 3"}, self.other.id
        fields, text = self.preview_of(self.partner, values, company_id=company)
        self.assertEqual(fields, {"barcode [Other]": ["theirs 1", "theirs 3"]})
        self.assertIn("barcode [Other]: theirs 1 → theirs 3", text)

    def test_a_company_without_a_value_has_the_default(self):
        companies = self.env.company | self.other
        env = self.env(context={"allowed_company_ids": companies.ids})
        env["ir.default"].set("res.partner", "barcode", "usual")
        field, key = self.partner._fields["barcode"], str(self.other.id)
        for before, after, told in (
            ({}, {key: "own"}, ["usual", "own"]),
            ({key: "own"}, None, ["own", "usual"]),
            ({key: None}, {key: "own"}, [None, "own"]),
        ):
            with self.subTest(told):
                shown = keyed_shown.pairs(env, field, before, after)
                self.assertEqual(shown, {" [Other]": told})
        whole = keyed_shown.pairs(env, field, None, {key: "own"}, whole=True)
        self.assertEqual(whole, {" [Other]": [None, "own"]})

    def test_undo_leaves_what_another_company_wrote_since(self):
        self.assertAnswers(self.write())
        self.theirs.barcode = "theirs 2"
        self.env.flush_all()
        answer = self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertEqual(
            (self.partner.barcode, self.theirs.barcode), ("a1", "theirs 2")
        )
        self.assertFalse(answer.get("not_as_before"))

    def column(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT barcode FROM res_partner WHERE id = %s", self.partner.ids
        )
        return self.env.cr.fetchone()[0]

    def test_nothing_for_a_company_comes_back_as_nothing_and_not_as_its_default(self):
        self.mcp_caller.partner_id.barcode = "c1"
        self.env["ir.default"].set("res.partner", "barcode", "d", company_id=True)
        for emptied, value in ((True, "a2"), (False, False)):
            with self.subTest(emptied=emptied):
                self.partner.barcode = False if emptied else "a1"
                before = self.column()
                key = str(self.env.company.id)
                self.assertEqual(before[key], None if emptied else "a1")
                values = {"model": "res.partner", "record_ids": self.partner.ids}
                change = {"values": {"barcode": value}}
                self.assertAnswers(self.call("update_records", **values, **change))
                self.assertNotEqual(self.column(), before)
                answer = self.assertAnswers(self.call("undo"))
                self.env.invalidate_all()
                self.assertEqual(self.column(), before)
                self.assertFalse(answer["not_as_before"])

    def test_a_key_of_one_company_undoes_nothing_of_another(self):
        self.mcp_caller.company_ids += self.other
        arguments = {"record_ids": self.partner.ids, "values": {"barcode": "a2"}}
        arguments |= {"model": "res.partner", "company_id": self.other.id}
        self.assertAnswers(self.call("update_records", **arguments))
        self.assertEqual(self.theirs.barcode, "a2")
        limited = {"allowed_company_ids": self.env.company.ids}
        env = self.env(user=self.mcp_caller.id, context=limited)
        change = env["mcp.change"].search([], limit=1)
        with self.assertRaisesRegex(AccessError, "barcode was changed in a company"):
            change._undo()
        self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertEqual(
            (self.partner.barcode, self.theirs.barcode), ("a1", "theirs 1")
        )

    def test_a_conflict_shows_no_value_of_another_company(self):
        self.assertAnswers(self.write())
        self.partner.barcode = "a3"
        self.theirs.barcode = "theirs 2"
        self.env.flush_all()
        refused = self.call("undo")
        self.assertRefused(refused, "a3")
        self.assertNotIn("theirs 2", str(refused.structured) + refused.text)

    def test_undo_writes_no_field_that_its_caller_may_not(self):
        tag = self.env["res.partner.category"].create({"name": "Before"})
        self.env.flush_all()
        values = {"model": tag._name, "ids": tag.ids, "values": {"name": "After"}}
        self.assertAnswers(self.call("update_records", **values))
        self.patch(tag._fields["name"], "groups", "base.group_system")
        self.assertRefused(self.call("undo"), "name")
        self.env.invalidate_all()
        self.assertEqual(tag.sudo().name, "After")
