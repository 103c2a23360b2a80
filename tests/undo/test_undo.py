"""Every ORM write of a call is journalled and can be undone; never half of it."""

from odoo import Command
from odoo.tests import tagged

from ...services.callers.principal import Mode
from ...services.journal.recording import recording
from ...tools.safety.undo import Undone
from ..common import McpCase


class JournalCase(McpCase):
    """Change sets of calls that a test makes itself."""

    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.as_user = self.env(user=self.mcp_caller.id)

    def changed(self, body):
        """Run ``body(env)`` as a tool would and keep its change set."""
        with recording(self.as_user) as journal:
            body(self.as_user)
            self.as_user.flush_all()
            change = journal.finished(self.as_user)
        texts = {"kind": "change", "summary": "test", "tool": "test"}
        return self.as_user["mcp.change"]._keep(change, texts)

    def undo(self, **arguments):
        self.env.invalidate_all()
        return self.call("undo", **arguments)


@tagged("post_install", "-at_install")
class TestUndo(JournalCase):
    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create(
            {"name": "Azure", "phone": "1", "comment": "<p>old</p>", "lang": "en_US"}
        )

    def row(self, record):
        self.env.flush_all()
        self.env.cr.execute(
            f"SELECT to_jsonb(t) - 'write_date' - 'write_uid' FROM {record._table} t "
            "WHERE id = %s",
            [record.id],
        )
        found = self.env.cr.fetchone()
        return found and found[0]

    def test_a_change_comes_back_with_all_that_it_moved(self):
        before = self.row(self.partner)
        self.changed(
            lambda env: (
                env["res.partner"]
                .browse(self.partner.id)
                .write({"name": "Blue", "phone": "2", "comment": "<p>new</p>"})
            )
        )
        self.assertNotEqual(self.row(self.partner), before)
        self.assertAnswers(self.undo())
        self.assertEqual(self.row(self.partner), before)

    def test_a_created_record_is_deleted(self):
        made = []
        self.changed(
            lambda env: made.append(env["res.partner"].create({"name": "New"}).id)
        )
        self.assertAnswers(self.undo())
        self.assertFalse(self.env["res.partner"].browse(made).exists())

    def test_a_deleted_record_comes_back_under_its_id_with_what_hung_on_it(self):
        tag = self.env["res.partner.category"].create({"name": "Tag"})
        child = self.env["res.partner"].create(
            {"name": "Child", "parent_id": self.partner.id}
        )
        self.partner.category_id = tag
        self.partner.message_post(body="a note")
        messages = len(self.partner.message_ids)
        before, tagged_before = self.row(self.partner), self.partner.category_id.ids
        child_before = self.row(child)
        self.changed(lambda env: env["res.partner"].browse(self.partner.id).unlink())
        self.assertFalse(self.partner.exists())
        self.assertAnswers(self.undo())
        self.assertEqual(self.row(self.partner), before)
        self.assertEqual(self.row(child), child_before)
        self.assertEqual(self.partner.category_id.ids, tagged_before)
        self.assertEqual(len(self.partner.message_ids), messages)

    def test_links_come_back(self):
        one, two = self.env["res.partner.category"].create(
            [{"name": "1"}, {"name": "2"}]
        )
        self.partner.category_id = one
        self.changed(
            lambda env: (
                env["res.partner"]
                .browse(self.partner.id)
                .write({"category_id": [(4, two.id), (3, one.id)]})
            )
        )
        self.assertEqual(self.partner.category_id, two)
        self.assertAnswers(self.undo())
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.category_id, one)

    def test_a_value_changed_since_is_a_conflict_and_nothing_is_undone(self):
        other = self.env["res.partner"].create({"name": "Other"})

        def body(env):
            env["res.partner"].browse(self.partner.id).phone = "2"
            env["res.partner"].browse(other.id).phone = "3"

        self.changed(body)
        self.partner.phone = "4"
        self.env.flush_all()
        refused = self.undo()
        self.assertRefused(refused, "Nothing was undone")
        (conflict,) = refused.structured["conflicts"]
        self.assertEqual(
            (conflict["model"], conflict["id"], conflict["field"]),
            ("res.partner", self.partner.id, "phone"),
        )
        self.assertEqual((conflict["expected"], conflict["found"]), ("2", "4"))
        self.env.invalidate_all()
        self.assertEqual(other.phone, "3")

    def test_force_overwrites_and_is_for_administrators(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        self.partner.phone = "4"
        self.env.flush_all()
        operator = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        call = self.make_call("undo", {"force": True}, user=operator)
        self.assertRefused(self.answer(call), "Administrator")
        self.assertAnswers(self.undo(change_id=change.id, force=True))
        self.env.invalidate_all()
        self.assertEqual(self.partner.phone, "1")

    def test_others_changes_are_not_ones_own(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        operator = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        none = f"no change set {change.id} that you may undo"
        for arguments, words in (
            ({"change_id": change.id}, none),
            ({}, "nothing to undo"),
        ):
            outcome = self.answer(self.make_call("undo", arguments, user=operator))
            self.assertRefused(outcome, words)
        self.assertEqual(self.partner.phone, "2")

    def test_what_is_to_be_undone_first_is_named(self):
        def written(phone):
            return self.changed(
                lambda env: (
                    env["res.partner"].browse(self.partner.id).write({"phone": phone})
                )
            )

        first, second = written("2"), written("3")
        other = self.changed(
            lambda env: (
                env["res.partner"].browse(self.partner.id).write({"city": "Ghent"})
            )
        )
        refused = self.undo(change_id=first.id)
        order = f"Undo first, in this order: change set {second.id}."
        self.assertRefused(refused, order, "force: true")
        self.assertNotIn(str(other.id), refused.text.partition("\n")[0])
        self.assertAnswers(self.undo(change_id=second.id))
        self.assertAnswers(self.undo(change_id=first.id))

    def test_its_preview_names_what_it_undoes(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        time = change.create_date.isoformat()[:16]
        for arguments in ({}, {"change_id": change.id}):
            call = self.make_call("undo", arguments, dry_run=True)
            call.env = call.env(context={**call.env.context, "tz": "UTC"})
            named = f"Undo change set {change.id} (test, {time}"
            self.assertIn(named, self.answer(call).text)

    def test_who_may_no_longer_create_or_write_does_not_by_an_undo(self):
        category = self.env["res.partner.category"].create({"name": "Old"})
        self.env.flush_all()
        self.changed(
            lambda env: env[category._name].browse(category.id).write({"name": "New"})
        )
        self.changed(lambda env: env["res.partner"].browse(self.partner.id).unlink())
        group = self.env.ref("base.group_partner_manager")
        groups = "group_ids" if "group_ids" in self.mcp_caller._fields else "groups_id"
        self.mcp_caller.write({groups: [Command.unlink(group.id)]})
        for _refused in ("delete", "write"):
            self.assertRefused(self.undo(), "not allowed")
            self.env["mcp.change"].search([], limit=1).unlink()
        self.assertFalse(self.partner.exists())
        self.assertEqual(category.name, "New")

    def test_an_administrator_with_a_lowered_key_undoes_his_own_alone(self):
        """He sees those of others in Odoo, whatever his key may do."""
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        other = self.mcp_user(self.mcp_groups)
        for ceiling, words in (
            (Mode.OPERATOR, "need the access mode Administrator"),
            (Mode.ADMINISTRATOR, None),
        ):
            principal = self.principal(other, ceiling=ceiling)
            arguments = {"change_id": change.id}
            call = self.make_call("undo", arguments, user=other, principal=principal)
            if words:
                self.assertRefused(self.answer(call), words)
            else:
                self.assertAnswers(self.answer(call))

    def test_everything_since_a_checkpoint_comes_back(self):
        first = self.row(self.partner)
        mark = self.assertAnswers(self.call("create_checkpoint", name="before"))
        for phone in ("2", "3", "4"):
            self.changed(
                lambda env, phone=phone: (
                    env["res.partner"].browse(self.partner.id).write({"phone": phone})
                )
            )
        answer = self.assertAnswers(self.undo(checkpoint=mark["checkpoint"]))
        self.assertEqual(len(answer["undone"]), 3)
        self.assertEqual(self.row(self.partner), first)

    def test_a_checkpoint_is_found_by_its_name(self):
        self.assertAnswers(self.call("create_checkpoint", name="before"))
        self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        self.assertEqual(
            len(self.assertAnswers(self.undo(checkpoint="before"))["undone"]), 1
        )

    def test_a_name_of_no_or_of_two_checkpoints_is_refused(self):
        self.assertRefused(self.call("undo", checkpoint="nowhere"), "list_changes")
        for _twice in range(2):
            self.assertAnswers(self.call("create_checkpoint", name="twice"))
        self.assertRefused(self.call("undo", checkpoint="twice"), "list_changes")

    def test_a_value_that_is_not_the_callers_to_read_is_not_told_as_none(self):
        value = {"model": "res.partner", "id": 1, "field": "x", "hidden": True}
        hidden = {**value, "expected": None, "found": None}
        text = Undone(undone=[], not_as_before=[hidden]).text()
        self.assertNotIn("None", text)
        self.assertIn("not yours to read", text)

    def test_an_undo_is_a_change_set_and_can_be_undone(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        self.assertAnswers(self.undo())
        self.env.invalidate_all()
        made = change.undone_by_id
        self.assertEqual(made.kind, "undo")
        self.assertRefused(self.undo(change_id=change.id), "undone already")
        self.assertAnswers(self.undo(change_id=made.id))
        self.env.invalidate_all()
        self.assertEqual(self.partner.phone, "2")

    def test_translations_come_back_in_every_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        country = self.env.ref("base.be")
        country.with_context(lang="fr_FR").name = "Belgique"
        before = self.row(country)
        self.mcp_caller.write(
            {self.group_field: [(4, self.env.ref("base.group_system").id)]}
        )
        self.changed(
            lambda env: env["res.country"].browse(country.id).write({"name": "B"})
        )
        self.assertAnswers(self.undo())
        self.assertEqual(self.row(country), before)

    @property
    def group_field(self):
        users = self.env["res.users"]
        return "group_ids" if "group_ids" in users._fields else "groups_id"

    def test_a_change_set_too_old_is_refused(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        self.env.cr.execute(
            "UPDATE mcp_change SET create_date = create_date - interval '25 hours'"
        )
        self.env.invalidate_all()
        self.assertRefused(self.undo(change_id=change.id), "too old")
        self.env["ir.config_parameter"].set_param("mcp.undo_hours", "48")
        self.assertAnswers(self.undo(change_id=change.id))

    def test_what_a_savepoint_took_back_is_in_no_change_set(self):
        def body(env):
            partner = env["res.partner"].browse(self.partner.id)
            try:
                with env.cr.savepoint():
                    partner.phone = "9"
                    env["res.partner"].create({"name": "Never"})
                    env.flush_all()
                    raise ValueError
            except ValueError:
                pass
            partner.email = "a@example.com"

        change = self.changed(body)
        (line,) = change._lines()
        self.assertEqual((line.kind, next(iter(line.after))), ("write", "email"))

    def test_credentials_are_kept_in_no_image(self):
        self.partner.signup_prepare()
        change = self.changed(
            lambda env: (
                env["res.partner"]
                .browse(self.partner.id)
                .sudo()
                .write({"signup_type": "reset", "email": "b@example.com"})
            )
        )
        lines = change._lines()
        self.assertTrue(lines)
        for line in lines:
            self.assertFalse([n for n in (*line.before, *line.after) if "token" in n])

    def test_the_button_undoes_as_the_person_in_odoo(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        self.assertIn("1", change.diff)
        self.assertIn("2", change.diff)
        change.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.partner.phone, "1")
        self.assertFalse(change.can_undo)

    def test_a_user_sees_his_own_changes_only(self):
        change = self.changed(
            lambda env: env["res.partner"].browse(self.partner.id).write({"phone": "2"})
        )
        listed = self.assertAnswers(self.call("list_changes", change_id=change.id))
        self.assertEqual(
            listed["changes"][0]["records"][0]["fields"]["phone"], ["1", "2"]
        )
        self.mcp_caller.tz = "Asia/Kolkata"
        listed = self.assertAnswers(self.call("list_changes", change_id=change.id))
        self.assertRegex(listed["changes"][0]["time"], r"T\d\d:\d\d:\d\d\+05:30$")
        other = self.mcp_user("odoo_mcp.group_observer")
        outcome = self.answer(
            self.make_call("list_changes", {"change_id": change.id}, user=other)
        )
        self.assertEqual(self.assertAnswers(outcome)["changes"], [])

    def test_a_change_is_found_by_a_record_of_which_a_line_is(self):
        tag = self.env["res.partner.category"].create({"name": "T"})

        def both(env):
            env["res.partner"].browse(self.partner.id).write({"phone": "2"})
            tag.with_env(env).sudo().write({"name": "U"})

        change = self.changed(both)
        for model, record, found in (
            ("res.partner", self.partner, True),
            ("res.partner.category", tag, True),
            ("res.partner", tag, False),
        ):
            if not found and tag.id == self.partner.id:
                continue
            which = {"model": model, "record_id": record.id}
            listed = self.assertAnswers(self.call("list_changes", **which))["changes"]
            self.assertEqual(change.id in [row["id"] for row in listed], found, which)
