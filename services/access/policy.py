"""What the addon itself decides: switches, keys, rows of *Tools*, closed models."""

from __future__ import annotations

from odoo import api

from ..callers.principal import Principal
from ..current_call import may_open_closed
from ..orm import closed, hidden
from .step import Step

TOOLS = {
    "read": "search_records",
    "create": "create_records",
    "write": "update_records",
    "unlink": "delete_records",
}
# names of the steps, by the check of mcp.policy that refuses
CHECKS = {
    "developer": "developer_switch",
    "toolset": "key_toolsets",
    "groups": "tool_groups",
    "rule": "policy_row",
    "requires": "missing_app",
    "mode": "mode",
    "narrowing": "connection",
}


def steps(env: api.Environment, principal: Principal, operation: str) -> list[Step]:
    """What this server says to the tool that does ``operation``."""
    tool = env["mcp.catalog"]._find("tool", TOOLS[operation])
    if tool is None:
        return []
    policy = env["mcp.policy"]
    for check in policy._checks():
        verdict = check(tool, principal, tool.worst)
        if verdict and not verdict.allowed:
            name = CHECKS.get(check.__name__.removeprefix("_check_"), "policy")
            return [Step(name, False, verdict.reason or _hidden(env, name, tool.name))]
    return [Step("mode", True, _allowed(env, principal, tool))]


def closed_steps(env: api.Environment, model: str, operation: str) -> list[Step]:
    """Whether tools may see and change records of ``model`` at all."""
    if hidden.is_hidden(env, model):
        return [Step("hidden_model", False, hidden.why(env) % model)]
    if operation == "read" or not closed.is_closed(env, model):
        return []
    if may_open_closed(env):
        why = env._("%s is closed to tools, but open to you as a developer.") % model
        return [Step("closed_model", True, why)]
    why = env._(
        "%s is closed to tools (mcp.closed_models): a person changes it in Odoo."
    )
    return [Step("closed_model", False, why % model)]


def _hidden(env: api.Environment, name: str, tool: str) -> str:
    words = {
        "key_toolsets": env._("The key's toolsets leave %s out."),
        "policy_row": env._("A row in MCP Server › Tools keeps %s from you."),
        "tool_groups": env._("%s is for groups that you are not in."),
    }
    return words.get(name, env._("%s is not open to you.")) % tool


def _allowed(env: api.Environment, principal: Principal, tool: object) -> str:
    policy = env["mcp.policy"]
    mode = policy._mode(principal).name.capitalize()
    asked = policy._verdict(tool, principal, tool.worst).confirmations
    text = env._("%(tool)s is open to you in the mode %(mode)s.") % {
        "tool": tool.name,
        "mode": mode,
    }
    if not asked:
        return text
    return text + env._(" It asks for %s confirmation(s).") % asked
