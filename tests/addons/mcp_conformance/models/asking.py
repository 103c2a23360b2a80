"""Fixture tools that ask the client over the POST's own stream."""

from typing import Any

from odoo import models

from odoo.addons.odoo_mcp.services.call import Call
from odoo.addons.odoo_mcp.services.declarations import (
    Effect,
    Field,
    Params,
    mcp_tool,
)
from odoo.addons.odoo_mcp.services.errors import InputRequired
from odoo.addons.odoo_mcp.services.protocol import subscriptions

NAMES = [("value1", "First Option"), ("value2", "Second Option"), ("value3", "Third")]


class PromptParams(Params):
    prompt: str = Field("Hello", description="What the model is asked.")


class MessageParams(Params):
    message: str = Field("Please answer", description="What the person is asked.")


def schema(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": []}


def titled(values: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"const": value, "title": title} for value, title in values]


class AskingTools(models.AbstractModel):
    _inherit = "mcp.tools.conformance"

    @mcp_tool(Effect.READ)
    def _mcp_test_sampling(self, params: PromptParams, call: Call) -> str:
        """Ask the client's model."""
        message = {"role": "user", "content": {"type": "text", "text": params.prompt}}
        answer = call.sample({"messages": [message], "maxTokens": 100})
        return f"LLM response: {answer['content'].get('text')}"

    @mcp_tool(Effect.READ)
    def _mcp_test_elicitation(self, params: MessageParams, call: Call) -> str:
        """Ask the person for a name and an address."""
        answer = call.ask(
            params.message,
            schema(
                username={"type": "string", "description": "User's response"},
                email={"type": "string", "description": "User's email address"},
            ),
        )
        return f"User response: {answer}"

    @mcp_tool(Effect.READ)
    def _mcp_test_elicitation_sep1034_defaults(self, call: Call) -> str:
        """Ask with default values of every type."""
        answer = call.ask(
            "Please review and update the form fields with defaults",
            schema(
                name={"type": "string", "default": "John Doe"},
                age={"type": "integer", "default": 30},
                score={"type": "number", "default": 95.5},
                status={
                    "type": "string",
                    "enum": ["active", "inactive", "pending"],
                    "default": "active",
                },
                verified={"type": "boolean", "default": True},
            ),
        )
        return f"Elicitation completed: {answer}"

    @mcp_tool(Effect.READ)
    def _mcp_test_elicitation_sep1330_enums(self, call: Call) -> str:
        """Ask with choices of every form."""
        plain = ["option1", "option2", "option3"]
        answer = call.ask(
            "Please select options from the enum fields",
            schema(
                untitledSingle={"type": "string", "enum": plain},
                titledSingle={"type": "string", "oneOf": titled(NAMES)},
                legacyEnum={
                    "type": "string",
                    "enum": ["opt1", "opt2", "opt3"],
                    "enumNames": ["Option One", "Option Two", "Option Three"],
                },
                untitledMulti={
                    "type": "array",
                    "items": {"type": "string", "enum": plain},
                },
                titledMulti={"type": "array", "items": {"anyOf": titled(NAMES)}},
            ),
        )
        return f"Elicitation completed: {answer}"

    @mcp_tool(Effect.READ)
    def _mcp_test_missing_capability(self) -> str:
        """Need a capability that the client does not declare."""
        message = {"role": "user", "content": {"type": "text", "text": "Hi"}}
        params = {"messages": [message], "maxTokens": 5}
        question = {"method": "sampling/createMessage", "params": params}
        raise InputRequired({"sample": question})

    @mcp_tool(Effect.READ)
    def _mcp_test_trigger_tool_change(self) -> str:
        """Say that the list of tools changed."""
        subscriptions.changed(self.env.cr.dbname, "tools")
        return "changed"

    @mcp_tool(Effect.READ)
    def _mcp_test_trigger_prompt_change(self) -> str:
        """Say that the list of prompts changed."""
        subscriptions.changed(self.env.cr.dbname, "prompts")
        return "changed"

    @mcp_tool(Effect.READ)
    def _mcp_test_logging_tool(self, call: Call) -> str:
        """Log on every level; only what the client asked for is sent."""
        for level in ("debug", "info", "warning", "error"):
            call.log(level, f"A message of level {level}")
        return "logged"

    @mcp_tool(Effect.READ)
    def _mcp_test_streaming_elicitation(self, call: Call) -> str:
        """Report progress, then ask: never by a request of its own on the stream."""
        call.progress(1, 2, "about to ask")
        if call.client.responses.get("name"):
            return "asked"
        asked = {"mode": "form", "message": "Name?", "requestedSchema": schema()}
        raise InputRequired({"name": {"method": "elicitation/create", "params": asked}})

    @mcp_tool(Effect.READ)
    def _mcp_test_endless_progress(self, call: Call) -> str:
        """Report progress until the client has gone, or ten minutes."""
        for step in range(12_000):
            call.progress(step)
            self.env.cr.execute("SELECT pg_sleep(0.05)")
        return "nobody stopped it"
