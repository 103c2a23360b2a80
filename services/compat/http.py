"""What Odoo lets a request choose."""

from odoo import release

# 19.0 honours the header X-Odoo-Database by itself
CHOOSES_DATABASE_BY_HEADER = release.version_info[0] >= 19
