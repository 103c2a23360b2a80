from __future__ import annotations

from odoo import models

from ...services import external_effect, outgoing
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.errors import ToolError
from ...services.outgoing import phone_home


class ReceiverParams(Params):
    receiver_url: str = Field(
        description="https address of the registry.", max_length=500
    )


class Registration(Result):
    registered: bool
    status: int = Field(description="HTTP status that the registry answered.")
    server_id: str


class PhoneHomeTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.EXECUTE, external=True, open_world=True, log={"URL": "receiver_url"}
    )
    def _mcp_register_receiver(self, params: ReceiverParams) -> Registration:
        """Register this server with a phone-home receiver now."""
        # the registry may know it even if its answer was lost
        phone_home.server_id(self.env)
        external_effect.commit_so_far(self.env)
        try:
            status = phone_home.register(self.env, params.receiver_url)
        except outgoing.OutgoingError as error:
            raise ToolError(f"Not registered: {error}.") from None
        return Registration(
            registered=True, status=status, server_id=phone_home.server_id(self.env)
        )

    def _preview_register_receiver(self, params: ReceiverParams) -> str:
        try:
            outgoing.check(params.receiver_url, private=phone_home.private(self.env))
        except outgoing.OutgoingError as error:
            raise ToolError(f"Not registered: {error}.") from None
        known = sorted(phone_home.payload(self.env))
        return f"Would send {', '.join(known)} to {params.receiver_url}."
