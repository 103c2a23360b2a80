"""Fixture tools that answer content of every kind."""

from typing import Any

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.odoo_mcp.services.call import Call
from odoo.addons.odoo_mcp.services.declarations import (
    Content,
    Effect,
    Field,
    Params,
    mcp_tool,
)

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA"
    "AABJRU5ErkJggg=="
)
WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA="


def text(value: str) -> dict[str, Any]:
    return {"type": "text", "text": value}


def image() -> dict[str, Any]:
    return {"type": "image", "data": PNG, "mimeType": "image/png"}


def embedded(uri: str, mime_type: str, value: str) -> dict[str, Any]:
    resource = {"uri": uri, "mimeType": mime_type, "text": value}
    return {"type": "resource", "resource": resource}


class HeaderParams(Params):
    region: str = Field(
        description="Mirrored into a header.",
        json_schema_extra={"x-mcp-header": "Region"},
    )
    query: str | None = Field(None, description="Not mirrored.")


class AddressParams(Params):
    @classmethod
    def mcp_schema(cls) -> dict[str, Any]:
        """A schema that uses JSON Schema 2020-12 as it stands."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "$defs": {
                "address": {
                    "$anchor": "addressDef",
                    "type": "object",
                    "properties": {
                        "street": {"type": "string"},
                        "city": {"type": "string"},
                    },
                }
            },
            "properties": {
                "name": {"type": "string"},
                "address": {"$ref": "#/$defs/address"},
                "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                "phone": {"type": "string"},
                "email": {"type": "string"},
            },
            "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
            "if": {
                "properties": {"contactMethod": {"const": "phone"}},
                "required": ["contactMethod"],
            },
            "then": {"required": ["phone"]},
            "else": {"required": ["email"]},
            "additionalProperties": False,
        }


class ConformanceTools(models.AbstractModel):
    _name = "mcp.tools.conformance"
    _description = "MCP tools: conformance fixtures"
    _mcp_toolset = "conformance"

    @mcp_tool(Effect.READ)
    def _mcp_test_simple_text(self) -> str:
        """Answer a simple text."""
        return "This is a simple text response for testing."

    @mcp_tool(Effect.READ)
    def _mcp_test_image_content(self) -> Content:
        """Answer an image."""
        return Content([image()])

    @mcp_tool(Effect.READ)
    def _mcp_test_audio_content(self) -> Content:
        """Answer a sound."""
        return Content([{"type": "audio", "data": WAV, "mimeType": "audio/wav"}])

    @mcp_tool(Effect.READ)
    def _mcp_test_embedded_resource(self) -> Content:
        """Answer an embedded resource."""
        uri = "test://embedded-resource"
        value = "This is an embedded resource content."
        return Content([embedded(uri, "text/plain", value)])

    @mcp_tool(Effect.READ)
    def _mcp_test_multiple_content_types(self) -> Content:
        """Answer a text, an image and a resource."""
        uri, value = "test://mixed-content-resource", '{"test":"data","value":123}'
        return Content(
            [
                text("Multiple content types test:"),
                image(),
                embedded(uri, "application/json", value),
            ]
        )

    @mcp_tool(Effect.READ)
    def _mcp_test_tool_with_logging(self, call: Call) -> str:
        """Log while it runs."""
        call.log("info", "Tool execution started")
        call.log("info", "Tool processing data")
        call.log("info", "Tool execution completed")
        return "Tool with logging executed successfully"

    @mcp_tool(Effect.READ)
    def _mcp_test_tool_with_progress(self, call: Call) -> str:
        """Report progress while it runs."""
        for done in (0, 50, 100):
            call.progress(done, 100, f"Completed step {done} of 100")
        return "Tool with progress executed successfully"

    @mcp_tool(Effect.READ)
    def _mcp_test_error_handling(self) -> str:
        """Fail always."""
        raise UserError("This tool intentionally returns an error for testing")

    @mcp_tool(Effect.READ)
    def _mcp_test_reconnection(self) -> str:
        """Answer once; a closed stream cancels instead of being resumed."""
        return "Reconnection test completed"

    @mcp_tool(Effect.READ)
    def _mcp_test_x_mcp_header(self, params: HeaderParams) -> str:
        """Echo an argument that a header mirrors."""
        return f"region={params.region}"

    @mcp_tool(Effect.READ)
    def _mcp_json_schema_2020_12_tool(self, params: AddressParams) -> str:
        """Take arguments described by JSON Schema 2020-12."""
        return "JSON Schema 2020-12 tool called"
