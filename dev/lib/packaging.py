"""``dev/package``: a zip with the folder ``odoo_mcp``, for an addons path."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path

from . import options
from .paths import ROOT

LEFT_OUT = {"dev", "dist", "out", "__pycache__"}
# the same bytes for the same sources
STAMP = (1980, 1, 1, 0, 0, 0)


def main() -> int:
    parser = options.parser("package", __doc__)
    target = {"nargs": "?", "type": Path, "default": ROOT / "dist"}
    parser.add_argument("folder", **target, help="where to write it, else dist")
    print(package(parser.parse_args().folder))
    return 0


def package(folder: Path) -> Path:
    """Write the zip into ``folder`` and answer its path."""
    manifest = ast.literal_eval((ROOT / "__manifest__.py").read_text())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"odoo_mcp-{manifest['version']}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for source in _sources():
            name = f"odoo_mcp/{source.relative_to(ROOT).as_posix()}"
            file.writestr(_entry(name), source.read_bytes())
    return path


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _sources() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and _wanted(path))


def _wanted(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = any(part.startswith(".") for part in parts)
    return not hidden and not LEFT_OUT.intersection(parts) and path.suffix != ".pyc"
