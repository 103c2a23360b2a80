"""Groups: of users, on the user form, and of actions and menus."""

from __future__ import annotations

from odoo import api, models

# groups that are shown together on the user form
SHOWN = {
    "access": ("observer", "operator", "importer", "administrator"),
    "developer": ("developer",),
}


def group_field(user: models.BaseModel) -> str:
    """The field of ``res.users`` that holds groups: renamed in 19.0."""
    return "group_ids" if "group_ids" in user._fields else "groups_id"


def grant(user: models.BaseModel, group: models.BaseModel) -> None:
    """Put ``user`` into ``group``."""
    user.write({group_field(user): [(4, group.id)]})


def members(group: models.BaseModel) -> models.BaseModel:
    """The users of a group, by implication too: 18.0 keeps these with the others."""
    return group["all_user_ids" if "all_user_ids" in group._fields else "users"]


def show_groups(env: api.Environment) -> None:
    """Make a choice on the user form of the groups: modes, and developer or not.

    18.0 shows the groups of a category, 19.0 those of a privilege in a category.
    """
    for name in ("access", "developer"):
        category = env.ref(f"odoo_mcp.category_{name}")
        groups = env["res.groups"].browse(
            env.ref(f"odoo_mcp.group_{group}").id for group in SHOWN[name]
        )
        if "category_id" in groups._fields:
            groups.write({"category_id": category.id})
        else:
            groups.write({"privilege_id": _privilege(env, name, category).id})


def _privilege(
    env: api.Environment, name: str, category: models.BaseModel
) -> models.BaseModel:
    """The privilege of 19.0, under an XML id so that it goes with the addon."""
    values = {
        "name": category.name,
        "description": category.description,
        "category_id": category.parent_id.id,
    }
    data = {"xml_id": f"odoo_mcp.privilege_{name}", "values": values}
    return env["res.groups.privilege"]._load_records([data])


def groups_of(record: models.BaseModel) -> models.BaseModel:
    """The groups that an action or a menu is for: the field was renamed in 19.0."""
    return record["group_ids" if "group_ids" in record._fields else "groups_id"]
