"""The line at the prompt: keys, history, pastes, signals, and the terminal left as it was found."""

import os
import re
import signal
import subprocess
import time

import pexpect
import pytest

from screen import Workbook, environment


@pytest.fixture
def workbook(workbook_binary, tmp_path):
    started = Workbook(workbook_binary, environment(tmp_path), columns=60, rows=24)
    yield started
    started.kill()


def line_is(workbook, text):
    """Waits until the line that the cursor is in ends in `text`, the cursor behind it."""
    workbook.wait_until(lambda: workbook.current_line().rstrip() == text.rstrip(), repr(text))


def cursor_is_at(workbook, column):
    workbook.wait_until(lambda: workbook.screen.cursor.x == column, f"the cursor in column {column}")


PROMPT = "workbook> "


def test_keys_move_and_delete_by_characters_and_words(workbook):
    workbook.keys("one two three")
    line_is(workbook, PROMPT + "one two three")
    workbook.keys("\x1b[1;5D\x1b[1;5D")
    cursor_is_at(workbook, len(PROMPT + "one "))
    workbook.keys("\x1b[1;5C")
    workbook.wait_until(lambda: workbook.screen.cursor.x > len(PROMPT + "one "), "a word to the right")
    workbook.keys("\x1b[H")
    cursor_is_at(workbook, len(PROMPT))
    workbook.keys("\x1b[3~\x1b[3~\x1b[3~\x1b[3~")
    workbook.keys("\x1b[F")
    line_is(workbook, PROMPT + "two three")
    workbook.keys("\x17")
    line_is(workbook, PROMPT + "two")
    workbook.keys("\x01")
    cursor_is_at(workbook, len(PROMPT))
    workbook.keys("\x04")
    workbook.keys("\x05")
    line_is(workbook, PROMPT + "wo")


def test_wide_characters_take_two_columns(workbook):
    workbook.keys("日本語")
    cursor_is_at(workbook, len(PROMPT) + 6)
    workbook.keys("\x1b[D")
    cursor_is_at(workbook, len(PROMPT) + 4)
    workbook.keys("\x7f")
    cursor_is_at(workbook, len(PROMPT) + 2)
    workbook.keys("å")
    cursor_is_at(workbook, len(PROMPT) + 3)


def test_unknown_sequences_type_nothing(workbook):
    workbook.keys("a\x1b[24~\x1b[<0;10;10Mb\x1b[200~c\x1b[31md\x1b[201~")
    line_is(workbook, PROMPT + "abc[31md")


def test_history_is_recalled_and_searched(workbook):
    workbook.type("help skip")
    workbook.type("help quit")
    workbook.keys("\x1b[A\x1b[A")
    line_is(workbook, PROMPT + "help skip")
    workbook.keys("\x1b[B")
    line_is(workbook, PROMPT + "help quit")
    workbook.keys("\x03")
    workbook.wait_for_prompt()
    workbook.keys("\x12ski")
    found = len([row for row in workbook.lines() if row.startswith(PROMPT + "help skip")]) + 1
    workbook.wait_until(
        lambda: len([row for row in workbook.lines() if row.startswith(PROMPT + "help skip")]) >= found, "the line found"
    )
    workbook.keys("\r")
    workbook.wait_for_prompt()


def test_history_outlives_the_program_and_is_shared(workbook_binary, tmp_path):
    file = tmp_path / "state/workbook/history"
    file.parent.mkdir(parents=True)
    file.write_text("from before\n")
    first, second = (Workbook(workbook_binary, environment(tmp_path)) for _ in range(2))
    first.type("help quit")
    second.type("help skip")
    for each in (first, second):
        each.keys("quit\r")
        assert each.finish() == 0
    lines = file.read_text().splitlines()
    assert lines[0] == "from before" and {"help quit", "help skip"} <= set(lines) and len(lines) == len(set(lines))
    again = Workbook(workbook_binary, environment(tmp_path))
    again.keys("\x12from")
    again.wait_until(lambda: any(PROMPT + "from before" in row for row in again.screen.display), "the old line")
    again.kill()


def test_pasted_lines_wait_for_enter_and_then_run_one_by_one(workbook):
    workbook.keys("\x1b[200~help skip\r\nhelp quit\rquit\x1b[201~")
    workbook.wait_until(lambda: workbook.current_line() == "quit", "the last pasted line")
    before = workbook.text()
    assert before.count("help quit") == 1
    workbook.keys("\r")
    # Were the paste one line, `quit` would not end the workbook.
    assert workbook.finish() == 0
    assert PROMPT + "help quit" in workbook.text() and PROMPT + "quit" in workbook.text()


def test_ctrl_c_discards_all_lines_of_an_entry(workbook):
    workbook.keys("help 'quit\r")
    workbook.wait_until(lambda: "…" in workbook.current_line(), "the continuation prompt")
    workbook.keys("more\x03")
    workbook.wait_for_prompt()
    workbook.keys("\x1b[A")
    time_to_settle(workbook)
    assert "quit" not in workbook.current_line()


def test_ctrl_c_at_the_prompt_never_ends_the_workbook(workbook):
    for _ in range(20):
        workbook.keys("\x03")
    time_to_settle(workbook)
    workbook.keys("still here")
    line_is(workbook, PROMPT + "still here")


def test_a_line_longer_than_the_screen_is_drawn_anew_after_a_resize(workbook):
    text = " ".join(f"word{number}" for number in range(20))
    workbook.keys(text)
    workbook.wait_for("word19")
    workbook.screen.resize(24, 100)
    workbook.child.setwinsize(24, 100)
    workbook.wait_until(lambda: any(row.startswith(PROMPT + "word0") and len(row) == 100 for row in workbook.screen.display), "a redraw")
    workbook.keys("\x7f\x7f")
    workbook.wait_until(lambda: workbook.current_line().rstrip().endswith("word"), "the line's end")


def test_vi_keys_by_editrc(workbook_binary, tmp_path):
    (tmp_path / ".editrc").write_text("bind -v\n")
    workbook = Workbook(workbook_binary, environment(tmp_path))
    workbook.keys("one two\x1b[D\x1b[C")
    line_is(workbook, PROMPT + "one two")
    workbook.keys("\x1b")
    cursor_is_at(workbook, len(PROMPT + "one tw"))
    workbook.keys("0dw")
    cursor_is_at(workbook, len(PROMPT))
    workbook.keys("A!")
    line_is(workbook, PROMPT + "two!")
    workbook.kill()


@pytest.mark.parametrize("ending", ["quit\r", "\x04", signal.SIGTERM, signal.SIGHUP])
def test_terminal_is_left_as_it_was(workbook_binary, tmp_path, ending):
    script = f"stty -g; {workbook_binary}; stty -g; echo status=$?"
    shell = pexpect.spawn("/bin/sh", ["-c", script], env=environment(tmp_path, NO_COLOR="1"), timeout=20, dimensions=(24, 80))
    shell.expect("workbook> ")
    before = re.search(rb"^([0-9a-f:]{20,})\r", shell.before, re.MULTILINE).group(1)
    if isinstance(ending, str):
        shell.send(ending)
    else:
        os.kill(child_of(shell.pid), ending)
    shell.expect("status=0")
    assert before in shell.before
    shell.close()


def test_after_a_stop_the_line_goes_on(workbook_binary, tmp_path):
    shell = pexpect.spawn("/bin/bash", ["--norc", "-i"], env=environment(tmp_path, NO_COLOR="1", PS1="shell$ "), timeout=20, dimensions=(24, 80))
    shell.expect_exact("shell$ ")
    shell.sendline(workbook_binary)
    shell.expect("workbook> ")
    shell.send("help qu")
    shell.expect("help qu")
    shell.send("\x1a")
    shell.expect_exact("shell$ ")
    shell.sendline("fg")
    shell.expect("workbook> .*help qu")
    shell.send("it\r")
    shell.expect("workbook> ")
    shell.close(force=True)


def child_of(pid):
    return int(subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=True).stdout.split()[0])


def time_to_settle(workbook):
    """Reads until nothing has come for a moment: for what must not happen."""
    quiet_since = time.monotonic()
    seen = len(workbook.raw)
    while time.monotonic() - quiet_since < 0.3:
        workbook._read(0.05)
        if len(workbook.raw) != seen:
            seen = len(workbook.raw)
            quiet_since = time.monotonic()
