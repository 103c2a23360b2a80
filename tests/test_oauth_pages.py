"""The consent page: for one database and address, true, and never a traceback."""

from __future__ import annotations

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools.misc import hash_sign, verify_hash_signed

from odoo.addons.odoo_mcp.controllers.oauth_authorize import SCOPE

from .oauth import OauthCase

EVIL = "HTTPS://evil.example.com/x"


@tagged("post_install", "-at_install")
class TestOauthPages(OauthCase):
    def consent(self, **more):
        client_id = self.client(**more)
        self.login()
        return client_id, self.authorize(self.query(client_id))

    # ------------------------------------------------------------------ signature

    # ------------------------------------------------------------------ truth

    # ------------------------------------------------------------------ malformed
