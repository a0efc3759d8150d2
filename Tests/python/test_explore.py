"""`explore` on a terminal: keys, wheel, sizes, and the terminal as it was on every way out."""

import os
import re
import signal
import subprocess

import pytest

from screen import Workbook, environment

PROMPT = "The sky is"
LEFT, RIGHT, UP, DOWN = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"
# Modes that are set on the way in and put back on the way out: alternate screen, pastes, mouse, its coordinates.
ON_WHILE_OPEN = ["?1049", "?2004", "?1000", "?1006"]
# And the other way round: the cursor, wrapping.
OFF_WHILE_OPEN = ["?25", "?7"]


def explore(binary, home, *arguments, columns=80, rows=24, **extra):
    return Workbook(
        binary, environment(home, **extra), ["explore", PROMPT, *arguments], columns=columns, rows=rows, wait=False
    )


@pytest.fixture
def opened(workbook_binary, tmp_path):
    started = explore(workbook_binary, tmp_path)
    started.wait_for("? help")
    yield started
    started.kill()


def row_of(workbook, text):
    return next(index for index, line in enumerate(workbook.screen.display) if line.strip().startswith(text))


def dial(workbook, name):
    """What a dial stands at, such as `0.95` or `off`."""
    return workbook.screen.display[row_of(workbook, name)].split()[1]


def wait_for_dial(workbook, name, value):
    workbook.wait_until(lambda: dial(workbook, name) == value, f"{name} at {value}")


def wheel(row, up=True, shift=False):
    return f"\x1b[<{(64 if up else 65) + (4 if shift else 0)};5;{row + 1}M"


def drawn(workbook):
    return int(re.search(r"(\d+) drawn", workbook.screen.display[0]).group(1))


def wait_for_drawn(workbook, count):
    workbook.wait_until(lambda: drawn(workbook) == count, f"{count} drawn")


def test_arrows_and_letters_turn_the_dials_and_the_bars_move_with_them(opened):
    share = lambda: opened.screen.display[row_of(opened, '" blue"')]
    before = share()
    opened.keys(LEFT * 10)
    wait_for_dial(opened, "temperature", "0.50")
    assert share() != before and "after T 0.5" in opened.text()
    opened.keys(DOWN * 10)
    wait_for_dial(opened, "top-p", "0.70")
    opened.wait_for("kept · top-p 0.7:")
    opened.keys("k" * 15)
    wait_for_dial(opened, "top-k", "3")
    opened.keys("mmm")
    wait_for_dial(opened, "min-p", "0.005")
    opened.keys("o")
    opened.wait_for("llama.cpp: the cuts, then temperature")
    opened.keys("0")
    wait_for_dial(opened, "temperature", "1.00")
    assert [dial(opened, name) for name in ("top-p", "top-k", "min-p")] == ["off"] * 3
    opened.keys("f" + LEFT)
    wait_for_dial(opened, "temperature", "0.99")


def test_the_wheel_turns_the_dial_under_it_or_else_temperature(opened):
    opened.keys(wheel(20, up=False) * 2)
    wait_for_dial(opened, "temperature", "0.90")
    opened.keys(wheel(row_of(opened, "top-p"), up=False) * 3)
    wait_for_dial(opened, "top-p", "0.97")
    opened.keys(wheel(20, up=True, shift=True))
    wait_for_dial(opened, "top-p", "0.98")
    assert dial(opened, "temperature") == "0.90"
    # A click, a pasted q, and what no key sends, mean nothing.
    opened.keys("\x1b[<0;5;5M\x1b[<0;5;5m\x1b[200~q\x1b[201~\x1b[99~" + RIGHT)
    wait_for_dial(opened, "temperature", "0.95")


def test_enter_draws_backspace_takes_back_and_the_same_number_draws_the_same_token(opened):
    opened.keys("\r")
    wait_for_drawn(opened, 1)
    words = opened.screen.display[row_of(opened, "drew")]
    found = re.search(r'drew "(.+)": (0\.\d+) is in (0\.\d+)–([01]\.\d+) · [\d.]+ % · rank \d+', words)
    token, number, low, high = found.groups()
    assert float(low) <= float(number) <= float(high)
    assert f"{PROMPT}│{token}" in opened.screen.display[1]
    opened.keys("\x7f")
    wait_for_drawn(opened, 0)
    assert opened.screen.display[1].rstrip() == f" {PROMPT}│"
    opened.keys("\r")
    wait_for_drawn(opened, 1)
    assert opened.screen.display[row_of(opened, "drew")] == words
    opened.keys("\x7fr\r")
    opened.wait_until(lambda: "seed 1" in opened.screen.display[0] and drawn(opened) == 1, "a draw with another seed")
    assert number not in opened.screen.display[row_of(opened, "drew")]


def test_peeking_marks_the_token_that_the_next_draw_takes(opened):
    opened.keys("n")
    opened.wait_until(lambda: any(line.startswith("▸") for line in opened.screen.display), "the mark")
    marked = next(line for line in opened.screen.display if line.startswith("▸"))
    token = re.search(r'"(.+)"', marked).group(1)
    opened.keys("n\r")
    wait_for_drawn(opened, 1)
    assert f'drew "{token}"' in opened.text()


def test_it_writes_on_until_a_key_and_leaves_the_text_behind(opened):
    opened.keys("a")
    opened.wait_until(lambda: drawn(opened) >= 2, "two tokens")
    opened.keys("a")
    opened.wait_for("? help")
    text = opened.screen.display[1].split("│")[1].strip()
    opened.keys("q")
    assert opened.finish() == 0
    left = opened.raw.split(b"\x1b[?1049l")[-1].decode()
    assert PROMPT in left and text.split()[0] in left and "the dials stood at -T 1" in left


def test_held_keys_are_taken_together(opened):
    frames = opened.raw.count(b"\x1b[?2026h")
    opened.keys(RIGHT * 300)
    wait_for_dial(opened, "temperature", "100.00")
    assert opened.raw.count(b"\x1b[?2026h") - frames < 100


def test_only_what_changes_is_written_and_nothing_is_cleared(opened):
    whole = len(opened.raw)
    opened.keys("n")
    opened.wait_for("next ")
    change = opened.raw[whole:]
    assert len(change) < whole / 2 and change.startswith(b"\x1b[?2026h") and change.endswith(b"\x1b[?2026l")
    assert b"\x1b[2J" not in opened.raw and b"\x1b[J" not in opened.raw


def resize(workbook, columns, rows):
    workbook.screen.resize(rows, columns)
    workbook.screen.erase_in_display(2)
    workbook.child.setwinsize(rows, columns)


def test_another_size_is_drawn_anew_and_too_small_a_one_is_told(opened):
    for columns, rows in [(60, 20), (120, 40), (60, 12), (200, 60)]:
        resize(opened, columns, rows)
        opened.wait_until(lambda: "q leave" in opened.screen.display[rows - 1], f"the keys in row {rows}")
        assert opened.screen.display[0].startswith("explore · ngram")
    for columns, rows in [(40, 24), (80, 8)]:
        resize(opened, columns, rows)
        opened.wait_for("60 columns and 12 rows")
    opened.keys("q")
    assert opened.finish() == 0


def test_help_lists_the_keys_on_the_smallest_screen(workbook_binary, tmp_path):
    started = explore(workbook_binary, tmp_path, columns=60, rows=12)
    started.wait_for("? help")
    started.keys("?")
    started.wait_for("Any key goes back")
    for word in ("temperature", "top-p", "Enter", "Backspace", "wheel", "leave"):
        assert word in started.text()
    started.keys("x")
    started.wait_for("? help")
    started.kill()


@pytest.mark.parametrize("extra", [{"NO_COLOR": "1"}, {"LC_ALL": "C.ISO-8859-1"}])
def test_without_colour_or_unicode_everything_is_still_said(workbook_binary, tmp_path, extra):
    started = explore(workbook_binary, tmp_path, "--top-p", "0.8", **extra)
    started.wait_for("? help")
    started.keys("\r")
    wait_for_drawn(started, 1)
    assert "top-p 0.8" in started.text() and "cut" in started.text() and 'drew "' in started.text()
    if "NO_COLOR" in extra:
        assert re.findall(rb"\x1b\[[\d;]*m", started.raw) == []
    else:
        assert started.raw.isascii()
    started.kill()


def test_a_prompt_cannot_drive_the_terminal(workbook_binary, tmp_path):
    started = Workbook(
        workbook_binary, environment(tmp_path), ["explore", "a\x1b]0;owned\x07\x1b[5;5Hb"], columns=80, rows=24, wait=False
    )
    started.wait_for("? help")
    assert b"\x1b]0;" not in started.raw and "␛]0;owned␇" in started.text()
    started.kill()


@pytest.mark.parametrize("which", ["stdin", "stdout"])
def test_without_a_terminal_it_says_what_to_do(workbook_binary, tmp_path, which):
    result = subprocess.run(
        [workbook_binary, "explore", PROMPT], env=environment(tmp_path), stdin=subprocess.DEVNULL, capture_output=True
    )
    assert result.returncode == 1 and result.stdout == b""
    assert b"no terminal" in result.stderr and b"`distribution`" in result.stderr


def test_a_terminal_that_cannot_move_its_cursor_is_refused(workbook_binary, tmp_path):
    home = environment(tmp_path)
    home["TERM"] = "dumb"
    started = Workbook(workbook_binary, home, ["explore", PROMPT], wait=False)
    assert started.finish() == 1
    assert "cannot move its cursor" in " ".join(started.text().split()) and b"\x1b" not in started.raw


# The terminal afterwards


@pytest.fixture
def shell(workbook_binary, tmp_path):
    """An interactive shell with job control, which has the terminal before and after."""
    (tmp_path / "inputrc").write_text("set enable-bracketed-paste off\n")
    home = environment(tmp_path, INPUTRC=str(tmp_path / "inputrc"), PS1="$ ", WORKBOOK=workbook_binary, SWIFT_BACKTRACE="enable=no")
    started = Workbook("/bin/bash", home, ["--norc", "--noprofile", "-i"], columns=80, rows=24, wait=False)
    started.wait_until(lambda: started.current_line() == "$ ", "the shell's prompt")
    yield started
    started.kill()


def modes(shell):
    """What `stty` says of the terminal."""
    shell.keys("clear; echo modes=$(stty -g)=\r")
    found = lambda: re.search(r"modes=([0-9a-f:]+)=", shell.text().replace("\n", ""))
    shell.wait_until(lambda: found() is not None and shell.current_line() == "$ ", "the terminal's modes")
    return found().group(1)


def explorer(shell):
    """The process id of the shell's child."""
    return int(subprocess.run(["pgrep", "-P", str(shell.pid)], capture_output=True, check=True, text=True).stdout.split()[0])


def is_restored(shell):
    raw = shell.raw.decode(errors="replace")
    on = all(raw.rfind(f"\x1b[{mode}l") > raw.rfind(f"\x1b[{mode}h") >= 0 for mode in ON_WHILE_OPEN)
    off = all(raw.rfind(f"\x1b[{mode}h") > raw.rfind(f"\x1b[{mode}l") >= 0 for mode in OFF_WHILE_OPEN)
    return on and off


@pytest.mark.parametrize(
    "way,status",
    [
        ("q", 0),
        ("\x1b", 0),
        ("\x03", 0),
        ("\x04", 0),
        (signal.SIGINT, 130),
        (signal.SIGTERM, 130),
        (signal.SIGHUP, 128 + signal.SIGHUP),
        (signal.SIGQUIT, 128 + signal.SIGQUIT),
    ],
)
def test_the_terminal_is_as_it_was_on_every_way_out(shell, way, status):
    before = modes(shell)
    shell.keys(f'clear; ulimit -c 0; "$WORKBOOK" explore "{PROMPT}"; echo status=$?=\r')
    shell.wait_for("? help")
    shell.keys("\r")
    shell.wait_for("1 drawn")
    assert not is_restored(shell)
    if isinstance(way, str):
        shell.keys(way)
    else:
        os.kill(explorer(shell), way)
    shell.wait_for(f"status={status}=")
    assert is_restored(shell) and modes(shell) == before


def test_a_stop_gives_the_terminal_back_and_going_on_takes_it_again(shell):
    before = modes(shell)
    shell.keys(f'clear; "$WORKBOOK" explore "{PROMPT}"\r')
    shell.wait_for("? help")
    shell.keys(LEFT)
    wait_for_dial(shell, "temperature", "0.95")
    shell.keys("\x1a")
    shell.wait_for("Stopped")
    shell.wait_until(lambda: shell.current_line() == "$ ", "the shell's prompt")
    assert is_restored(shell) and modes(shell) == before
    shell.keys("clear; fg\r")
    shell.wait_for("? help")
    assert not is_restored(shell)
    shell.keys(LEFT)
    wait_for_dial(shell, "temperature", "0.90")
    # Stopped by another process, in the way that can be seen coming.
    os.kill(explorer(shell), signal.SIGTSTP)
    shell.wait_for("Stopped")
    assert is_restored(shell) and modes(shell) == before
    shell.keys("clear; fg\r")
    shell.wait_for("? help")
    shell.keys("q")
    shell.wait_for("the dials stood at")
    assert is_restored(shell) and modes(shell) == before


def test_at_the_prompt_it_comes_back_to_the_prompt(workbook_binary, tmp_path):
    started = Workbook(workbook_binary, environment(tmp_path), columns=80, rows=24)
    started.keys(f'explore "{PROMPT}"\r')
    started.wait_for("? help")
    started.keys("\r")
    started.wait_for("1 drawn")
    # What is typed ahead belongs to the prompt.
    started.keys("qlist\r")
    started.wait_for("the dials stood at")
    started.wait_for_prompt()
    assert is_restored_but_for_pastes(started)
    started.keys("quit\r")
    assert started.finish() == 0


def is_restored_but_for_pastes(workbook):
    raw = workbook.raw.decode(errors="replace")
    return all(raw.rfind(f"\x1b[{mode}l") > raw.rfind(f"\x1b[{mode}h") for mode in ("?1049", "?1000", "?1006"))
