from __future__ import annotations

from odoo import models

from ..services.articles import OwnArticles, source_of

MENU = "odoo_mcp.menu_mcp_articles"


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self) -> list[int]:
        """Hide the menu of our articles where articles are kept in another app."""
        blacklist = super()._load_menus_blacklist()
        menu = self.env.ref(MENU, raise_if_not_found=False)
        if menu and not isinstance(source_of(self.env), OwnArticles):
            return [*blacklist, menu.id]
        return blacklist
