"""Parameter types for paths, which are checked when they are parsed.

The pipeline validates with ``context={"env": env}``, so wherever a value of one of
these types turns up, it has passed its checks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import core_schema

from odoo import api

from ..errors import ToolError
from .roots import Place, Root, locate, readable_roots, writable_roots

LONGEST_PATH = 4096
LONGEST_NAME = 255


class ServerPath:
    """An absolute path on the server, inside one of its roots; parsed to a ``Place``.

    Args:
        roots: answers the roots for an environment.
    """

    def __init__(self, roots: Callable[[api.Environment], tuple[Root, ...]]):
        self.roots = roots

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_after_validator_function(
            self._validated,
            core_schema.str_schema(strict=True, min_length=1, max_length=LONGEST_PATH),
            serialization=core_schema.to_string_ser_schema(),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONGEST_PATH}

    def _validated(self, path: str, info: ValidationInfo) -> Place:
        env: api.Environment = info.context["env"]
        check_spelling(env, path)
        try:
            return locate(env, path, self.roots(env))
        except ToolError as error:
            raise ValueError(error.message) from error


def check_spelling(env: api.Environment, path: str) -> None:
    """Check what can be checked of a path without looking at the disk.

    Raises:
        ValueError: NUL, not absolute, ``..``, or a name longer than any can be.
    """
    parts = path.split("/")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in path):
        raise ValueError(env._("a path holds no control characters"))
    if not path.startswith("/"):
        raise ValueError(env._("the path must be absolute, i.e. start with /"))
    if ".." in parts:
        raise ValueError(env._("the path must not contain .."))
    if any(len(part.encode(errors="replace")) > LONGEST_NAME for part in parts):
        raise ValueError(env._("a name in the path is too long"))


ReadablePath = Annotated[Place, ServerPath(readable_roots)]
WritablePath = Annotated[Place, ServerPath(writable_roots)]
FolderPath = Annotated[Place, ServerPath(readable_roots)]
