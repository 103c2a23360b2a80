"""What ``search_tools`` says of a tool: enough to call it, and nothing twice."""

from odoo.tests import tagged

from ...services.catalog import TOOLSETS
from ...services.controls import CONTROLS
from ...services.surface.listing import BYTES_A_TOKEN
from ...services.surface.tool_forms import COMMON, common, signature, written
from ...services.surface.tool_search import best, closest
from ..common import McpCase
from ..things import size

# five tools, both halves, of one question and on average; written in full, they were
# 2,670 and 1,890 tokens
MOST_TOKENS, USUAL_TOKENS = 1650, 1250
ASKED = (
    "run sql on the database",
    "press the confirm button of an order",
    "read a file on the server",
    "who did what",
    "add a new contact",
    "find a contact",
    "audit log",
)


def whole_types(node):
    """What a schema takes, by argument, less how it is written."""
    options = node.get("anyOf", [node])
    kinds = {kind for option in options for kind in _kinds(option)}
    return frozenset(kinds - {"list"} if "list" in kinds else kinds)


def _kinds(option):
    kinds = option.get("type", "string" if "enum" in option else "any")
    return [kinds] if isinstance(kinds, str) else kinds


@tagged("post_install", "-at_install")
class TestToolForms(McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        known = cls.env["mcp.catalog"]._of_kind("tool")
        cls.tools = [tool for tool in known if tool.toolset in TOOLSETS]

    def searched(self, query, **arguments):
        outcome = self.call("search_tools", query=query, **arguments)
        self.assertAnswers(outcome)
        return outcome

    def tokens(self, query, **arguments):
        return size(self.searched(query, **arguments)) / BYTES_A_TOKEN

    def test_five_tools_take_at_most_1650_tokens_and_1250_on_average(self):
        costs = {query: self.tokens(query) for query in ASKED}
        self.assertLessEqual(max(costs.values()), MOST_TOKENS, costs)
        self.assertLessEqual(sum(costs.values()) / len(costs), USUAL_TOKENS, costs)

    def test_fifty_tools_take_at_most_8000_tokens(self):
        self.assertLessEqual(self.tokens("", limit=50), 8000)

    def test_the_tool_whose_name_is_said_is_the_first_and_alone_whole(self):
        for tool in self.tools:
            found = best(self.tools, tool.name)
            self.assertIs(found[0], tool)
            self.assertEqual(closest(found, tool.name), [tool])

    def test_what_is_meant_is_whole_and_the_others_are_in_brief(self):
        tools = self.searched("run sql on the database").structured["tools"]
        for place, tool in enumerate(tools):
            arguments = tool["inputSchema"]["properties"].values()
            described = [facts for facts in arguments if "description" in facts]
            self.assertEqual(bool(described), place < len(tools) - 3, tool["name"])

    def test_no_argument_type_choice_or_demand_is_lost(self):
        for tool in self.tools:
            lean = tool.lean_input_schema
            for whole in (True, False):
                schema = written(tool, whole=whole)["inputSchema"]
                taken = {n for group in common([tool]) for n in group["arguments"]}
                self.assertEqual(
                    {*schema["properties"], *taken}, {*lean["properties"]}, tool.name
                )
                self.assertEqual(schema.get("required"), lean.get("required"))
                for name, facts in schema["properties"].items():
                    self.same(facts, lean["properties"][name], f"{tool.name} {name}")

    def same(self, short, long, what):
        """The two take the same, but that of one or many the many is said."""
        kinds = whole_types(long)
        if "array" in kinds and whole_types(short) == {"array"}:
            kinds = {"array"}
        self.assertEqual(whole_types(short), kinds, what)
        for choice in long.get("enum", ()):
            self.assertIn(choice, short["enum"], what)
        if long.get("default") not in (None, False, 0, "", [], {}):
            self.assertEqual(short.get("default"), long["default"], what)

    def test_a_whole_tool_keeps_every_description(self):
        for tool in self.tools:
            described = written(tool, whole=True)
            self.assertEqual(described["description"], tool.description)
            text = signature(described)
            for name, facts in tool.lean_input_schema["properties"].items():
                if name not in COMMON:
                    self.assertIn(facts["description"], text, tool.name)

    def test_a_brief_tool_has_its_first_sentence(self):
        for tool in self.tools:
            said = written(tool, whole=False)["description"]
            self.assertTrue(tool.description.startswith(said))
            self.assertEqual(said[-1], ".", tool.name)

    def test_what_nearly_every_tool_takes_is_said_once(self):
        outcome = self.searched("create_records")
        self.assertTrue(outcome.structured["common"])
        for group in outcome.structured["common"]:
            for name in group["arguments"]:
                for tool in outcome.structured["tools"]:
                    self.assertNotIn(name, tool["inputSchema"]["properties"])
                self.assertEqual(outcome.text.count(name), 1, name)

    def test_it_is_said_of_whom_it_holds(self):
        outcome = self.searched("create_records", limit=1)
        (group,) = outcome.structured["common"]
        self.assertEqual(group["taken_by"], "all")
        self.assertEqual([*group["arguments"]], [*CONTROLS, "lang", "company_id"])
        for group in self.searched("change a record").structured["common"]:
            for tool in self.tools:
                takes = {*group["arguments"]} <= {*tool.input_schema["properties"]}
                if group["taken_by"] != "all" and tool.name in group["taken_by"]:
                    self.assertTrue(takes, tool.name)

    def test_how_to_read_what_is_left_out_is_said_where_something_is(self):
        for half in (
            self.searched("read a file").text,
            self.searched("read a file").structured["more"],
        ):
            self.assertIn("search for the tool's name", half)
        self.assertNotIn("more", self.searched("read_file", limit=1).structured)
