from odoo.tests import tagged

from ...services.catalog import _own
from ...services.declarations import Effect, mcp_resource, mcp_tool
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestCatalog(McpCase):
    mcp_needs = ("mcp.tools.probe",)

    def find(self, name, kind="tool"):
        return self.env["mcp.catalog"]._find(kind, name)

    def test_a_method_of_another_addon_is_a_tool_by_decoration_alone(self):
        greet = self.find("greet")
        self.assertEqual(greet.model, "res.partner")
        self.assertEqual(greet.toolset, "mcp_test_extension")
        self.assertEqual(greet.description, "Greet somebody by name.")

    def test_an_override_without_decorator_keeps_the_declaration(self):
        self.assertEqual(self.find("greet").worst, Effect.READ)
        self.assertEqual(self.find("greet").mark.aliases, ("say_hello",))

    def test_the_input_schema_names_every_parameter_and_allows_no_other(self):
        schema = self.find("greet").input_schema
        self.assertEqual(schema["required"], ["name"])
        self.assertFalse(schema["additionalProperties"])
        self.assertEqual(schema["properties"]["name"]["description"], "Who is greeted.")

    def test_writing_tools_take_the_control_arguments_and_readers_do_not(self):
        self.assertIn("dry_run", self.find("probe_add").input_schema["properties"])
        self.assertNotIn("dry_run", self.find("greet").input_schema["properties"])

    def test_an_output_schema_demands_nothing_at_its_root(self):
        schema = self.find("greet").output_schema
        self.assertNotIn("required", schema)
        self.assertNotIn("additionalProperties", schema)

    def test_hints_show_the_worst_that_a_call_can_do(self):
        self.assertFalse(self.find("probe_action").hints["readOnlyHint"])
        self.assertTrue(self.find("greet").hints["readOnlyHint"])
        self.assertTrue(self.find("probe_delete").hints["destructiveHint"])

    def test_a_tool_needs_the_libraries_of_its_toolset_and_its_own(self):
        self.assertEqual(self.find("probe_library").libraries, {"lxml": "lxml"})
        both = {"lxml": "lxml", "mcp_nowhere": "mcp-nowhere"}
        self.assertEqual(self.find("probe_nowhere").libraries, both)
        self.assertEqual(self.find("greet").libraries, {})
        for name in ("read_articles", "create_article"):
            self.assertIn("markdownify", self.find(name).libraries)

    def test_a_public_method_cannot_be_a_tool(self):
        with self.assertRaises(TypeError):

            @mcp_tool(Effect.READ)
            def greet(self):
                """A public method would be an RPC endpoint."""

    def test_a_tool_and_a_resource_of_one_name_on_one_model_are_refused(self):
        class Tools:
            _name = "mcp.tools.records"

            @mcp_tool(Effect.READ)
            def _mcp_both(self):
                """A tool."""

        class Resources(Tools):
            @mcp_resource("odoo://both")
            def _mcp_both(self):
                """A resource, which hides the tool."""

        words = "records._mcp_both is a tool in .* and a resource in .*test_catalog"
        with self.assertRaisesRegex(TypeError, words):
            _own(Resources)

    def test_no_two_tools_of_ours_share_a_name_or_alias(self):
        seen = []
        for declaration in self.env["mcp.catalog"]._declarations().values():
            seen.append((declaration.kind, declaration.name))
            seen += [(declaration.kind, a) for a in declaration.mark.aliases or ()]
        self.assertEqual(len(seen), len(set(seen)))

    def test_every_tool_and_parameter_describes_itself(self):
        for declaration in self.env["mcp.catalog"]._of_kind("tool"):
            if declaration.toolset == "conformance":
                continue
            self.assertTrue(declaration.description, declaration.name)
            properties = declaration.input_schema["properties"]
            for name, schema in properties.items():
                if declaration.model.startswith("mcp.tools."):
                    self.assertIn("description", schema, (declaration.name, name))

    def test_an_answer_that_may_be_null_says_so_in_its_schema(self):
        properties = self.find("query_database").output_schema["properties"]
        self.assertEqual(properties["note"]["type"], ["string", "null"])
        arguments = self.find("query_database").input_schema["properties"]
        self.assertEqual(arguments["limit"]["type"], "integer")
