"""A person's browser: headless Chromium, driven over its DevTools protocol."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
import websocket
from _calls import SECONDS

NAMES = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    "about:blank",
)
# where the middle of an element is, when it can be seen; scrolled to first
MIDDLE = """(() => {
    const found = document.querySelector(%s);
    if (document.readyState !== "complete" || !found || !found.offsetParent) return null;
    found.scrollIntoView({block: "center", behavior: "instant"});
    const box = found.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
})()"""


def program() -> str | None:
    """The machine's Chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def ends_with_us() -> list[str]:
    """What a command begins with that the kernel ends when the thread here ends.

    A test that is killed has no time to end what it started.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


class Browser:
    """One window with a profile of its own; a context manager.

    Keys and mouse are real input events: what cannot be seen cannot be used.
    """

    def __enter__(self) -> Browser:
        self._profile = TemporaryDirectory(ignore_cleanup_errors=True)
        folder = f"--user-data-dir={self._profile.name}"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [*ends_with_us(), program(), folder, *FLAGS]
        self._process = subprocess.Popen(command, **quiet)
        try:
            self._socket = websocket.create_connection(self._page(), timeout=SECONDS)
        except BaseException:
            self.__exit__()
            raise
        self._numbers = count(1)
        return self

    def __exit__(self, *_failure: Any) -> None:
        self._process.kill()
        self._process.wait()
        self._profile.cleanup()

    def open(self, url: str) -> None:
        self._send("Page.navigate", url=url)

    def click(self, selector: str) -> None:
        x, y = self.until(MIDDLE % json.dumps(selector))
        where = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", type=kind, **where)

    def type(self, selector: str, text: str) -> None:
        self.click(selector)
        self._send("Input.insertText", text=text)

    def until(self, expression: str) -> Any:
        """Wait for a true value of JavaScript."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if value := self.value(expression):
                return value
            time.sleep(0.1)
        page = self.value("location.href + '\\n' + document.body.innerText")
        raise AssertionError(f"not true: {expression}\n{page}")

    def value(self, expression: str) -> Any:
        """What JavaScript says of the page; None while it is being left."""
        answer = self._send(
            "Runtime.evaluate", expression=expression, returnByValue=True
        )
        return answer.get("result", {}).get("value")

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                return answer.get("result", {})

    def _page(self) -> str:
        """The address that drives the one page, as soon as there is one."""
        said = Path(self._profile.name, "DevToolsActivePort")
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            assert self._process.poll() is None, "Chromium ended"
            if said.exists() and (lines := said.read_text().splitlines()):
                tabs = requests.get(
                    f"http://127.0.0.1:{lines[0]}/json", timeout=SECONDS
                )
                pages = [tab for tab in tabs.json() if tab["type"] == "page"]
                if pages:
                    return pages[0]["webSocketDebuggerUrl"]
            time.sleep(0.1)
        raise AssertionError(f"Chromium did not start in {SECONDS} s")
