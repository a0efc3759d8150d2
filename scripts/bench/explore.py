"""Times `explore`: from a key to the frame that shows what it did, and the processor's time a frame takes.

A frame of the fetched model has a vocabulary of 49,152 tokens to sort out; it should take less than the 16 ms of a
display's. The small model inside the executable stands beside it. There is no peer to compare with.
"""

import os
import pathlib
import statistics
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "Tests" / "python"))
from screen import Workbook, environment  # noqa: E402

KEYS = int(os.environ.get("BENCH_RUNS", "15")) * 20
TARGET = 16
binary = os.environ.get("WORKBOOK_BIN", str(root / ".build/release/workbook"))
models = os.environ.get("XDG_DATA_HOME", str(pathlib.Path.home() / ".local/share")) + "/workbook/models"


def processor_time(pid):
    with open(f"/proc/{pid}/stat") as status:
        fields = status.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def frames(model, columns, rows):
    """The milliseconds from key to frame, and the processor's milliseconds a frame, with all dials in use."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="workbook-bench-"))
    (home / "data/workbook").mkdir(parents=True)
    (home / "data/workbook/models").symlink_to(models)
    arguments = ["explore", "Once upon a time there was a", "--top-p", "0.9", "--model", model]
    workbook = Workbook(binary, environment(home), arguments, columns=columns, rows=rows, wait=False)
    workbook.wait_for("? help", timeout=60)
    # pexpect waits before each key, for programs that are slow to begin with.
    workbook.child.delaybeforesend = None
    times = []
    used = processor_time(workbook.pid)
    for index in range(KEYS):
        seen = len(workbook.raw)
        # Back and forth, by steps that change every bar.
        key = ["\x1b[D", "\x1b[B", "\x1b[C", "\x1b[A"][index % 4]
        start = time.perf_counter()
        workbook.keys(key)
        while b"\x1b[?2026l" not in workbook.raw[seen:]:
            # Without the emulator: what it takes is not the workbook's.
            workbook.raw += workbook.child.read_nonblocking(65536, 5)
        times.append(1000 * (time.perf_counter() - start))
    used = processor_time(workbook.pid) - used
    workbook.kill()
    return times, 1000 * used / KEYS


print(f"{'explore, key to frame':<40}{'median':>10}{'95 %':>10}{'processor':>12}   ({KEYS} keys; target {TARGET} ms)")
for model in ("ngram", "smollm2-135m-instruct"):
    if model != "ngram" and not os.path.isdir(f"{models}/{model}"):
        print(f"{model:<40}  not fetched: `workbook models fetch`")
        continue
    for columns, rows in [(80, 24), (200, 60)]:
        times, used = frames(model, columns, rows)
        high = statistics.quantiles(times, n=20)[-1]
        name = f"{model}, {columns} × {rows}"
        print(f"{name:<40}{statistics.median(times):>7.2f} ms{high:>7.2f} ms{used:>9.2f} ms")
