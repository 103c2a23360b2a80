"""Fixture resources, prompts and completion."""

import base64
from typing import Any

from odoo import api, models

from odoo.addons.odoo_mcp.services.declarations import (
    Field,
    Params,
    mcp_prompt,
    mcp_resource,
)

from .content import PNG, embedded, image, text


class ArgumentParams(Params):
    arg1: str = Field(description="First test argument.")
    arg2: str = Field(description="Second test argument.")


class ResourceParams(Params):
    resource_uri: str = Field(alias="resourceUri", description="URI to embed.")


def message(content: dict[str, Any]) -> dict[str, Any]:
    return {"role": "user", "content": content}


class ReadingFixtures(models.AbstractModel):
    _inherit = "mcp.tools.conformance"

    @mcp_resource("test://static-text", mime_type="text/plain")
    def _mcp_static_text(self) -> str:
        """A static text."""
        return "This is the content of the static text resource."

    @mcp_resource("test://static-binary", mime_type="image/png")
    def _mcp_static_binary(self) -> bytes:
        """A static image."""
        return base64.b64decode(PNG)

    @mcp_resource("test://template/{id}/data")
    def _mcp_template_data(self, id: str) -> str:
        """Data of an id."""
        return f'{{"id":"{id}","templateTest":true,"data":"Data for ID: {id}"}}'

    @mcp_resource("test://watched-resource", mime_type="text/plain")
    def _mcp_watched_resource(self) -> str:
        """A resource that one may watch."""
        return "Watched resource content"

    @mcp_prompt()
    def _mcp_test_simple_prompt(self) -> str:
        """A prompt without arguments."""
        return "This is a simple prompt for testing."

    @mcp_prompt()
    def _mcp_test_prompt_with_arguments(self, params: ArgumentParams) -> str:
        """A prompt with arguments."""
        return f"Prompt with arguments: arg1='{params.arg1}', arg2='{params.arg2}'"

    @mcp_prompt()
    def _mcp_test_prompt_with_embedded_resource(
        self, params: ResourceParams
    ) -> list[dict[str, Any]]:
        """A prompt with an embedded resource."""
        value = "Embedded resource content for testing."
        return [
            message(embedded(params.resource_uri, "text/plain", value)),
            message(text("Please process the embedded resource above.")),
        ]

    @mcp_prompt()
    def _mcp_test_prompt_with_image(self) -> list[dict[str, Any]]:
        """A prompt with an image."""
        return [
            message(image()),
            message(text("Please analyze the image above.")),
        ]


class McpCompletion(models.AbstractModel):
    _inherit = "mcp.completion"

    @api.model
    def _of_argument(self, asked) -> list[str]:
        if asked.argument == "arg1":
            words = ("test", "testing", "tested")
            return [word for word in words if word.startswith(asked.value)]
        return super()._of_argument(asked)
