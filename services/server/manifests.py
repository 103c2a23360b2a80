"""Manifests of modules as they are on disk now.

Odoo keeps what it has read of them ("there is none" as well), and its list of apps is
as old as the last "Update Apps List". A process that installs refreshes that list
itself, so a module that is on the addons path can be installed without it.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from odoo import api

import odoo.addons

from ..errors import ToolError

FILE = "__manifest__.py"


def read(env: api.Environment, name: str) -> dict[str, Any] | None:
    """The manifest of the module ``name``, or None: it is not on the addons path.

    Raises:
        ToolError: there is one that Odoo could not read either.
    """
    for folder in odoo.addons.__path__:
        file = Path(folder, name, FILE)
        if file.is_file():
            return _parsed(env, file)
    return None


def depends(manifest: dict[str, Any]) -> list[str]:
    """What a module needs; whatever names nothing needs ``base``."""
    return list(manifest.get("depends") or ["base"])


def not_listed(env: api.Environment, search: str) -> list[str]:
    """Names with ``search`` in them that Odoo's list of apps does not know yet."""
    # sudo: only settings managers read modules, developers manage them
    listed = env["ir.module.module"].sudo().search([]).mapped("name")
    return sorted({name for name in _folders() - set(listed) if search.lower() in name})


def _folders() -> set[str]:
    return {
        file.parent.name
        for folder in odoo.addons.__path__
        for file in Path(folder).glob(f"*/{FILE}")
    }


def _parsed(env: api.Environment, file: Path) -> dict[str, Any]:
    try:
        return dict(ast.literal_eval(file.read_text()))
    except (OSError, SyntaxError, TypeError, ValueError) as error:
        raise ToolError(
            env._("%(file)s cannot be read: %(error)s", file=file, error=error)
        ) from None
