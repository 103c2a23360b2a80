"""Public methods that would bypass the rules of a tool, and the tool to use instead.

Odoo's RPC lets anyone call them, with the rights he has. Here values of fields go
through ``input.py``, fields that are read through ``paths.py``, and deleting is an
effect of its own: so there is one way in for each.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

RIGHT_TOOL = {
    "create_records": "create name_create",
    "import_data": "load execute_import",
    "update_records": "write update web_save web_save_multi web_resequence resequence "
    "update_field_translations web_update_field_translations copy_translations "
    "web_override_translations",
    "delete_records": "unlink",
    "search_records": "search search_read search_fetch name_search web_search_read "
    "web_name_search search_panel_select_range search_panel_select_multi_range "
    "hierarchy_read get_activity_data filtered_domain",
    "export_data": "export_data",
    "count_records": "search_count",
    "get_record": "read web_read fetch browse get_metadata get_field_translations "
    "copy_data get_avatar_card_data",
    "aggregate_records": "read_group web_read_group formatted_read_group "
    "formatted_read_grouping_sets read_progress_bar",
    "describe_model": "fields_get get_view get_views get_formview_id default_get "
    "get_property_definition",
    "validate_values": "onchange",
    "explain_access": "check_access check_access_rights check_access_rule has_access "
    "check_field_access_rights",
    # the mail gateway: these take values for any field
    "post_message": "message_new message_update message_process message_route "
    "message_parse",
    # about the program, not about records
    "describe_model or get_record": "exists is_transient modified clear_caches pool",
}
TOOL_OF = {name: tool for tool, names in RIGHT_TOOL.items() for name in names.split()}
# steps that a rule may close, or have confirmed, by the name of their tool
STEPS = {
    "mcp.decision.action_*": "submit_decision or approve_decision",
    # OCA's tier validation, on any document
    "*.validate_tier": "decide_review",
    "*.reject_tier": "decide_review",
    "comment.wizard.add_comment": "decide_review",
}
# records that another tool makes, as it is fit
MADE = {"mail.message": "post_message"}
# records that are such a step, as ``decide_review`` alone writes them
VOTES = {"tier.review": "decide_review"}


def right_tool(model: str, method: str, *, opened: bool = False) -> str | None:
    """The tool that does what ``method`` of ``model`` does; None: it is free.

    Args:
        opened: of a wizard that a step opened, which was checked.
    """
    if tool := TOOL_OF.get(method):
        return tool
    if opened:
        return None
    name = f"{model}.{method}"
    return next((tool for step, tool in STEPS.items() if fnmatchcase(name, step)), None)
