"""Starts the built workbook for the tests. WORKBOOK_BIN names it."""

import os
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPENAI_KEY = "sk-lab-0123456789abcdef3f9a"
ANTHROPIC_KEY = "sk-ant-lab-0123456789abcdef7b21"
READY = "ready http://"


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes long, or wants the machine for itself")
    # Anthropic's package knows that models of 2024 were retired; the lab's date is before that.
    config.addinivalue_line("filterwarnings", "ignore:The model 'claude:DeprecationWarning")


@dataclass(frozen=True)
class Lab:
    """A lab that listens, and its keys."""

    url: str
    openai_key: str
    anthropic_key: str
    process: subprocess.Popen

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])


@pytest.fixture(scope="session")
def workbook_binary():
    path = Path(os.environ.get("WORKBOOK_BIN", ROOT / ".build/release/workbook"))
    if not path.is_file():
        pytest.fail(f"{path} is missing: build it, or name another in WORKBOOK_BIN")
    return str(path)


def start_lab(binary, home, *arguments, **variables):
    """Starts `workbook serve` and waits for its ready line. `variables` go into its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    kept.update({f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "STATE", "CONFIG")})
    kept.update(variables, HOME=str(home), LANG="C.UTF-8")
    process = subprocess.Popen(
        [binary, "serve", "--port", "0", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=kept,
        cwd=ROOT,
    )
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(READY):
            watchdog.cancel()
            return process, line.split()[1]
    watchdog.cancel()
    pytest.fail(f"the lab ended without a ready line: {''.join(said)!r}")


def stop_lab(process):
    process.send_signal(signal.SIGINT)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
    finally:
        process.stdin.close()
        process.stdout.close()
    # Negative: ended by a signal, as a crash is. 130: interrupted, as shells say it.
    assert process.returncode in (0, 130), f"the lab ended with {process.returncode}"


@pytest.fixture(scope="session")
def lab(workbook_binary, tmp_path_factory):
    process, url = start_lab(
        workbook_binary,
        tmp_path_factory.mktemp("home"),
        "--openai-key",
        OPENAI_KEY,
        "--anthropic-key",
        ANTHROPIC_KEY,
    )
    yield Lab(url, OPENAI_KEY, ANTHROPIC_KEY, process)
    assert process.poll() is None, "the lab did not live through the tests"
    stop_lab(process)
