"""Other MCP servers for Odoo, each in a virtual environment of its own in the cache.

They come from the package index that the machine is set up for, and are started over
stdio, as their documentation tells a client to.
"""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from .instance import Instance
from .locks import locked
from .paths import cache
from .say import run, step


@dataclass(frozen=True)
class Peer:
    """A package, which is also the name of its command.

    Attributes:
        options: what its documentation says makes reading and writing work without an
            addon in Odoo.
    """

    package: str
    options: dict[str, str] = field(default_factory=dict)

    def client(self, instance: Instance, port: int) -> AbstractAsyncContextManager:
        """The official client on this server, which works as the administrator."""
        environment = {
            "ODOO_URL": f"http://127.0.0.1:{port}",
            "ODOO_DB": instance.database,
            "ODOO_USER": "admin",
            "ODOO_USERNAME": "admin",
            "ODOO_PASSWORD": "admin",
            "HOME": str(self.folder),
            **self.options,
        }
        command = str(self.folder / "bin" / self.package)
        started = StdioServerParameters(command=command, env=environment)
        return Client(stdio_client(started, errlog=self._log()), mode="auto")

    def install(self) -> None:
        """Make its environment, unless it is there."""
        stamp = self.folder / ".ready"
        with locked(f"peer-{self.package}"):
            if stamp.exists():
                return
            with step(f"The peer {self.package}"):
                run(sys.executable, "-m", "venv", "--clear", self.folder)
                pip = (self.folder / "bin" / "python", "-m", "pip", "install", "-q")
                run(*pip, "--only-binary", ":all:", self.package)
            stamp.touch()

    @property
    def version(self) -> str:
        [found] = self.folder.glob(
            f"lib/python*/site-packages/{self._module}-*.dist-info"
        )
        return found.name.removesuffix(".dist-info").removeprefix(f"{self._module}-")

    @property
    def folder(self) -> Path:
        return cache("peers") / self.package

    @property
    def _module(self) -> str:
        return self.package.replace("-", "_")

    def _log(self):
        return (cache("logs") / f"{self.package}.log").open("w")


PEERS = (
    Peer("mcp-server-odoo", {"ODOO_YOLO": "true"}),
    Peer("odoo-mcp", {"ODOO_MCP_ENABLE_WRITES": "1"}),
)
