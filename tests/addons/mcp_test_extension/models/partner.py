"""A business method becomes a tool by decoration alone, on the addon's own terms."""

from odoo import models

from odoo.addons.odoo_mcp.services.declarations import (
    Effect,
    Field,
    Params,
    Result,
    mcp_tool,
)


class GreetParams(Params):
    name: str = Field(description="Who is greeted.", max_length=50)


class Greeting(Result):
    greeting: str


class ResPartner(models.Model):
    _inherit = "res.partner"

    @mcp_tool(Effect.READ, aliases=("say_hello",))
    def _mcp_greet(self, params: GreetParams) -> Greeting:
        """Greet somebody by name."""
        return Greeting(greeting=f"Hello {params.name}")


class ResPartnerLouder(models.Model):
    _inherit = "res.partner"

    def _mcp_greet(self, params: GreetParams) -> Greeting:
        answer = super()._mcp_greet(params)
        return Greeting(greeting=f"{answer.greeting}!")
