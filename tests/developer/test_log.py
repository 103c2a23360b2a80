"""Log lines: whose doing they are, and how many an administrator wants."""

from __future__ import annotations

import logging

from odoo.tests import tagged

from ...services.current_call import inside_a_call
from ...services.log import PACKAGE, logger
from ...services.running import running
from ..common import McpCase

NAME = "odoo.addons.odoo_mcp.tests.log"


@tagged("post_install", "-at_install")
class TestLog(McpCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(PACKAGE.setLevel, PACKAGE.level)
        self.tool = self.env["mcp.catalog"]._of_kind("tool")[0].name

    def lines(self, level: str) -> list[str]:
        """What is written at the setting ``level`` when all four levels speak."""
        self.env["ir.config_parameter"].set_param("mcp.log_level", level)
        speaker, call = logger(NAME), self.make_call(self.tool)
        with self.assertLogs(NAME, logging.DEBUG) as caught, inside_a_call(call):
            for spoken in ("debug", "info", "warning", "error"):
                getattr(speaker, spoken)(f"{spoken} %s", "it is")
        return [record.getMessage() for record in caught.records]

    def test_a_line_starts_with_mcp_and_names_call_user_and_tool(self):
        call = self.make_call(self.tool)
        with self.assertLogs(NAME) as caught, inside_a_call(call):
            logger(NAME).info("read %s%%", 5)
        uid = self.mcp_caller.id
        said = f"MCP call={call.id} user={uid} tool={self.tool} read 5%"
        self.assertEqual(caught.records[0].getMessage(), said)

    def test_outside_a_call_a_line_starts_with_mcp_alone(self):
        self.assertIsNone(running())
        with self.assertLogs(NAME) as caught:
            logger(NAME).warning("the registry is away")
        self.assertEqual(caught.records[0].getMessage(), "MCP the registry is away")

    def test_the_setting_decides_what_is_written(self):
        self.assertEqual(len(self.lines("error")), 1)
        self.assertEqual(len(self.lines("warning")), 2)
        self.assertEqual(len(self.lines("info")), 3)
        self.assertEqual(len(self.lines("debug")), 4)

    def test_debug_is_written_although_odoo_itself_is_less_talkative(self):
        PACKAGE.setLevel(logging.INFO)
        self.env["ir.config_parameter"].set_param("mcp.log_level", "debug")
        with inside_a_call(self.make_call(self.tool)):
            self.assertTrue(logger(f"{NAME}.debug").isEnabledFor(logging.DEBUG))
        self.assertFalse(logger(f"{NAME}.debug").isEnabledFor(logging.DEBUG))

    def test_every_call_leaves_one_line_with_its_result(self):
        with self.assertLogs(PACKAGE.name) as caught:
            self.call(self.tool)
        lines = [r.getMessage() for r in caught.records if " in " in r.getMessage()]
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0], rf"tool={self.tool} \w+ in \d+ ms$")
