"""A port on which somebody listens is not ours to start on."""

from __future__ import annotations

import socket
import unittest

from lib.ports import free_port, require_free


class TestPorts(unittest.TestCase):
    def test_a_port_in_use_is_refused_by_its_number(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            with self.assertRaisesRegex(SystemExit, rf"{port} .*--port"):
                require_free("127.0.0.1", port)

    def test_a_free_port_stays_free(self):
        port = free_port()
        require_free("127.0.0.1", port)
        require_free("127.0.0.1", port)
