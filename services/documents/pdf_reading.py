"""PDF files, opened: what is wrong with one is said in words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from odoo import api
from odoo.tools.pdf import OdooPdfFileReader

from ..errors import ToolError
from . import pdf_limits

# bytes of one stream as it is unpacked, such as an image
MOST_UNPACKED = 80_000_000
PDF = "application/pdf"


def is_pdf(content: bytes, mimetype: str) -> bool:
    """Whether it is one, by what it begins with or by what Odoo says."""
    return content.startswith(b"%PDF") or mimetype == PDF


@contextmanager
def opened(env: api.Environment, content: bytes) -> Iterator[OdooPdfFileReader]:
    """A reader of ``content``; errors of the library within are told as damage.

    Raises:
        ToolError: encrypted or damaged.
    """
    try:
        with pdf_limits.limited(MOST_UNPACKED):
            reader = OdooPdfFileReader(io.BytesIO(content), strict=False)
            if reader.is_encrypted:
                text = env._("The PDF is encrypted; it has to be opened first.")
                raise ToolError(text)
            yield reader
    except ToolError:
        raise
    except Exception as error:
        # damaged files fail in whichever layer of the library they reach
        raise ToolError(
            env._("The PDF cannot be read (%s).") % type(error).__name__
        ) from error
