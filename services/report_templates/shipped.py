"""The templates of ``data/report_templates``: one YAML file each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "report_templates"
# what a person may edit; the rest (order, archived) is his anyway
KEYS = ("title", "description", "text", "definition")
OURS = ("groups", "parameters", "queries")


def templates() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and values of each, for ``mcp.report.template``."""
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield path.stem, _values(path.stem, data)


def fingerprint(values: dict[str, Any]) -> str:
    """What changes as soon as somebody edits one of ``KEYS``."""
    text = json.dumps([values[key] for key in KEYS], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(name: str, data: dict[str, Any]) -> dict[str, Any]:
    own = {key: data[key] for key in OURS if key in data}
    values = {
        "name": name,
        "title": data["title"],
        "description": data["description"],
        "text": data["text"].strip(),
        "definition": yaml.safe_dump(
            own, sort_keys=False, allow_unicode=True, default_flow_style=None, width=88
        ),
        "sequence": data.get("sequence", 100),
    }
    return {**values, "shipped": fingerprint(values)}
