"""Times the workbook beside its peers, in one run: exec to prompt, and resident memory there.

Every figure is a median over interleaved runs, so that a machine that slows down slows all of them.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "Tests" / "python"))
from screen import Workbook, environment  # noqa: E402

RUNS = int(os.environ.get("BENCH_RUNS", "15"))
binary = os.environ.get("WORKBOOK_BIN", str(root / ".build/release/workbook"))
venv = os.environ.get("WORKBOOK_VENV", str(root / ".venv"))


def prompt_time(home):
    start = time.perf_counter()
    workbook = Workbook(binary, environment(home), wait=False)
    workbook.wait_for_prompt()
    elapsed = time.perf_counter() - start
    memory = workbook.resident_kilobytes()
    workbook.kill()
    return elapsed, memory


def run_time(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    home = pathlib.Path(tempfile.mkdtemp(prefix="workbook-bench-"))
    rows = {"workbook, exec to prompt": [], "python3 -c pass": [], "llm --version": []}
    memory = []
    for run in range(RUNS + 1):
        elapsed, resident = prompt_time(home)
        others = run_time([sys.executable, "-c", "pass"]), run_time([f"{venv}/bin/llm", "--version"])
        if run == 0:
            continue  # the first run warms the file cache for all three
        memory.append(resident)
        for name, seconds in zip(rows, (elapsed, *others), strict=True):
            rows[name].append(seconds)
    print(f"{'start':<28}{'median':>10}{'min':>10}{'max':>10}   ({RUNS} interleaved runs)")
    for name, times in rows.items():
        milliseconds = [1000 * seconds for seconds in times]
        print(
            f"{name:<28}{statistics.median(milliseconds):>7.1f} ms{min(milliseconds):>7.1f} ms{max(milliseconds):>7.1f} ms"
        )
    print(f"{'resident at the prompt':<28}{statistics.median(memory) / 1024:>7.1f} MB")


main()
