"""import_data under the guards: who may, what is shown, once, and back again."""

from __future__ import annotations

from odoo.tests import tagged

from .import_case import ImportCase

FILE = "ref,name\nK1,New Import\nK2,Other Import\n"


@tagged("post_install", "-at_install")
class TestImportGuards(ImportCase):
    def make(self, file=FILE, *, user=None, control=None, **arguments):
        given = self.given(file, **arguments)
        return self.make_call("import_data", given, user=user, **(control or {}))

    def stage(self, name):
        self.env["ir.config_parameter"].set_param("mcp.stage", name)

    def old(self):
        return self.partners.create({"name": "Old Import", "ref": "K1"})

    def undo(self, **arguments):
        self.env.invalidate_all()
        outcome = self.call("rollback_import", **arguments)
        self.env.invalidate_all()
        return outcome

    def test_an_import_is_for_importers(self):
        user = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        self.assertRefused(self.answer(self.make(user=user)), "Importer")
        user = self.mcp_user("odoo_mcp.group_observer,base.group_partner_manager")
        self.assertRefused(self.answer(self.make(user=user)), "access mode Importer")
        user = self.mcp_user("odoo_mcp.group_importer,base.group_partner_manager")
        asked = {"principal": self.principal(user, trusted=False)}
        needed = self.preview(self.make(user=user, control=asked))
        self.assertFalse(needed.approval)

    def test_in_production_a_person_confirms(self):
        self.stage("production")
        needed = self.preview(self.make())
        self.assertTrue(needed.approval)
        self.assertFalse(self.partners.search([("ref", "=", "K2")]))
        confirmed = {"confirmation": needed.token, "consent": True}
        self.assertAnswers(self.answer(self.make(control=confirmed)))
        self.contact("Other Import")

    def test_rows_with_problems_are_no_reason_to_ask_twice(self):
        """The link to the file with these rows is a new one in each run."""
        user = self.mcp_user("odoo_mcp.group_importer,base.group_partner_manager")
        rows = "name;country_id\nSkip One;Belgium\nSkip Two;Nowhere\n"
        given = self.given(rows, on_error="skip")

        def call(**control):
            asked = {"principal": self.principal(user, trusted=False), **control}
            return self.make_call("import_data", given, user=user, **asked)

        needed = self.preview(call())
        self.assertIn("Rows with problems", needed.preview)
        self.assertAnswers(self.answer(call(confirmation=needed.token)))
        self.contact("Skip One")

    def test_the_preview_says_in_a_sentence_what_would_happen(self):
        known = self.old()
        call = self.make(key=["ref"], control={"dry_run": True})
        preview = self.assertAnswers(self.answer(call))["preview"]
        self.assertIn("Creates 1, updates 1, skips 0 of", preview["summary"])
        self.assertIn("res.partner", preview["summary"])
        self.assertIn("(staging)", preview["summary"])
        self.assertEqual(preview["counts"]["create res.partner"], 1)
        self.env.invalidate_all()
        self.assertEqual(known.name, "Old Import")

    def test_a_key_runs_once_even_when_the_link_is_used_up(self):
        first = self.answer(self.make(control={"idempotency_key": "a"}))
        second = self.answer(self.make(control={"idempotency_key": "a"}))
        self.assertTrue(self.assertAnswers(second)["replayed"])
        self.assertEqual(first.structured["created"], 2)
        self.assertEqual(self.partners.search_count([("ref", "=", "K2")]), 1)

    def test_a_confirmation_is_for_the_file_that_was_shown(self):
        caller = self.mcp_user("odoo_mcp.group_importer,base.group_partner_manager")
        made = self.env["ir.attachment"].with_user(caller)
        held = made.create({"name": "a.csv", "raw": FILE.encode()})
        given = {"model": "res.partner", "source": {"attachment_id": held.id}}
        untrusted = self.principal(caller, trusted=False)

        def run(**control):
            return self.make_call(
                "import_data", given, user=caller, principal=untrusted, **control
            )

        needed = self.preview(run())
        held.raw = FILE.replace("Other", "Evil").encode()
        self.preview(run(confirmation=needed.token))
        self.assertFalse(self.partners.search([("name", "=", "Evil Import")]))

    def test_closed_models_stay_closed(self):
        outcome = self.run_import("name\nx\n", model="ir.rule")
        self.assertRefused(outcome, "closed")

    def test_fields_that_the_caller_may_not_write_are_refused(self):
        self.refused("name,user_ids/login\nA,b\n")
        fields = self.env.registry["res.partner"]._fields
        self.patch(fields["ref"], "groups", "base.group_system")
        self.refused("name,ref\nA,1\n", "ref")

    def test_records_that_the_caller_may_not_write_are_refused(self):
        reader = self.mcp_user("odoo_mcp.group_administrator")
        self.assertRefused(self.answer(self.make(user=reader)), "not allowed")
        # once, and not row by row
        skipping = self.make(user=reader, on_error="skip")
        self.assertRefused(self.answer(skipping), "not allowed")
        self.assertFalse(self.partners.search([("ref", "=", "K2")]))

    def hide(self, record):
        self.env["ir.rule"].create(
            {
                "name": "hidden",
                "model_id": self.env["ir.model"]._get(record._name).id,
                "domain_force": str([("id", "!=", record.id)]),
            }
        )

    def test_a_record_that_is_hidden_is_not_found_by_its_id(self):
        hidden = self.old()
        self.hide(hidden)
        self.refused(f".id,name\n{hidden.id},Taken\n", "not yours")
        self.assertEqual(hidden.name, "Old Import")

    def test_a_record_that_is_hidden_is_not_found_by_its_external_id(self):
        hidden = self.old()
        named = {"module": "__import__", "name": "x_hidden", "model": "res.partner"}
        self.env["ir.model.data"].create({**named, "res_id": hidden.id})
        self.hide(hidden)
        file = "id,name\nx_hidden,Taken\n"
        self.refused(file, "not yours")
        # nor is it told by being skipped that it is there
        self.refused(file, "not yours", on_match="skip")
        self.assertEqual(hidden.name, "Old Import")

    def test_an_attachment_that_the_caller_may_not_read_is_no_file(self):
        held = self.env["ir.attachment"].create({"name": "a.csv", "raw": FILE.encode()})
        given = {"model": "res.partner", "source": {"attachment_id": held.id}}
        self.assertRefused(self.call("import_data", **given), "no attachment")
        self.assertFalse(self.partners.search([("ref", "=", "K2")]))

    def test_rollback_takes_back_what_was_created_and_changed(self):
        known = self.old()
        file = "id,ref,name\nx_new,K2,Other Import\n"
        self.imported(FILE.replace("K2", "K3"), key=["ref"])
        self.imported(file)
        self.assertTrue(self.env.ref("__import__.x_new", raise_if_not_found=False))
        self.assertAnswers(self.undo())
        self.assertFalse(self.env["ir.model.data"].search([("name", "=", "x_new")]))
        self.assertFalse(self.partners.search([("ref", "=", "K2")]))
        self.assertEqual(known.name, "New Import")
        self.assertAnswers(self.undo())
        self.assertEqual(known.name, "Old Import")
        self.assertFalse(self.partners.search([("ref", "=", "K3")]))
        self.assertRefused(self.undo(), "no import")

    def test_its_change_set_is_as_large_as_the_records_that_it_touched(self):
        self.imported(FILE)
        change = self.env["mcp.change"].search([], order="id desc", limit=1)
        self.assertEqual((change.tool, change.size), ("import_data", 2))

    def statements_of_rollback(self, count):
        """Imported cities of so many contacts, taken back; a message of each counted."""
        people = self.partners.create(
            [
                {"name": f"P{n}", "ref": f"{count}-{n}", "city": "Old"}
                for n in range(count)
            ]
        )
        rows = "".join(f"{count}-{n},New {n}\n" for n in range(count))
        self.imported(f"ref,city\n{rows}", key=["ref"])
        self.env.flush_all()
        self.env.invalidate_all()
        messages = len(people.message_ids)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        change = self.env["mcp.change"].search([], limit=1)
        change.with_user(self.mcp_caller)._undo()
        self.env.flush_all()
        taken = self.env.cr.sql_log_count - before
        self.assertEqual(set(people.mapped("city")), {"Old"})
        self.assertEqual(len(people.message_ids), messages)
        return taken

    def test_nor_is_anything_noted_where_the_rollback_is_undone(self):
        contact = self.partners.create({"name": "P", "ref": "again", "city": "Old"})
        self.imported("ref,city\nagain,New\n", key=["ref"])
        self.env.flush_all()
        messages = len(contact.message_ids)
        self.assertAnswers(self.undo())
        self.assertEqual(contact.city, "Old")
        rollback = self.env["mcp.change"].search([("kind", "=", "undo")], limit=1)
        self.assertAnswers(self.call("undo", change_id=rollback.id))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(contact.city, "New")
        self.assertEqual(len(contact.message_ids), messages)

    def test_rollback_asks_the_database_once_for_many_rows_and_notes_nothing(self):
        few, many = self.statements_of_rollback(10), self.statements_of_rollback(40)
        self.assertLess(many - few, 2.5 * 30)

    def test_rollback_is_of_imports_alone(self):
        self.imported(FILE)
        made = self.call("create_records", model="res.partner", values={"name": "X"})
        self.assertAnswers(made)
        change = self.env["mcp.change"].search([], order="id desc", limit=1)
        self.assertRefused(self.undo(change_id=change.id), "no import")
        self.assertAnswers(self.undo())
        self.assertFalse(self.partners.search([("ref", "=", "K2")]))
        self.assertTrue(self.partners.search([("name", "=", "X")]))

    def test_rollback_is_refused_where_undo_refuses(self):
        known = self.old()
        self.imported(FILE, key=["ref"])
        known.name = "Changed since"
        self.env.flush_all()
        self.assertRefused(self.undo(), "Changed since")
        self.assertTrue(self.partners.search([("ref", "=", "K2")]))

    def test_progress_is_told(self):
        told = []
        lines = "".join(f"Many {n} Import\n" for n in range(250))
        call = self.make(f"name\n{lines}")
        call.progress = lambda *step: told.append(step)
        self.assertAnswers(self.answer(call))
        self.assertEqual(told, [(100, 250), (200, 250), (250, 250)])
