"""Headless browsers, driven with the standard library alone.

Chromium by the DevTools protocol over two pipes (--remote-debugging-pipe), Firefox by Marionette over a socket: no driver, no
port that anything else can find.
"""

import base64
import json
import os
import select
import shutil
import socket
import subprocess
import time
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FIREFOX = ("firefox-esr", "firefox")


def find(names):
    return next((path for path in map(shutil.which, names) if path), None)


class Browser:
    """A window of a browser, with what went wrong in it."""

    # Violations of the page's security policy, and errors that nobody caught.
    WATCH = """
        window.troubles = [];
        addEventListener("securitypolicyviolation", (e) => troubles.push(`CSP ${e.violatedDirective} ${e.blockedURI}`));
        addEventListener("error", (e) => troubles.push(`error ${e.message}`));
        addEventListener("unhandledrejection", (e) => troubles.push(`rejection ${e.reason}`));
    """

    def wait(self, expression, what=None, timeout=20):
        """Waits until an expression is true, and returns its value."""
        deadline = time.monotonic() + timeout
        while not (value := self.evaluate(expression)):
            if time.monotonic() > deadline:
                text = self.evaluate("document.body.innerText")
                raise AssertionError(f"never saw {what or expression}; the page was:\n{text}")
            time.sleep(0.02)
        return value

    def text(self, selector):
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).textContent")


class Chromium(Browser):
    name = "chromium"
    KEYS = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Tab": 9}

    def __init__(self, profile, width=1280, height=720):
        arguments = [
            find(CHROMIUM), "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run",
            "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
            "--disable-dev-shm-usage", "--hide-scrollbars", f"--window-size={width},{height}",
        ]  # fmt: skip
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        # It reads commands from descriptor 3 and writes answers to 4.
        command_read, self.commands = os.pipe()
        self.answers, answer_write = os.pipe()
        moved = [os.dup(command_read), os.dup(answer_write)]

        def hand_over():
            high = [os.dup(moved[0]), os.dup(moved[1])]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=hand_over,
        )  # fmt: skip
        for descriptor in [command_read, answer_write, *moved]:
            os.close(descriptor)
        self.buffer = b""
        self.last = 0
        self.session = None
        self.log = []
        self.requests = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")
        self._call("Page.addScriptToEvaluateOnNewDocument", source=self.WATCH)
        self.resize(width, height)

    def _call(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + 30
        while True:
            answer = self._next(deadline)
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]
            self._note(answer)

    def _next(self, deadline):
        while b"\0" not in self.buffer:
            if not select.select([self.answers], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError("the browser does not answer")
            data = os.read(self.answers, 1 << 16)
            if not data:
                raise AssertionError("the browser has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def _note(self, event):
        parameters = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.log.append(str(parameters["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.log.append(f"console: {parameters['args']}")
            case "Log.entryAdded":
                self.log.append(f"{parameters['entry']['level']}: {parameters['entry']['text']}")
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])

    def open(self, url):
        self._call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'", "the page")

    def evaluate(self, expression):
        result = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise AssertionError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def press(self, key, times=1):
        text = {"text": key} if len(key) == 1 else {}
        code = self.KEYS.get(key, ord(key[0].upper()))
        for _ in range(times):
            self._call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
            self._call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def resize(self, width, height):
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def prefer(self, **features):
        """Emulates what a person prefers, such as prefers_color_scheme="dark"."""
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._call("Emulation.setEmulatedMedia", features=listed)

    def screenshot(self, path):
        Path(path).write_bytes(base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"]))

    def troubles(self):
        return self.log + self.evaluate("window.troubles")

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.commands)
        os.close(self.answers)


class Firefox(Browser):
    name = "firefox"
    KEYS = {"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Tab": "\ue004"}

    def __init__(self, profile, width=1280, height=720):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        profile = Path(profile)
        profile.mkdir(parents=True, exist_ok=True)
        settings = {"marionette.port": port, "app.update.enabled": False, "browser.shell.checkDefaultBrowser": False}
        (profile / "user.js").write_text(
            "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
        )
        self.process = subprocess.Popen(
            [find(FIREFOX), "--headless", "--marionette", "--no-remote", "--profile", str(profile),
             f"--width={width}", f"--height={height}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(profile), "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"},
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)
        self.buffer = b""
        self.last = 0
        self._receive()
        self._call("WebDriver:NewSession", {})
        self.resize(width, height)

    def _receive(self):
        """A message is its length, a colon, and JSON."""
        while b":" not in self.buffer:
            self.buffer += self._read()
        length, rest = self.buffer.split(b":", 1)
        while len(rest) < int(length):
            rest += self._read()
        self.buffer = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def _read(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise AssertionError("the browser has ended")
        return data

    def _call(self, name, parameters):
        self.last += 1
        message = json.dumps([0, self.last, name, parameters]).encode()
        self.socket.sendall(str(len(message)).encode() + b":" + message)
        while True:
            kind, number, error, result = self._receive()
            if kind == 1 and number == self.last:
                if error:
                    raise AssertionError(f"{name}: {error}")
                return result

    def open(self, url):
        self._call("WebDriver:Navigate", {"url": url})
        self.evaluate(f"(() => {{ {self.WATCH} }})()")

    def evaluate(self, expression):
        return self._call("WebDriver:ExecuteScript", {"script": f"return ({expression})", "args": [], "sandbox": None})[
            "value"
        ]

    def press(self, key, times=1):
        value = self.KEYS.get(key, key)
        actions = [{"type": kind, "value": value} for _ in range(times) for kind in ("keyDown", "keyUp")]
        self._call("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def resize(self, width, height):
        # The window, whose inside is what counts.
        inside = self.evaluate("[outerWidth - innerWidth, outerHeight - innerHeight]")
        self._call("WebDriver:SetWindowRect", {"width": width + inside[0], "height": height + inside[1]})

    def screenshot(self, path):
        taken = self._call("WebDriver:TakeScreenshot", {"full": False, "hash": False})
        Path(path).write_bytes(base64.b64decode(taken["value"]))

    def troubles(self):
        return self.evaluate("window.troubles")

    def close(self):
        self.socket.close()
        self.process.kill()
        self.process.wait()
