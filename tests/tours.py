"""Base of the tests that run a tour in a real browser."""

from __future__ import annotations

from urllib.parse import urlencode

from odoo.tests import common as browser
from odoo.tools.misc import file_path

from .common import PATIENCE, McpHttpCase

# Debian's Odoo and some source trees lack this library of another addon, and the
# bundle that names it reports an error, which would end every tour
ABSENT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class TourCase(McpHttpCase):
    """Starts tours on pages of ours; without Chromium Odoo skips the test."""

    def setUp(self):
        super().setUp()
        # a browser that starts too slowly would be a test that does not run
        self.patch(browser, "CHECK_BROWSER_ITERATIONS", PATIENCE * 10)
        if not _is_there(ABSENT):
            self.env["ir.asset"].create(
                {
                    "name": "absent library",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": ABSENT,
                }
            )

    @property
    def admin(self):
        return self.env.ref("base.user_admin")

    def tour(self, name: str, action: str, login: str = "admin", **query: str) -> None:
        """Run the tour ``name``, from the page that ``action`` opens.

        Args:
            query: what the tour finds in ``location.search``.
        """
        url = f"/odoo/action-odoo_mcp.{action}?{urlencode(query)}".rstrip("?")
        self.start_tour(url, name, login=login, timeout=PATIENCE)


def _is_there(path: str) -> bool:
    try:
        return bool(file_path(path))
    except FileNotFoundError:
        return False
