from __future__ import annotations

from odoo import models

# where one of these is installed, articles are written there
OTHERS = ("knowledge.article", "document.page")
MENU = "odoo_mcp.menu_mcp_articles"


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self) -> list[int]:
        """Our articles have no menu beside another place for articles."""
        blacklist = super()._load_menus_blacklist()
        menu = self.env.ref(MENU, raise_if_not_found=False)
        if menu and any(name in self.env for name in OTHERS):
            return [*blacklist, menu.id]
        return blacklist
