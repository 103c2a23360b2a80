"""Base classes for tests of tools, here and in other addons."""

from __future__ import annotations

import uuid
from typing import Any

import jsonschema

from odoo.tests import HttpCase, TransactionCase, new_test_user

from ..services.call import Call, Client
from ..services.callers.principal import Principal
from ..services.errors import ConfirmationRequired
from ..services.outcome import Outcome

# seconds that nothing takes, even on a machine that is busy with other work
PATIENCE = 300


class McpMixin:
    """Calls tools through the real pipeline, as a user with given groups.

    Attributes:
        mcp_groups: those of ``mcp_caller``.
        mcp_needs: models without which the tests are skipped, such as a fixture's.
    """

    mcp_groups = "odoo_mcp.group_administrator,odoo_mcp.group_developer"
    mcp_needs: tuple[str, ...] = ()

    def setUp(self):
        super().setUp()
        if missing := [model for model in self.mcp_needs if model not in self.env]:
            self.skipTest(f"no addon here has {', '.join(missing)}")

    def mcp_user(self, groups: str | None = None, **values: Any):
        """A new internal user with ``groups`` (XML ids, comma separated)."""
        names = ",".join(filter(None, ["base.group_user", groups]))
        login = f"mcp_{uuid.uuid4().hex[:8]}"
        return new_test_user(self.env, login=login, groups=names, **values)

    def open_developer_tools(self) -> None:
        """Switch the developer toolset on, as an administrator does in Settings."""
        # sudo: what an administrator does
        self.env["ir.config_parameter"].sudo().set_param("mcp.developer_tools", "True")

    def principal(self, user=None, **values: Any) -> Principal:
        values = {"credential": "test:1", "trusted": True, "local": True, **values}
        return Principal(uid=(user or self.mcp_caller).id, **values)

    @property
    def mcp_caller(self):
        """The user that ``call`` calls as; made on first use."""
        if not getattr(self, "_mcp_caller", None):
            self._mcp_caller = self.mcp_user(self.mcp_groups)
        return self._mcp_caller

    def make_call(
        self,
        tool: str,
        arguments: dict[str, Any] | None = None,
        *,
        user=None,
        principal: Principal | None = None,
        client: Client | None = None,
        kind: str = "tool",
        **control: Any,
    ) -> Call:
        user = user or self.mcp_caller
        env = self.env(user=user.id)
        declaration = env["mcp.catalog"]._find(kind, tool)
        self.assertTrue(declaration, f"no {kind} called {tool}")
        return Call(
            env,
            declaration,
            dict(arguments or {}),
            principal or self.principal(user),
            client or Client(),
            **control,
        )

    def call(self, tool: str, **arguments: Any) -> Outcome:
        """Call ``tool`` as ``mcp_caller`` with a trusted credential."""
        return self.answer(self.make_call(tool, arguments))

    def answer(self, call: Call) -> Outcome:
        """Run a ``Call`` made by ``make_call`` and answer its outcome.

        Its data must fit the declared output schema: clients check that too.
        """
        outcome = call.env["mcp.pipeline"]._answer(call)
        if outcome.structured is not None and call.declaration.output_schema:
            jsonschema.validate(outcome.structured, call.declaration.output_schema)
        return outcome

    def preview(self, call: Call) -> ConfirmationRequired:
        """Run a call that must ask for a confirmation; answer what it shows."""
        with self.assertRaises(ConfirmationRequired) as caught:
            self.answer(call)
        return caught.exception

    def assertAnswers(self, outcome: Outcome) -> dict[str, Any]:
        self.assertFalse(outcome.is_error, outcome.text)
        return outcome.structured or {}

    def assertRefused(self, outcome: Outcome, *words: str) -> None:
        self.assertTrue(outcome.is_error, outcome.text)
        for word in words:
            self.assertIn(word, outcome.text)


class McpCase(McpMixin, TransactionCase):
    """A tool on a real database, in a transaction that is rolled back."""

    def setUp(self):
        super().setUp()
        # what the kernel writes on cursors of its own is rolled back as well
        if hasattr(self, "registry_enter_test_mode"):
            self.registry_enter_test_mode()
        else:
            self.registry.enter_test_mode(self.cr)
            self.addCleanup(self.registry.leave_test_mode)
        self.open_developer_tools()


class McpHttpCase(McpMixin, HttpCase):
    """The endpoint, over HTTP."""

    # 19.0: how long a request waits for the one before it; 20 s by default
    test_cursor_lock_timeout = PATIENCE

    def url_open(self, *args: Any, timeout: int = PATIENCE, **options: Any):
        return super().url_open(*args, timeout=timeout, **options)

    def setUp(self):
        super().setUp()
        self.open_developer_tools()
