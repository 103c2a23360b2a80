from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.describing.method_labels import MARKED, label
from ...services.orm.buttons import actions
from ...services.orm.doors import STEPS, TOOL_OF
from ...tools.records.execute_method import Executed, State
from .orders import ORDER, OrderCase

# what every model has and tools may run
OPEN = frozenset(
    "action_archive action_unarchive toggle_active copy get_base_url "
    "get_empty_list_help get_external_id get_formview_action get_import_templates "
    "mail_allowed_qweb_expressions mail_get_partner_fields view_header_get".split()
)


@tagged("post_install", "-at_install")
class TestExecuteMethod(OrderCase):
    def test_a_method_runs_and_the_states_are_read_back(self):
        answer = self.assertAnswers(self.execute("action_confirm", self.small))
        self.assertEqual(self.small.state, "done")
        self.assertEqual(answer["state_field"], "state")
        self.assertEqual(
            answer["records"],
            [
                {
                    "id": self.small.id,
                    "name": "Small",
                    "before": "draft",
                    "after": "done",
                }
            ],
        )
        self.assertIs(answer["result"], True)

    def test_what_else_it_changed_is_said(self):
        outcome = self.execute("count_up", self.small)
        (told,) = self.assertAnswers(outcome)["records"]
        self.assertEqual(told["changed"], ["number"])
        said = f"{self.small.id} Small: draft, state unchanged; changed number\n"
        self.assertIn(said, outcome.text)

    def test_where_nothing_changed_it_says_so(self):
        partner = self.env["res.partner"].create({"name": "Quokka"})
        words = "No record was seen to change."
        outcome = self.execute("action_unarchive", partner, "res.partner")
        self.assertEqual(self.assertAnswers(outcome)["note"], words)
        self.assertTrue(outcome.text.endswith(words))
        outcome = self.execute("action_archive", partner, "res.partner")
        self.assertNotIn("note", self.assertAnswers(outcome))
        outcome = self.execute("action_look", self.small)
        self.assertNotIn("note", self.assertAnswers(outcome))

    def test_of_a_model_without_a_state_no_state_is_said(self):
        row = State(id=7, name="Seven", changed=["number"])
        told = Executed(model=ORDER, method="count_up", records=[row])
        self.assertEqual(told.text(), f"{ORDER}.count_up\n7 Seven: changed number")
        told.records[0].changed = []
        self.assertEqual(told.text(), f"{ORDER}.count_up\n7 Seven")

    def test_a_tick_is_no_state(self):
        partner = self.env["res.partner"].create({"name": "Quokka"})
        outcome = self.execute("action_archive", partner, "res.partner")
        self.assertIsNone(self.assertAnswers(outcome)["state_field"])
        self.assertIn(f"{partner.id} Quokka: changed active\n", f"{outcome.text}\n")

    def test_what_odoo_refuses_is_a_tool_error(self):
        self.small.state = "done"
        self.assertRefused(self.execute("action_confirm", self.small), "done already")

    def commit_halfway(self, dry_run=False, **kwargs):
        arguments = {"model": ORDER, "method": "commit_halfway", "kwargs": kwargs}
        arguments["record_ids"] = self.small.ids
        call = self.make_call("execute_method", arguments, dry_run=dry_run)
        return self.answer(call)

    def test_a_method_that_commits_by_itself_is_refused_with_the_reason(self):
        for dry_run in (False, True):
            outcome = self.commit_halfway(dry_run)
            self.assertRefused(outcome, "commits", "Nothing was done")
            self.assertNotIn("install_module", outcome.text)
            self.assertNotIn("reference", outcome.structured or {})
            self.assertEqual(self.small.number, 1)

    def test_a_method_that_catches_why_it_may_not_commit_has_not_committed(self):
        self.assertAnswers(self.commit_halfway(dry_run=True, careless=True))
        self.assertEqual(self.small.number, 1)

    def test_what_it_returns_is_json_without_secrets(self):
        self.mcp_caller.tz = "Europe/Brussels"
        outcome = self.execute("tell", self.small, args=["ab"], kwargs={"times": 2})
        result = self.assertAnswers(outcome)["result"]
        self.assertEqual(result["text"], "abab")
        self.assertEqual(result["orders"], {"model": ORDER, "ids": self.small.ids})
        self.assertEqual(result["when"], "2026-02-16T13:00:00+01:00")
        self.assertEqual(result["access_token"], "***")
        self.assertEqual(result["file"], "<5 bytes>")

    def test_arguments_that_do_not_fit_show_the_signature(self):
        outcome = self.execute("tell", self.small, kwargs={"txt": "x"})
        self.assertRefused(outcome, "(self, text, times=1)", "'text'")

    def test_private_methods_are_refused_as_odoo_does(self):
        for name in ("_private", "kept_private", "_write", "__init__"):
            with self.subTest(name=name):
                self.assertRefused(self.execute(name, self.small), "rivate")

    def test_what_odoos_own_rpc_refuses_is_refused(self):
        from odoo.service.model import get_public_method

        refused = 0
        for name in dir(type(self.small)):
            try:
                get_public_method(self.small, name)
            except (AccessError, AttributeError):
                refused += 1
                self.assertTrue(self.execute(name, self.small).is_error, name)
        self.assertGreater(refused, 100)

    def test_environments_are_not_for_clients_to_change(self):
        for name in ("sudo", "with_user", "with_env", "with_company", "with_context"):
            with self.subTest(name=name):
                self.assertRefused(self.execute(name, self.small))

    def test_what_has_a_tool_of_its_own_names_it(self):
        for name, tool in (
            ("write", "update_records"),
            ("create", "create_records"),
            ("unlink", "delete_records"),
            ("read", "get_record"),
            ("search_read", "search_records"),
            ("web_save", "update_records"),
        ):
            with self.subTest(name=name):
                self.assertRefused(self.execute(name, self.small), tool)

    def test_every_tool_that_is_named_instead_exists(self):
        told = {*TOOL_OF.values(), *STEPS.values()}
        named = {name for text in told for name in text.split(" or ")}
        tools = {tool.name for tool in self.env["mcp.catalog"]._of_kind("tool")}
        self.assertEqual(named - tools, set())

    def test_every_method_that_all_models_have_was_thought_of(self):
        model = self.env["mcp.test.nameless"]
        public = set()
        for name in dir(type(model)):
            method = getattr(type(model), name)
            if name.startswith("_") or getattr(method, "_api_private", False):
                continue
            call = {"model": model._name, "method": name, "record_ids": [1]}
            if callable(method) and not self._is_refused(call):
                public.add(name)
        self.assertEqual(public - OPEN - TOOL_OF.keys(), set())

    def _is_refused(self, arguments):
        from pydantic import ValidationError

        from ...tools.records.execute_method import ExecuteParams

        try:
            env = self.env(user=self.mcp_caller.id)
            ExecuteParams.model_validate(arguments, context={"env": env})
        except AccessError:
            return True
        except ValidationError as error:
            return "works on the model" not in str(error)
        return False

    def test_an_unknown_method_names_the_nearest(self):
        self.assertRefused(self.execute("action_confrm", self.small), "action_confirm")
        self.assertRefused(self.execute("name", self.small), "no public method")

    def test_closed_models_and_methods_are_refused(self):
        admin = self.mcp_user("odoo_mcp.group_administrator,base.group_system")
        cron = self.env["ir.cron"].search([], limit=1)
        parameter = self.env["ir.config_parameter"].search([], limit=1)
        settings = self.env["res.config.settings"].create({})
        for model, method, record in (
            ("ir.cron", "method_direct_trigger", cron),
            ("res.users", "action_reset_password", admin),
            ("ir.config_parameter", "set_param", parameter),
            ("res.config.settings", "execute", settings),
        ):
            arguments = {"model": model, "method": method, "record_ids": record.ids}
            call = self.make_call("execute_method", arguments, user=admin)
            with self.subTest(model=model):
                self.assertRefused(self.answer(call), "closed")

    def test_the_setting_closes_more_methods(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("mcp.closed_methods", f"{ORDER}.action_*")
        self.assertRefused(self.execute("action_confirm", self.small), "closed")
        self.assertAnswers(self.execute("count_up", self.small))

    def test_a_method_does_not_reach_closed_models_either(self):
        admin = self.mcp_user("odoo_mcp.group_operator,base.group_system")
        arguments = {
            "model": ORDER,
            "method": "make_group",
            "record_ids": self.small.ids,
        }
        call = self.make_call("execute_method", arguments, user=admin)
        self.assertRefused(self.answer(call), "res.groups", "closed")

    def test_deleting_by_another_name_is_refused(self):
        outcome = self.execute("give_up", self.small)
        self.assertRefused(outcome, "delete_records")
        self.assertTrue(self.small.exists())

    def test_the_context_holds_four_keys_and_no_other(self):
        company = self.env.company
        self.env["res.lang"]._activate_lang("fr_FR")
        context = {
            "lang": "fr_FR",
            "tz": "Asia/Tokyo",
            "allowed_company_ids": company.ids,
            "active_test": False,
        }
        outcome = self.execute("seen_context", kwargs={"context": context})
        seen = self.assertAnswers(outcome)["result"]
        self.assertEqual(
            seen,
            {
                "lang": "fr_FR",
                "tz": "Asia/Tokyo",
                "companies": company.ids,
                "active_test": False,
            },
        )
        for bad in (
            {"default_name": "x"},
            {"uid": 1},
            {"lang": "fr_FR", "force_company": 1},
            {"lang": "xx_XX"},
            {"tz": "Mars"},
            {"active_test": 0},
            {"allowed_company_ids": [company.id, 99999]},
            {"allowed_company_ids": []},
            [],
            "lang",
        ):
            with self.subTest(context=bad):
                outcome = self.execute("seen_context", kwargs={"context": bad})
                self.assertRefused(outcome, "context")

    def test_companies_stay_within_those_of_the_key(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.mcp_caller.write({"company_ids": [(4, other.id)]})
        mine = self.mcp_caller.company_id
        limited = self.principal(companies=frozenset(mine.ids))

        def seen(ids, principal):
            arguments = {
                "model": ORDER,
                "method": "seen_context",
                "kwargs": {"context": {"allowed_company_ids": ids}},
            }
            call = self.make_call("execute_method", arguments, principal=principal)
            return self.answer(call)

        free = self.assertAnswers(seen([other.id], self.principal()))
        self.assertEqual(free["result"]["companies"], other.ids)
        self.assertRefused(seen([other.id], limited), "allowed_company_ids")
        self.assertAnswers(seen(mine.ids, limited))

    def test_records_are_given_where_they_are_needed(self):
        self.assertRefused(self.execute("action_confirm"), "give record_ids")
        outcome = self.execute("seen_context", self.small)
        self.assertRefused(outcome, "leave record_ids out")
        outcome = self.call(
            "execute_method", model=ORDER, method="count_up", record_ids=[99999999]
        )
        self.assertRefused(outcome, "99999999")

    def test_an_action_for_the_web_client_is_told_as_facts(self):
        result = self.assertAnswers(self.execute("action_look", self.small))["result"]
        self.assertEqual(
            (result["res_model"], result["res_id"]), (ORDER, self.small.id)
        )
        self.assertTrue(result["url"].endswith(f"/odoo/{ORDER}/{self.small.id}"))
        self.assertNotIn("context", result)

    def test_the_values_of_a_copy_are_read_as_those_of_a_create(self):
        answer = self.execute("copy", self.small, kwargs={"default": {"nmae": "x"}})
        self.assertRefused(answer, "Nearest: name")
        answer = self.execute("copy", self.small, args=[{"name": "Copy"}])
        (made,) = self.assertAnswers(answer)["result"]["ids"]
        self.assertEqual(self.env[ORDER].browse(made).name, "Copy")

    def test_a_preview_says_the_buttons_label_and_runs_nothing(self):
        arguments = {
            "model": ORDER,
            "method": "action_confirm",
            "record_ids": self.small.ids,
        }
        caller = self.principal(trusted=False)
        call = self.make_call("execute_method", arguments, principal=caller)
        text = self.preview(call).preview
        self.assertTrue(
            text.startswith(
                "Runs “Confirm order” (action_confirm) on one record of MCP test: "
                f"order ({ORDER}). Confirm it for good? Database: "
            ),
            text,
        )
        self.assertIn("state: draft → done", text)
        self.assertEqual(self.small.state, "draft")
        arguments["record_ids"] = self.large.ids
        call = self.make_call("execute_method", arguments, principal=caller)
        self.assertIn("It then asks: All or a part?.", self.preview(call).preview)

    def test_a_method_that_changes_its_arguments_can_be_confirmed(self):
        call = {"model": ORDER, "method": "label_by", "record_ids": self.small.ids}

        def ask(**control):
            sent = {**call, "args": [{"text": "given"}]}
            caller = self.principal(trusted=False)
            return self.make_call("execute_method", sent, principal=caller, **control)

        token = self.preview(ask()).token
        self.assertAnswers(self.answer(ask(confirmation=token)))
        self.assertEqual(self.small.note, "given")

    def test_a_docstring_for_programmers_is_not_shown_to_people(self):
        for text in (
            ":return: an action",
            "Won semantic: stage.is_won (AND probability = 100)",
            "Open the form of ``account.move``",
            "See :meth:`create`",
        ):
            self.assertTrue(MARKED.search(text), text)
        self.assertFalse(MARKED.search("Confirm the orders, e.g. of a customer."))

    def test_what_a_method_is_for_is_told_in_whole_sentences(self):
        def follow():
            """Adds followers to a record. What it is for
            is a check of rights.

            Args: none."""

        said = "Adds followers to a record. What it is for is a check of rights."
        self.assertEqual(label(self.small, "follow", follow), ("", said))
        follow.__doc__ = f"{said} {'And so on' * 40}"
        self.assertEqual(label(self.small, "follow", follow), ("", said))

    def test_a_notification_has_the_names_of_its_links(self):
        links = [{"label": "P00012", "url": "/odoo/purchase/12"}]
        said = {"title": "Made", "message": "See %s.", "links": links}
        action = {"type": "ir.actions.client", "tag": "display_notification"}
        told = actions.summary(self.env, {**action, "params": said})
        self.assertEqual((told["message"], told["links"]), ("See P00012.", links))

    def test_it_is_called_by_its_older_names(self):
        for name in ("odoo_execute", "execute"):
            arguments = {"model_name": ORDER, "method": "count_up"}
            outcome = self.call(name, **arguments, ids=self.small.ids)
            self.assertAnswers(outcome)
        self.assertEqual(self.small.number, 3)

    @mute_logger("odoo.models.unlink")
    def test_what_it_did_is_undone(self):
        wizard = {"values": {"how": "part", "note": "rest"}, "button": "apply"}
        self.assertAnswers(self.execute("action_confirm", self.large, wizard=wizard))
        self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertEqual((self.large.state, self.large.note), ("draft", False))

    def test_what_it_wrote_beyond_the_callers_rights_is_undone_too(self):
        belgium = self.env.ref("base.be")
        before = belgium.phone_code
        self.assertFalse(belgium.with_user(self.mcp_caller).has_access("write"))
        self.assertAnswers(self.execute("note_elsewhere", self.small))
        self.assertEqual((belgium.phone_code, self.small.number), (before + 1, 2))
        self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertEqual((belgium.phone_code, self.small.number), (before, 1))

    # what is needed by another is tried first
    @mute_logger("odoo.sql_db")
    def test_what_odoo_alone_deletes_is_deleted_by_an_undo(self):
        self.assertAnswers(self.execute("leave_trace", self.small))
        self.assertTrue(self.env["test.mcp.trace"].search([]))
        self.assertAnswers(self.call("undo"))
        self.assertFalse(self.env["test.mcp.trace"].search([]))
