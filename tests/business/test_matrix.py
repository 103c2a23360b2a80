"""Every tool for business where it cannot do its work, and how long its answers are."""

from odoo.tests import tagged

from ...services.errors import UnknownName
from ..common import McpCase
from ..things import size
from .flow import FlowMixin
from .made import MatrixCase
from .matrix import ABSENT, ELSEWHERE, EVERYBODY, MATRIX, OFFERED, TOOLSETS

# of an answer nobody asked to be long, data and text together
MOST_BYTES = 8_000


@tagged("post_install", "-at_install", "-standard", "business")
class TestMatrix(MatrixCase):
    def test_every_tool_is_in_it(self):
        known = {
            declaration.name
            for declaration in self.env["mcp.catalog"]._of_kind("tool")
            if declaration.toolset in TOOLSETS
        }
        self.assertEqual(known, set(MATRIX) | ELSEWHERE)

    def test_a_record_that_is_not_there_is_named_by_its_argument(self):
        for tool, row in MATRIX.items():
            if row.wrong is None:
                continue
            with self.subTest(tool=tool):
                outcome = self.by_boss(tool, **row.wrong)
                name = next(n for n, v in row.wrong.items() if ABSENT in (v, *_in(v)))
                self.assertRefused(outcome, name, str(ABSENT))
                self.assertLess(size(outcome), MOST_BYTES)

    def test_an_answer_nobody_asked_to_be_long_is_short(self):
        for tool, row in MATRIX.items():
            if row.reads is None:
                continue
            with self.subTest(tool=tool):
                outcome = self.by_boss(tool, **row.reads)
                self.assertAnswers(outcome)
                self.assertLess(size(outcome), MOST_BYTES)

    def test_a_wrong_state_says_what_is_in_the_way(self):
        for tool, row in MATRIX.items():
            if row.state is None:
                continue
            with self.subTest(tool=tool):
                record = getattr(self, f"make_{row.state}")()
                state = record.state if "state" in record._fields else None
                name = next(iter(row.wrong))
                arguments = {**row.more, **self.named(tool, name, record)}
                outcome = self.by_boss(tool, **arguments)
                self.assertRefused(outcome, *row.words)
                self.assertNotIn("Traceback", outcome.text)
                if state:
                    self.assertEqual(record.state, state)

    def named(self, tool, name, record):
        if record._name == "stock.picking":
            return {"picking_id": record.id}
        return {name: [record.id] if name.endswith("_ids") else record.id}


def _in(value):
    return value if isinstance(value, list) else ()


@tagged("post_install", "-at_install", "-standard", "business")
class TestOffered(FlowMixin, McpCase):
    """Who is offered what: nobody sees a tool that Odoo would not let him use."""

    def offered(self, role):
        user = self.new_user(role)
        found = self.env(user=user.id)["mcp.policy"]._listed(
            "tool", self.principal(user)
        )
        return {d.name for d in found if d.toolset in TOOLSETS}

    def test_each_role_is_offered_what_odoo_lets_it_do(self):
        for role, tools in OFFERED.items():
            with self.subTest(role=role):
                self.assertEqual(self.offered(role), EVERYBODY | tools)

    def test_what_is_not_offered_is_refused_with_the_right_that_lacks(self):
        user = self.new_user("warehouse")
        for tool in sorted(set(MATRIX) - self.offered("warehouse")):
            with self.subTest(tool=tool):
                arguments = MATRIX[tool].wrong or {}
                call = self.make_call(tool, arguments, user=user)
                try:
                    self.assertRefused(self.answer(call), "right")
                except UnknownName as unknown:
                    self.assertIn(tool, str(unknown))
