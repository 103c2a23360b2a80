"""The Playground: a person calls tools in Odoo, through the same guards as clients.

Only in the web client, with its session: an API key must not find a second door here.
"""

from __future__ import annotations

import json
import time
from typing import Any

from odoo import _, api, models
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.base.models.res_users import check_identity

from ..services import call_id
from ..services.call import Call, Client
from ..services.callers import addresses
from ..services.callers.principal import Principal
from ..services.catalog import Declaration
from ..services.controls import apart
from ..services.declarations import Effect
from ..services.errors import ConfirmationRequired, McpError, UnknownName
from ..services.outcome import Outcome
from ..services.policy.developers import DEVELOPER
from ..services.surface.listing import BYTES_A_TOKEN
from ..services.surface.toolset_names import toolset_name

# as long as Odoo's own check of identity lasts
CHECKED_S = 600


class McpPagePlayground(models.AbstractModel):
    _name = "mcp.page.playground"
    _description = "MCP page Playground"

    @api.model
    def describe(self) -> list[dict[str, Any]]:
        """The tools that this person may call, with the schema of their arguments."""
        principal = self._principal()
        listed = self.env["mcp.policy"]._listed("tool", principal)
        return [
            {
                **_described(tool),
                "toolset": toolset_name(self.env, tool.toolset),
                "at_once": self._writes_at_once(tool, principal),
            }
            for tool in listed
        ]

    def _writes_at_once(self, tool: Declaration, principal: Principal) -> bool:
        """Whether it may change something without a question first."""
        verdict = self.env["mcp.policy"]._verdict
        writing = [effect for effect in tool.effects if effect > Effect.READ]
        verdicts = [verdict(tool, principal, effect) for effect in writing]
        return any(v.state == "allowed" and not v.confirmations for v in verdicts)

    @api.model
    def call(
        self, name: str, arguments: dict[str, Any], confirmation: str | None = None
    ) -> dict[str, Any]:
        """Call a tool; a person who sees the preview confirms with its token.

        Returns:
            ``{is_error, text, structured, bytes, tokens, duration_ms}``, or
            ``{"confirm": {preview, confirmation, twice, approval}}``, or
            ``{"locked": True}`` where the person has to prove who he is first.
        """
        principal = self._principal()
        tool = self.env["mcp.catalog"]._find("tool", name)
        if tool and _is_dangerous(tool) and not _is_checked():
            return {"locked": True}
        before = time.monotonic()
        try:
            outcome = self._run(tool, name, principal, arguments, confirmation)
        except ConfirmationRequired as needed:
            return _question(needed)
        except McpError as error:
            outcome = Outcome.error(error.message, error.data)
        return _answer(outcome, round((time.monotonic() - before) * 1000))

    @check_identity
    def unlock(self) -> dict[str, Any]:
        """Ask for the password, as Odoo does before it shows an API key."""
        return {"type": "ir.actions.act_window_close"}

    def _run(
        self,
        tool: Declaration | None,
        name: str,
        principal: Principal,
        arguments: dict[str, Any],
        confirmation: str | None,
    ) -> Outcome:
        if tool is None:
            raise UnknownName("tool", name)
        control: dict[str, Any] = {}
        if tool.worst > Effect.READ:
            arguments, control = apart(arguments)
        if confirmation:
            control["confirmation"] = confirmation
        call = Call(
            self.env,
            tool,
            arguments,
            principal,
            Client(name="Playground"),
            call_id.of_request(request),
            # the person who looks at the preview is the one who says yes
            consent=bool(confirmation),
            **control,
        )
        return self.env["mcp.pipeline"]._answer(call)

    @api.model
    def _principal(self) -> Principal:
        """The person at the web client.

        Raises:
            AccessError: anything but the web client's own session, or an
                administrator has stopped calls.
        """
        if not request or request.session.uid != self.env.uid or self.env.su:
            raise AccessError(_("The Playground works in Odoo's web client only."))
        credential = f"web:{self.env.uid}"
        if reason := self.env["mcp.stop"]._reason(self.env.uid, credential):
            raise AccessError(reason)
        http = request.httprequest
        return Principal(
            uid=self.env.uid,
            credential=credential,
            address=addresses.caller_of(http),
            local=addresses.is_local(http),
        )


def _described(tool: Declaration) -> dict[str, Any]:
    schema = dict(tool.input_schema)
    shown = {"confirmation", "idempotency_key"} if tool.worst > Effect.READ else set()
    schema["properties"] = {
        name: value for name, value in schema["properties"].items() if name not in shown
    }
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "effect": "" if tool.delegates else tool.worst.name.lower(),
        "schema": schema,
    }


def _question(needed: ConfirmationRequired) -> dict[str, Any]:
    """What the person is asked; ``approval``: others decide, and these are the facts."""
    asked = {"preview": needed.preview, "confirmation": needed.token}
    asked["twice"] = bool(needed.approval)
    asked["approval"] = False if needed.in_client else needed.approval()
    return {"confirm": asked}


def _is_dangerous(tool: Declaration) -> bool:
    """Whether it can do more than the web client, so that the password is asked for."""
    return tool.toolset == DEVELOPER or tool.worst == Effect.EXECUTE or tool.delegates


def _is_checked() -> bool:
    checked = request.session.get("identity-check-last", 0)
    return checked > time.time() - CHECKED_S


def _answer(outcome: Outcome, duration_ms: int) -> dict[str, Any]:
    """The outcome, with what it would cost a model."""
    data = (
        ""
        if outcome.structured is None
        else json.dumps(outcome.structured, ensure_ascii=False, default=str)
    )
    # clients give their model one half or both; the larger is what it reads at most
    size = max(len(outcome.text.encode()), len(data.encode()))
    return {
        "is_error": outcome.is_error,
        "text": outcome.text,
        "structured": outcome.structured,
        "bytes": size,
        "tokens": -(-size // BYTES_A_TOKEN),
        "duration_ms": duration_ms,
    }
