"""What a call answers: text and data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .answers.render import terse
from .declarations import Content, Result


@dataclass
class Outcome:
    """What goes back: text and data, each complete without the other.

    Some clients give their model only the text, others only the data.

    Attributes:
        blocks: the text half: MCP content blocks in wire form.
        structured: the data half, ``structuredContent``; None where there is none.
        is_error: whether it is a tool error.
        raw: the method's own return value (resources, prompts).
    """

    blocks: list[dict[str, Any]]
    structured: dict[str, Any] | None = None
    is_error: bool = False
    raw: Any = None

    @property
    def text(self) -> str:
        """All text blocks, joined."""
        return "\n".join(b["text"] for b in self.blocks if b.get("type") == "text")

    @classmethod
    def of(cls, value: Any) -> Outcome:
        """Wrap what a tool returned: Content, Result or text."""
        if isinstance(value, Content):
            _check(value)
            return cls(value.blocks, value.structured, value.is_error, value)
        if isinstance(value, Result):
            data, text = _data(value), value.text()
            blocks = _blocks(terse(data) if text is None else text)
            return cls([*blocks, *value.media()], data, raw=value)
        if isinstance(value, str):
            return cls(_blocks(value), raw=value)
        raise TypeError(f"a tool answered {type(value).__name__}")

    @classmethod
    def content(cls, value: Any) -> Outcome:
        """Wrap what a resource or prompt returned; it has no text half."""
        return cls([], _data(value) if isinstance(value, Result) else None, raw=value)

    @classmethod
    def error(cls, message: str, data: dict[str, Any] | None = None) -> Outcome:
        """A tool error; the text repeats ``data``."""
        lines = [message, terse(data)] if data else [message]
        return cls(_blocks("\n".join(lines)), data or None, True)


def _check(value: Content) -> None:
    """Check what a tool made by hand, while its effect can still be rolled back.

    Raises:
        TypeError, ValidationError: it is no result of a tool call.
    """
    if not isinstance(value.structured, dict | None):
        raise TypeError("structured content of a tool is an object")
    # imported late: it is heavy, and every server that has answered a request has it
    from mcp_types import CallToolResult

    content = {"content": value.blocks, "structuredContent": value.structured}
    CallToolResult.model_validate({**content, "isError": value.is_error})


def _data(value: Result) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True)


def _blocks(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": text}]
