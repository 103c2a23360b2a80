"""The list of tools: small, the same every time, and by authorization alone."""

import json
from dataclasses import replace

from odoo.tests import tagged

from ...services.callers.principal import Narrowing
from ...services.surface.listing import BYTES_A_TOKEN, TOKENS
from ...tools.general.search_tools import ANY_MODEL
from ..common import McpCase

MODES = ("observer", "operator", "importer", "administrator")


@tagged("post_install", "-at_install")
class TestListing(McpCase):
    def tools(self, groups, **values):
        """The list of a new user with ``groups``, in wire form."""
        names = ",".join(f"odoo_mcp.group_{name}" for name in groups.split())
        user = self.mcp_user(names)
        listing = self.env(user=user.id)["mcp.listing"]
        return listing._tools(self.principal(user, **values))

    def names(self, groups, **values):
        return [tool["name"] for tool in self.tools(groups, **values)]

    def test_it_costs_at_most_4000_tokens_in_every_mode(self):
        for mode in (*MODES, "administrator developer"):
            tools = {"tools": self.tools(mode)}
            text = json.dumps(tools, ensure_ascii=False, separators=(",", ":"))
            tokens = len(text.encode()) / BYTES_A_TOKEN
            self.assertLessEqual(tokens, TOKENS, mode)

    def test_it_costs_no_more_with_hundreds_of_other_tools(self):
        catalog = self.env["mcp.catalog"]
        like = catalog._find("tool", "aggregate_records")
        others = {
            ("tool", f"other_{n}"): replace(like, name=f"other_{n}", toolset="hr")
            for n in range(300)
        }
        known = {**catalog._declarations(), **others}
        self.patch(self.env.registry, "_mcp_catalog", known)
        for mode in MODES:
            tools = {"tools": self.tools(mode)}
            text = json.dumps(tools, ensure_ascii=False, separators=(",", ":"))
            self.assertLessEqual(len(text.encode()) / BYTES_A_TOKEN, TOKENS, mode)
            self.assertGreater(len(tools["tools"]), 10)
        call = self.make_call("search_tools", {"query": "other_299", "limit": 1})
        (found,) = self.answer(call).structured["tools"]
        self.assertEqual(found["name"], "other_299")

    def test_the_ways_to_the_rest_come_first(self):
        listed = self.names("observer")
        first = ["get_capabilities", "search_tools", "call_read_only_tool", "call_tool"]
        self.assertEqual(listed[:4], first)

    def test_what_a_session_needs_most_is_listed_in_full_mode_too(self):
        listed = self.names("administrator developer")
        self.assertLessEqual({"search_records", "execute_method", "undo"}, {*listed})

    def test_it_is_the_same_for_two_users_with_the_same_rights(self):
        self.assertEqual(self.tools("operator"), self.tools("operator"))

    def test_every_tool_that_is_not_listed_is_found_by_search_tools(self):
        user = self.mcp_user("odoo_mcp.group_administrator,odoo_mcp.group_developer")
        policy = self.env(user=user.id)["mcp.policy"]
        tools = policy._listed("tool", self.principal(user))
        found = set()
        for toolset in {tool.toolset for tool in tools}:
            call = self.make_call(
                "search_tools", {"toolset": toolset, "limit": 50}, user=user
            )
            found |= {t["name"] for t in self.answer(call).structured["tools"]}
        self.assertEqual(found, {tool.name for tool in tools})

    def test_named_toolsets_are_listed_whole(self):
        narrow = Narrowing(toolsets=frozenset({"developer"}))
        listed = self.tools("developer", narrowing=narrow)
        known = self.env["mcp.catalog"]._of_kind("tool")
        whole = {d.name for d in known if d.toolset == "developer"}
        self.assertEqual({tool["name"] for tool in listed}, whole | {"get_job"})
        query = next(t for t in listed if t["name"] == "query_database")
        self.assertIn("outputSchema", query)

    def test_a_key_for_one_toolset_keeps_the_general_tools(self):
        listed = self.names("developer", toolsets=frozenset({"developer"}))
        self.assertEqual(listed[0], "get_capabilities")
        self.assertIn("query_database", listed)

    def test_call_tool_shows_the_worst_that_the_caller_reaches(self):
        def hints(groups):
            listed = self.tools(groups)
            tool = next(t for t in listed if t["name"] == "call_tool")
            return tool["annotations"]

        self.assertTrue(hints("observer")["readOnlyHint"])
        worst = hints("administrator developer")
        self.assertFalse(worst.get("readOnlyHint", False))
        self.assertTrue(worst.get("destructiveHint", True))

    def test_what_calls_readers_is_known_to_read(self):
        for groups in ("observer", "administrator developer"):
            listed = {tool["name"]: tool for tool in self.tools(groups)}
            hints = listed["call_read_only_tool"]["annotations"]
            self.assertTrue(hints["readOnlyHint"], groups)

    def test_lean_schemas_offer_a_list_where_one_or_many_are_taken(self):
        for name, argument in (("create_records", "values"), ("list_invoices", None)):
            tool = self.env["mcp.catalog"]._find("tool", name)
            facts = tool.lean_input_schema["properties"][argument or "move_type"]
            self.assertEqual(facts["type"], "array")
            self.assertNotIn("anyOf", facts)
            self.assertTrue(facts["description"])

    def test_lean_schemas_keep_every_argument_and_what_is_required(self):
        for tool in self.env["mcp.catalog"]._of_kind("tool"):
            whole, lean = tool.input_schema, tool.lean_input_schema
            self.assertEqual(lean["properties"].keys(), whole["properties"].keys())
            self.assertEqual(lean.get("required"), whole.get("required"), tool.name)


@tagged("post_install", "-at_install")
class TestSearchTools(McpCase):
    def found(self, query, **arguments):
        answer = self.call("search_tools", query=query, **arguments)
        return [tool["name"] for tool in self.assertAnswers(answer)["tools"]]

    def test_words_find_the_tool_that_does_it(self):
        for query, name in (
            ("run sql on the database", "query_database"),
            ("install an app module", "install_module"),
            ("shell command", "execute_command"),
            ("list modules", "list_modules"),
            ("take back what I did", "undo"),
            ("why can I not see this record", "explain_access"),
            ("who did what, audit log", "search_audit_log"),
            ("how many customers are there", "count_records"),
            ("press the confirm button of an order", "execute_method"),
            ("add a new contact", "create_records"),
            ("edit the phone of a customer", "update_records"),
            ("remove a record", "delete_records"),
            ("check values before an import", "validate_values"),
        ):
            self.assertIn(name, self.found(query)[:3], query)

    def test_a_found_tool_says_how_it_is_called(self):
        answer = self.call("search_tools", query="query_database", limit=1)
        tool = answer.structured["tools"][0]
        self.assertEqual(tool["inputSchema"]["required"], ["query"])
        self.assertIn("\n  query* ", answer.text)
        self.assertIn("\n  limit (integer) ", answer.text)

    def test_what_only_reads_is_marked_in_both_halves(self):
        for query, reads in (("query_database", True), ("create_records", False)):
            answer = self.call("search_tools", query=query, limit=1)
            (tool,) = answer.structured["tools"]
            self.assertEqual("annotations" in tool, reads, query)
            self.assertEqual(f"{query} (read-only): " in answer.text, reads)

    def test_what_one_may_not_call_is_not_found(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        call = self.make_call("search_tools", {"query": "sql database"}, user=user)
        names = {tool["name"] for tool in self.answer(call).structured["tools"]}
        self.assertNotIn("query_database", names)

    def test_nothing_fitting_says_so(self):
        answer = self.call("search_tools", query="zzzyx")
        self.assertEqual(
            (answer.structured["tools"], answer.structured["total"]), ([], 0)
        )
        for half in (answer.text, answer.structured["note"]):
            self.assertIn("English", half)
            self.assertIn("search_records, create_records", half)

    def test_what_has_no_tool_of_its_own_is_found_as_a_model(self):
        answer = self.call("search_tools", query="currency rate").structured
        self.assertIn("res.currency.rate", answer["note"])
        self.assertIn("search_records", [tool["name"] for tool in answer["tools"]])
        self.assertNotIn("note", self.call("search_tools", query="undo").structured)

    def test_an_exact_name_of_a_model_leads_to_it_though_tools_speak_of_it(self):
        answer = self.call("search_tools", query="bank accounts").structured
        self.assertIn("called so: res.partner.bank", answer["note"])
        self.assertIn(answer["tools"][0]["name"], ANY_MODEL)

    def test_models_are_found_by_what_they_are_called_in_the_callers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        partner = self.env["ir.model"]._get("res.partner")
        partner.with_context(lang="de_DE").name = "Geschäftspartner"
        self.env = self.env(context={**self.env.context, "lang": "de_DE"})
        for query in ("Geschäftspartner", "Geschäftspartnern zusammenführen"):
            answer = self.call("search_tools", query=query).structured
            self.assertIn("res.partner", answer["note"], query)

    def test_a_tool_that_another_mode_would_open_is_named_with_the_mode(self):
        observer = self.mcp_user("odoo_mcp.group_observer")
        nobody = self.mcp_user("odoo_mcp.group_observer")
        for user, query, said in (
            (observer, "delete a record", "delete_records needs the access mode"),
            (nobody, "run sql on the database", None),
        ):
            call = self.make_call("search_tools", {"query": query}, user=user)
            answer = self.answer(call).structured
            with self.subTest(query):
                self.assertIn(said or "", answer.get("note", ""))
                self.assertEqual("note" in answer, bool(said))
            names = [tool["name"] for tool in answer["tools"]]
            self.assertNotIn("delete_records", names)

    def test_a_toolset_that_is_not_there_is_refused_with_those_there_are(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        for name in ("no_such", "developer"):
            call = self.make_call("search_tools", {"toolset": name}, user=user)
            answer = self.answer(call)
            self.assertRefused(answer, f"no toolset {name}", "general, records")
            self.assertNotIn("developer", answer.text.partition("there are")[2])


@tagged("post_install", "-at_install")
class TestGetCapabilities(McpCase):
    def test_it_says_who_one_is_and_what_one_may(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        call = self.make_call("get_capabilities", user=user)
        facts = self.assertAnswers(self.answer(call))
        self.assertEqual(facts["user"]["id"], user.id)
        self.assertEqual(facts["access_mode"], "operator")
        self.assertEqual(facts["database"], self.env.cr.dbname)
        self.assertEqual(facts["stage"], "production")
        self.assertEqual(facts["companies"][0]["id"], user.company_id.id)
        self.assertNotIn("developer", facts["toolsets"])
        self.assertGreaterEqual(facts["toolsets"]["general"], 3)

    def test_it_shows_only_menus_and_models_of_the_caller(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        call = self.make_call("get_capabilities", user=user)
        models = {
            model
            for app in self.answer(call).structured["apps"]
            for model in app["models"]
        }
        env = self.env(user=user.id)
        self.assertTrue(models)
        for model in models:
            self.assertTrue(env[model].has_access("read"), model)
        everything = self.call("get_capabilities").structured["apps"]
        self.assertLessEqual(len(models), sum(len(a["models"]) for a in everything))

    def test_both_halves_stay_below_four_kilobytes(self):
        outcome = self.call("get_capabilities")
        self.assertLess(len(json.dumps(outcome.structured).encode()), 4096)
        self.assertLess(len(outcome.text.encode()), 4096)
