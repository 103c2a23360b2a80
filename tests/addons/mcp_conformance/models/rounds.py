"""Fixture tools of multi-round-trip requests (SEP-2322)."""

from typing import Any

from odoo import models

from odoo.addons.odoo_mcp.services.call import Call
from odoo.addons.odoo_mcp.services.declarations import Effect, mcp_prompt, mcp_tool
from odoo.addons.odoo_mcp.services.errors import InputRequired


def elicit(message: str, **properties: dict[str, Any]) -> dict[str, Any]:
    asked = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }
    params = {"mode": "form", "message": message, "requestedSchema": asked}
    return {"method": "elicitation/create", "params": params}


def sample(prompt: str) -> dict[str, Any]:
    message = {"role": "user", "content": {"type": "text", "text": prompt}}
    params = {"messages": [message], "maxTokens": 100}
    return {"method": "sampling/createMessage", "params": params}


ROOTS = {"method": "roots/list", "params": {}}
NAME = {"type": "string"}


def content(answer: Any) -> dict[str, Any]:
    """The content of an accepted elicitation; empty when it is none."""
    if not isinstance(answer, dict) or answer.get("action") != "accept":
        return {}
    found = answer.get("content")
    return found if isinstance(found, dict) else {}


class RoundTools(models.AbstractModel):
    _inherit = "mcp.tools.conformance"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_elicitation(self, call: Call) -> str:
        """Ask for a name, then greet."""
        name = content(call.client.responses.get("user_name")).get("name")
        if not name:
            raise InputRequired({"user_name": elicit("What is your name?", name=NAME)})
        return f"Hello, {name}!"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_sampling(self, call: Call) -> str:
        """Ask the client's model, then repeat it."""
        answer = call.client.responses.get("capital_question")
        if not answer:
            question = sample("What is the capital of France?")
            raise InputRequired({"capital_question": question})
        return f"Sampled: {answer.get('content', {}).get('text')}"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_list_roots(self, call: Call) -> str:
        """Ask for the client's roots, then list them."""
        answer = call.client.responses.get("client_roots")
        if not answer:
            raise InputRequired({"client_roots": ROOTS})
        roots = [root.get("uri") for root in answer.get("roots", [])]
        return f"Roots: {', '.join(map(str, roots))}"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_request_state(self, call: Call) -> str:
        """Ask once, and know by the state that it asked."""
        confirm = {"type": "boolean"}
        if not call.client.responses.get("confirm") or not call.client.state:
            question = elicit("Please confirm", ok=confirm)
            raise InputRequired({"confirm": question}, {"asked": True})
        return "state-ok"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_multiple_inputs(self, call: Call) -> str:
        """Ask three things at once."""
        wanted = {
            "user_name": elicit("What is your name?", name=NAME),
            "greeting": sample("Generate a greeting"),
            "client_roots": ROOTS,
        }
        if set(wanted) - set(call.client.responses):
            raise InputRequired(wanted, {"asked": sorted(wanted)})
        return "All inputs received"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_multi_round(self, call: Call) -> str:
        """Ask twice, one after the other."""
        state, answers = call.client.state or {}, call.client.responses
        if not state:
            question = elicit("Step 1: What is your name?", name=NAME)
            raise InputRequired({"step1": question}, {"round": 1})
        if state.get("round") == 1:
            name = content(answers.get("step1")).get("name")
            question = elicit("Step 2: What is your favorite color?", color=NAME)
            raise InputRequired({"step2": question}, {"round": 2, "name": name})
        color = content(answers.get("step2")).get("color")
        return f"{state.get('name')} likes {color}"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_tampered_state(self, call: Call) -> str:
        """Ask with a state that nobody may change."""
        if not call.client.responses.get("confirm") or not call.client.state:
            question = elicit("Please confirm", ok={"type": "boolean"})
            raise InputRequired({"confirm": question}, {"secret": "kept"})
        return "state-ok"

    @mcp_tool(Effect.READ)
    def _mcp_test_input_required_result_capabilities(self, call: Call) -> str:
        """Ask only what the client declared that it can answer."""
        if call.client.responses:
            return "capabilities-ok"
        raise InputRequired(
            {
                "user_name": elicit("What is your name?", name=NAME),
                "greeting": sample("Generate a greeting"),
            }
        )

    @mcp_prompt()
    def _mcp_test_input_required_result_prompt(self, call: Call) -> str:
        """Ask for a context before the prompt is given."""
        context = content(call.client.responses.get("user_context")).get("context")
        if not context:
            question = elicit("What context should the prompt use?", context=NAME)
            raise InputRequired({"user_context": question})
        return f"Use this context: {context}"
