"""Files of attachments: columns that say where one is kept, which ``write`` drops."""

from __future__ import annotations

import os
from typing import Any

from odoo import models

MODEL = "ir.attachment"
KEPT_BY = ("store_fname", "db_datas", "checksum", "file_size")


def is_kept(name: str, column: str) -> bool:
    """Whether the column of a model says where a file is kept, and what it is."""
    return name == MODEL and column in KEPT_BY


def found(attachment: models.BaseModel, before: dict[str, Any]) -> bool:
    """Whether the old file still exists: Odoo deletes files that no row refers to."""
    path = before.get("store_fname")
    return not path or os.path.exists(attachment._full_path(path))


def let_go(attachment: models.BaseModel) -> None:
    """Let Odoo delete the present file once no row refers to it."""
    if attachment.store_fname:
        attachment._file_delete(attachment.store_fname)
