"""Where things are: the repository, and the cache outside of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "odoo_mcp"

# what the installed addon does not depend on
NOT_THE_ADDON = {"dev", "docs", "tests", "dist", "out", "__pycache__"}
# imported, and never written to a database
CODE_ALONE = {"controllers", "services"}


def cache(*parts: str) -> Path:
    """A folder in the cache, made when it is missing."""
    path = CACHE.joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def short_hash(*parts: object) -> str:
    """Eight hex digits that stand for ``parts``."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:8]


def fixtures() -> Path:
    """The folder of the addons that only tests need."""
    return ROOT / "tests" / "addons"


def fixture_names() -> list[str]:
    """The fixtures that extend the addon; others are there to be installed by tests."""
    manifests = sorted(fixtures().glob("*/__manifest__.py"))
    return [m.parent.name for m in manifests if '"odoo_mcp"' in m.read_text()]


def addons_folder() -> Path:
    """A folder on the addons path in which the repository is called ``odoo_mcp``."""
    folder = cache("addons", short_hash(ROOT))
    link = folder / "odoo_mcp"
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT)
    return folder


def addon_hash() -> str:
    """Changes whenever an installed addon would have to be updated."""
    folders = [path for path in ROOT.iterdir() if _belongs(path)]
    files = sorted(_files(folders) + _files([fixtures()]))
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def _belongs(path: Path) -> bool:
    named = path.name in NOT_THE_ADDON | CODE_ALONE or path.name.startswith(".")
    return not named and (path.is_dir() or path.suffix == ".py")


def _files(folders: list[Path]) -> list[Path]:
    files: list[Path] = []
    for folder in folders:
        found = [folder] if folder.is_file() else folder.rglob("*")
        files += [path for path in found if path.is_file() and path.suffix != ".pyc"]
    return files
