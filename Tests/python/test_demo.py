"""`demo`: every step of every demo runs; steps forth and back; mistakes are told before anything runs."""

import re
import subprocess
from pathlib import Path

import pytest

from screen import Workbook, environment

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path.stem for path in (ROOT / "demos").glob("*.demo"))
RIGHT, LEFT = "\x1b[C", "\x1b[D"


def run(binary, home, *arguments, cwd=ROOT):
    return subprocess.run(
        [binary, "demo", *arguments], env=environment(home), capture_output=True, text=True, cwd=cwd, timeout=120
    )


def commands(path):
    """The commands of a demo, by the rules of docs/demos.md."""
    lines = re.sub(r"\\\n\s*", " ", path.read_text()).splitlines()
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


def test_the_four_demos_are_listed(workbook_binary, tmp_path):
    result = run(workbook_binary, tmp_path)
    assert result.returncode == 0
    for name in ("temperature", "top-p", "streaming", "rate-limits"):
        assert re.search(rf"^{name} ", result.stdout, re.MULTILINE)
    assert set(SHIPPED) >= {"temperature", "top-p", "streaming", "rate-limits"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_of_every_demo_runs(workbook_binary, tmp_path, name):
    result = run(workbook_binary, tmp_path, name)
    assert result.returncode == 0 and result.stderr == "", result.stderr
    shown = " ".join(result.stdout.split())
    for command in commands(ROOT / "demos" / f"{name}.demo"):
        assert "workbook> " + " ".join(command.split()) in shown
    # Nothing of it is kept.
    assert not (tmp_path / "data/workbook/progress.sqlite").exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_demo_is_a_script_too(workbook_binary, tmp_path, name):
    lines = (ROOT / "demos" / f"{name}.demo").read_text()
    script = tmp_path / "script"
    script.write_text(re.sub(r"^explore .*$", "", lines, flags=re.MULTILINE))
    result = subprocess.run(
        [workbook_binary, "script", str(script)], env=environment(tmp_path), capture_output=True, text=True, cwd=ROOT
    )
    assert result.returncode == 0 and result.stderr == ""


DEMO = """# My demo
# About it.

## First part
# A note to *think* about.

generate "Once upon a" --max-tokens 5
# Second note.
generate "The sky is" --max-tokens 5 \\
    --temperature 0
## Last part
tokens --nonsense-is-refused-later
"""


@pytest.fixture
def demo(workbook_binary, tmp_path):
    file = tmp_path / "mine.demo"
    file.write_text(DEMO.replace("tokens --nonsense-is-refused-later", "exchanges"))
    started = Workbook(workbook_binary, environment(tmp_path), ["demo", str(file)], columns=80, rows=24, wait=False)
    started.wait_for("-- Space begins")
    yield started
    started.kill()


def page(workbook):
    return "\n".join(line.rstrip() for line in workbook.screen.display)


def wait_for_page(workbook, text):
    """Waits until a page is shown to its end: with its keys in the last line that was written."""
    workbook.wait_until(lambda: text in page(workbook) and "-- " in workbook.current_line(), repr(text))


def seed(workbook):
    return re.search(r"seed (\d+)", page(workbook)).group(1)


def test_one_key_a_step_and_back_shows_what_came_out(demo):
    assert "My demo" in page(demo) and "# About it." in page(demo) and "4 steps" in page(demo)
    demo.keys(" ")
    wait_for_page(demo, "First part · 1 of 4")
    assert "# A note to think about." in page(demo) and "workbook>" not in page(demo)
    demo.keys(RIGHT)
    wait_for_page(demo, "First part · 2 of 4")
    first, shown = seed(demo), page(demo)
    assert 'workbook> generate "Once upon a" --max-tokens 5' in shown
    demo.keys("\r")
    wait_for_page(demo, "3 of 4")
    assert "# Second note." in page(demo) and "Once upon a" not in page(demo)
    # The seed is drawn anew by each run: the same one means that nothing ran.
    demo.keys(LEFT)
    wait_for_page(demo, "2 of 4")
    assert seed(demo) == first and page(demo) == shown
    demo.keys("r")
    demo.wait_until(lambda: "2 of 4" in page(demo) and "seed" in page(demo) and seed(demo) != first, "another run")
    demo.keys("q")
    assert demo.finish() == 0


def test_notes_can_be_hidden(demo):
    demo.keys("  ")
    wait_for_page(demo, "2 of 4")
    demo.keys(" ")
    wait_for_page(demo, "# Second note.")
    shown = seed(demo)
    demo.keys("n")
    demo.wait_until(lambda: "3 of 4" in page(demo) and "Second note" not in page(demo) and "-- " in demo.current_line(), "no notes")
    assert seed(demo) == shown
    demo.keys("n")
    wait_for_page(demo, "# Second note.")


def test_the_last_step_stays_and_home_is_the_first_page(demo):
    demo.keys("    ")
    wait_for_page(demo, "Last part · 4 of 4")
    wait_for_page(demo, "-- 4 of 4 · the end")
    demo.keys(" ")
    demo.keys("n")
    wait_for_page(demo, "4 of 4")
    demo.keys("\x1b[H")
    # Without its notes, which were hidden.
    wait_for_page(demo, "-- Space begins")
    assert "4 steps" in page(demo) and "About it" not in page(demo)
    demo.keys("\x03")
    assert demo.finish() == 0


def test_explore_can_be_a_step(workbook_binary, tmp_path):
    started = Workbook(workbook_binary, environment(tmp_path), ["demo", "temperature"], columns=80, rows=24, wait=False)
    started.wait_for("-- Space begins")
    for _ in range(100):
        if "? help" in page(started) or "the end ·" in page(started):
            break
        before = len(started.raw)
        started.keys(" ")
        started.wait_until(
            lambda: len(started.raw) > before and ("-- " in started.current_line() or "? help" in page(started)), "a page"
        )
    started.wait_for("? help")
    started.keys("\r")
    started.wait_for("1 drawn")
    started.keys("q")
    wait_for_page(started, "the dials stood at")
    started.keys("q")
    assert started.finish() == 0


def test_ctrl_c_stops_the_step_and_not_the_demo(workbook_binary, tmp_path):
    file = tmp_path / "long.demo"
    file.write_text('# Long\n\nserve\n\nlist\n')
    started = Workbook(workbook_binary, environment(tmp_path), ["demo", str(file)], columns=80, rows=24, wait=False)
    started.wait_for("-- Space begins")
    started.keys(" ")
    started.wait_for("ready http://")
    started.keys("\x03")
    wait_for_page(started, "-- 1 of 2 · Space on")
    started.keys(" ")
    wait_for_page(started, "-- 2 of 2 · the end")
    started.keys("q")
    assert started.finish() == 0


def test_mistakes_are_told_with_their_place_before_anything_runs(workbook_binary, tmp_path):
    file = tmp_path / "broken.demo"
    file.write_text("# Broken\n\nlist\ndistribtion \"a\"\ntokens --nonsense\ngenerate 'a\n")
    result = run(workbook_binary, tmp_path, "./broken.demo", cwd=tmp_path)
    assert result.returncode == 1 and result.stdout == ""
    lines = result.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == [f"./broken.demo:{number}:1:" for number in (4, 5, 6)]
    assert "Did you mean `distribution`?" in lines[0] and "--nonsense" in lines[1]
    file.write_text("list\n")
    result = run(workbook_binary, tmp_path, "./broken.demo", cwd=tmp_path)
    assert result.returncode == 1 and result.stderr.startswith("./broken.demo:1:1: the file does not begin with a title")
    result = run(workbook_binary, tmp_path, "temprature")
    assert result.returncode == 1 and "Did you mean 'temperature'?" in result.stderr
    result = run(workbook_binary, tmp_path, "./none.demo")
    assert result.returncode == 1 and "there is none" in result.stderr


def test_a_step_that_fails_is_told_and_the_rest_runs(workbook_binary, tmp_path):
    file = tmp_path / "failing.demo"
    file.write_text("# Failing\n\nsend\nlist\n")
    result = run(workbook_binary, tmp_path, str(file))
    assert result.returncode == 1
    assert f"{file}:3:1: No request has been begun." in " ".join(result.stderr.split()) and "2 of 2" in result.stdout
