"""A page in headless Chromium, spoken to through two pipes: no package for it, no port, no driver."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
)
START = """
import fcntl, os, sys
for number, own in enumerate([fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3]], start=3):
    os.dup2(own, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads what it is told from descriptor 3 and answers on descriptor 4."""


class Page:
    """One tab, and everything that it said, asked for or stumbled over."""

    def __init__(self, to: int, of: int) -> None:
        self.to, self.of, self.last, self.rest = to, of, 0, b""
        self.session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers; what it says meanwhile is kept in `events`."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self.last:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            more = os.read(self.of, 1 << 20)
            assert more, "the browser has ended"
            self.rest += more
        whole, _, self.rest = self.rest.partition(b"\0")
        return json.loads(whole)

    def open(self, path: Path, width: int = 1280, script: bool = True) -> None:
        """Load a file and wait until it has been."""
        self.events.clear()
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Page.navigate", url=path.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """A key that is pressed where the focus is."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def requests(self) -> list[str]:
        """Every address that was asked for."""
        return [event["params"]["request"]["url"] for event in self._of("Network.requestWillBeSent")]

    def complaints(self) -> list[Any]:
        """Whatever the browser reported: exceptions, the console, dialogs, what the policy of the page refused."""
        kinds = (
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
            "Page.javascriptDialogOpening",
        )
        return [event["params"] for kind in kinds for event in self._of(kind)]

    def _of(self, method: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["method"] == method]


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser with one page; `folder` is its profile."""
    assert CHROMIUM
    there, to = os.pipe()
    of, back = os.pipe()
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [CHROMIUM, *OPTIONS, *root, f"--user-data-dir={folder}"]
    quiet, start = subprocess.DEVNULL, [sys.executable, "-c", START, str(there), str(back), *command]
    process = subprocess.Popen(start, pass_fds=(there, back), stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603
    os.close(there)
    os.close(back)
    try:
        yield Page(to, of)
    finally:
        os.close(to)
        os.close(of)
        process.terminate()
        process.wait(timeout=20)
