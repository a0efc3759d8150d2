"""Kill the workbook anywhere: every answer whose verdict showed is on disk."""

import random
import re
import sqlite3
import subprocess
import threading

import pytest

from screen import environment

MOMENTS = 50
VERDICT = re.compile(rb"\d(?:\.\d+)? / \d")


def acknowledged_answers(binary, home, seed):
    """Answers without end, kills the process at a random moment, and returns what had been acknowledged."""
    random_source = random.Random(seed)
    process = subprocess.Popen(
        [binary], env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    )
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    answers, seen = [], b""
    process.stdin.write(b"exercise rest.content-length\n")
    for number in range(random_source.randint(1, 6)):
        # Wrong on purpose, each unlike all others.
        answer = f"{100_000 + 100 * seed + number}"
        process.stdin.write(f"answer {answer}\n".encode())
        before = len(VERDICT.findall(seen))
        while len(VERDICT.findall(seen)) == before:
            data = process.stdout.read(1 if random_source.random() < 0.5 else 4096)
            assert data, f"the workbook ended by itself:\n{seen.decode(errors='replace')}"
            seen += data
        answers.append(answer)
    # One more is under way when the process dies: it may or may not be there, the others must.
    process.stdin.write(b"answer 99999\n")
    if random_source.random() < 0.7:
        process.stdout.read(random_source.randint(1, 100))
    process.kill()
    process.wait()
    watchdog.cancel()
    process.stdin.close()
    process.stdout.close()
    return answers


def stored_answers(home):
    with sqlite3.connect(home / "data/workbook/progress.sqlite") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        return [row[0] for row in database.execute("select answer from attempt order by id")]


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_random_moments_no_acknowledged_answer_is_lost(workbook_binary, tmp_path, seed):
    expected = []
    for moment in range(MOMENTS // 5):
        expected += acknowledged_answers(workbook_binary, tmp_path, seed * 1000 + moment)
        stored = stored_answers(tmp_path)
        missing = [answer for answer in expected if answer not in stored]
        assert not missing
