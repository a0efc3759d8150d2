"""The built workbook on a pseudo-terminal, and the screen that a person would see."""

import os
import re
import time

import pexpect
import pyte

PROMPT = re.compile(r"^workbook(\([^)]*\))?> ?$")


class Workbook:
    """Runs the workbook on a pty of its own and keeps the screen by feeding a terminal emulator."""

    def __init__(self, binary, environment, arguments=(), columns=100, rows=40, wait=True):
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            str(binary), list(arguments), env=environment, dimensions=(rows, columns), timeout=20, encoding=None
        )
        self.raw = b""
        if wait:
            self.wait_for_prompt()

    @property
    def pid(self):
        return self.child.pid

    def lines(self):
        """Every line shown so far, those scrolled off the top included."""
        scrolled = [
            "".join(line[column].data for column in range(self.screen.columns)).rstrip()
            for line in self.screen.history.top
        ]
        return scrolled + [line.rstrip() for line in self.screen.display]

    def text(self):
        return "\n".join(self.lines())

    def current_line(self):
        return self.screen.display[self.screen.cursor.y][: self.screen.cursor.x]

    def _read(self, timeout):
        try:
            data = self.child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    def wait_until(self, condition, what, timeout=20):
        deadline = time.monotonic() + timeout
        alive = True
        while not condition():
            if not alive or time.monotonic() > deadline:
                raise AssertionError(f"never saw {what}; the screen was:\n{self.text()}")
            alive = self._read(0.02)

    def wait_for(self, text, timeout=20):
        self.wait_until(lambda: text in self.text(), repr(text), timeout)

    def wait_for_prompt(self, timeout=20):
        """Waits for the prompt, and turns the pages of what is longer than the screen."""

        def is_there():
            if "Space goes on" in self.current_line():
                # Only once for each time that it is shown.
                self.screen.erase_in_line(2)
                self.keys(" ")
            return PROMPT.match(self.current_line()) is not None

        self.wait_until(is_there, "the prompt", timeout)

    def keys(self, text):
        self.child.send(text)

    def type(self, line):
        """Types a line, waits for the next prompt, and returns what was shown in between."""
        before = len(self.lines_trimmed())
        seen = len(self.raw)
        self.keys(line + "\r")
        # The prompt is on the screen already: wait for the echo's line end before looking for the next one.
        self.wait_until(lambda: b"\n" in self.raw[seen:], f"the echo of {line!r}")
        self.wait_for_prompt()
        return "\n".join(self.lines_trimmed()[max(0, before - 1) :])

    def lines_trimmed(self):
        lines = self.lines()
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def finish(self, timeout=20):
        """Reads to the end and returns the exit status."""
        deadline = time.monotonic() + timeout
        while self._read(0.1):
            if time.monotonic() > deadline:
                raise AssertionError(f"still running; the screen was:\n{self.text()}")
        self.child.close()
        return self.child.exitstatus

    def kill(self):
        self.child.close(force=True)

    def resident_kilobytes(self):
        with open(f"/proc/{self.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1])


def environment(home, **extra):
    """A home of its own: no test touches, or is touched by, what the person running it has done."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    kept.update(
        HOME=str(home),
        XDG_DATA_HOME=str(home / "data"),
        XDG_STATE_HOME=str(home / "state"),
        XDG_CONFIG_HOME=str(home / "config"),
        TERM="xterm-256color",
        LANG="C.UTF-8",
        **extra,
    )
    return kept
