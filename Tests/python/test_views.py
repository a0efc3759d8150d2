"""The sampler's views: their screens as kept in Fixtures/screens, their pictures, and what they refuse.

UPDATE_FIXTURES=1 records the screens anew, and then fails once.
"""

import json
import os
import pty
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from screen import Workbook, environment

SCREENS = Path(__file__).resolve().parents[1] / "Fixtures/screens"

SKY = "The sky is"
VIEWS = {
    "distribution": ["distribution", SKY, "-T", "0.5", "--top-p", "0.9"],
    "distribution-draw": ["distribution", SKY, "--top-k", "1", "-T", "100", "--seed", "3"],
    "compare": ["compare", SKY, "-T", "0.2", "-T", "1", "-T", "1.5"],
    "compare-top-p": ["compare", SKY, "--top-p", "0.5", "--top-p", "0.9", "-T", "1", "-T", "2"],
    "compare-orders": ["compare", SKY, "-T", "3", "--top-p", "0.9", "--orders"],
    "sweep-temperature": ["sweep", "temperature", "0..2", SKY],
    "sweep-top-p": ["sweep", "top-p", "0..1", SKY, "-T", "1.5"],
    "step": ["step", SKY, "-T", "0.5", "--top-k", "40", "--top-p", "0.9", "--min-p", "0.1", "--logit-bias", "0=-1", "--seed", "4"],
    "alternatives": ["generate", SKY, "--max-tokens", "6", "--seed", "5", "--alternatives", "3"],
    "trace": ["generate", "Once upon a", "--stop", "as a kin", "--stop", ".", "--max-tokens", "20", "--seed", "2", "--trace"],
    "samples": ["samples", SKY, "-n", "1000", "--seed", "9", "-T", "0.7"],
    "tree": ["tree", SKY, "--depth", "3"],
    "tree-path": ["tree", SKY, "--depth", "2", "--path", "1,2"],
}


def on_a_terminal(binary, home, arguments, columns, **extra):
    """What the command writes to a terminal, with nobody at the keys."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [binary, *arguments, "--model", "ngram"],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.STDOUT,
        env=environment(home, COLUMNS=str(columns), **extra),
    )
    os.close(follower)
    written = b""
    try:
        while chunk := os.read(leader, 65536):
            written += chunk
    except OSError:
        pass  # the other end has been closed
    finally:
        os.close(leader)
    assert process.wait(30) == 0, written.decode()
    return written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("colour", ["colour", "plain"])
@pytest.mark.parametrize("columns", [60, 120])
@pytest.mark.parametrize("view", VIEWS)
def test_view_matches_its_kept_screen(workbook_binary, tmp_path, view, columns, colour):
    extra = {"NO_COLOR": "1"} if colour == "plain" else {}
    written = on_a_terminal(workbook_binary, tmp_path, VIEWS[view], columns, **extra)
    seen = re.sub(r"\x1b\[[0-9;]*m", "", written)
    assert "\x1b" not in seen
    assert (seen == written) == (colour == "plain")
    # Bars and text are one column a character in these views.
    assert max(len(line) for line in seen.split("\n")) <= columns
    kept = SCREENS / f"{view}.{columns}.{colour}.txt"
    shown = written.replace("\x1b", "␛")
    if os.environ.get("UPDATE_FIXTURES") == "1":
        SCREENS.mkdir(parents=True, exist_ok=True)
        kept.write_text(shown, encoding="utf-8")
        pytest.fail(f"{kept.name} was recorded")
    assert kept.is_file(), f"{kept} is missing: record it with UPDATE_FIXTURES=1"
    assert shown == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS)
def test_view_shows_the_same_words_with_and_without_colour(view):
    for columns in (60, 120):
        coloured = (SCREENS / f"{view}.{columns}.colour.txt").read_text(encoding="utf-8")
        assert re.sub(r"␛\[[0-9;]*m", "", coloured) == (SCREENS / f"{view}.{columns}.plain.txt").read_text(encoding="utf-8")


def run(binary, home, *arguments, status=0):
    done = subprocess.run(
        [binary, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment(home), cwd=home, timeout=60
    )
    assert done.returncode == status, done.stderr
    return done


@pytest.mark.parametrize("view", VIEWS)
def test_picture_stands_alone_and_text_stays_inside(workbook_binary, tmp_path, view):
    run(workbook_binary, tmp_path, *VIEWS[view], "--model", "ngram", "--svg", "view.svg")
    text = (tmp_path / "view.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    width, height = map(float, root.get("viewBox").split()[2:])
    assert text.count("http") == 1 and "<script" not in text and "href" not in text
    tags = [element.tag.split("}")[1] for element in root.iter()]
    assert tags.count("text") > 5
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        size, x = float(element.get("font-size")), float(element.get("x"))
        long = 0.6 * size * len(element.text or "")
        left = {None: x, "middle": x - long / 2, "end": x - long}[element.get("text-anchor")]
        assert left >= -1 and left + long <= width + 1, element.text
        assert size <= float(element.get("y")) <= height and size >= 18
    assert list(tmp_path.glob("view.svg*")) == [tmp_path / "view.svg"]


@pytest.mark.parametrize("view", VIEWS)
def test_numbers_come_as_json(workbook_binary, tmp_path, view):
    value = json.loads(run(workbook_binary, tmp_path, *VIEWS[view], "--model", "ngram", "--json").stdout)
    assert value["model"] == "ngram"


def test_json_of_samples_adds_up(workbook_binary, tmp_path):
    value = json.loads(run(workbook_binary, tmp_path, *VIEWS["samples"], "--model", "ngram", "--json", "--top", "5000").stdout)
    assert sum(token["count"] for token in value["tokens"]) == value["draws"] == 1000
    assert abs(sum(token["probability"] for token in value["tokens"]) - 1) < 1e-9
    test = value["chi_square"]
    cells = [(t["count"], t["expected"]) for t in value["tokens"] if t["expected"] >= 5]
    rest = [(t["count"], t["expected"]) for t in value["tokens"] if t["expected"] < 5]
    pool = (sum(count for count, _ in rest), sum(expected for _, expected in rest))
    if pool[1] < 5:  # the pool joins the least of the others
        least = cells.pop(min(range(len(cells)), key=lambda index: cells[index][1]))
        pool = (pool[0] + least[0], pool[1] + least[1])
    cells.append(pool)
    assert abs(sum((count - expected) ** 2 / expected for count, expected in cells) - test["statistic"]) < 1e-6
    assert test["degrees_of_freedom"] == len(cells) - 1
    assert 0 < test["p"] <= 1


def test_stop_string_never_leaks_across_tokens(workbook_binary, tmp_path):
    """The stop string begins inside one token and ends inside another."""
    free = json.loads(run(workbook_binary, tmp_path, "generate", "Once upon a", "--model", "ngram", "--seed", "2", "--max-tokens", "12", "--json").stdout)
    text = free["text"]
    for start in range(1, min(30, len(text) - 4)):
        stop = text[start : start + 4]
        arguments = ["generate", "Once upon a", "--model", "ngram", "--seed", "2", "--max-tokens", "12", "--stop", stop, "--trace"]
        value = json.loads(run(workbook_binary, tmp_path, *arguments, "--json").stdout)
        assert value["text"] == text[: text.index(stop)]
        released = "".join(step["released"] for step in value["trace"]["steps"])
        assert released == value["text"] and stop not in released
        assert value["trace"]["cut"].startswith(stop)
        assert value["finish_reason"] == "stop" and value["stop_sequence"] == stop


REFUSED = {
    "compare one": (["compare", SKY], 1, "nothing to compare", "-T 1.5"),
    "compare many": (["compare", SKY, *["-T", "1"] * 4, *["--top-p", "0.5"] * 4], 1, "16 settings", "12 at most"),
    "sweep what": (["sweep", "temprature", "0..2", SKY], 1, "'temprature'", "temperature"),
    "sweep range": (["sweep", "temperature", "0-2", SKY], 1, "'0-2' is no range", "0..2"),
    "sweep down": (["sweep", "temperature", "2..0", SKY], 1, "does not go up", "0..2"),
    "sweep beyond": (["sweep", "top-p", "0..2", SKY], 1, "from 0 to 1", "0..1"),
    "no prompt": (["step"], 1, "no prompt", "step"),
    "bad setting": (["distribution", SKY, "--top-p", "1.5"], 1, "top-p is 1.5", "from 0 to 1"),
    "tree path": (["tree", SKY, "--path", "1,7"], 1, "branch 7", "Leave it out"),
    "tree path word": (["tree", SKY, "--path", "one"], 1, "'one'", "1,2"),
    "tree size": (["tree", SKY, "--depth", "9"], 64, "--depth 9", "choose less"),
    "samples none": (["samples", SKY, "-n", "0"], 64, "-n is 0", "1 to"),
    "svg folder": (["distribution", SKY, "--svg", "nowhere/x.svg"], 1, "nowhere/x.svg", "folder"),
    "svg is a folder": (["distribution", SKY, "--svg", "."], 1, "cannot be written", "--svg"),
    "empty stop": (["generate", SKY, "--stop", "", "--trace"], 1, "stop string 1 is empty", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_said(workbook_binary, tmp_path, name):
    arguments, status, found, advice = REFUSED[name]
    done = run(workbook_binary, tmp_path, *arguments, "--model", "ngram", status=status)
    assert found in done.stderr and advice in done.stderr
    assert "Optional(" not in done.stderr


def test_picture_that_is_there_stays_when_a_new_one_cannot_be_made(workbook_binary, tmp_path):
    picture = tmp_path / "view.svg"
    picture.write_text("old")
    run(workbook_binary, tmp_path, "distribution", SKY, "--model", "ngram", "--top-p", "2", "--svg", "view.svg", status=1)
    assert picture.read_text() == "old"
    run(workbook_binary, tmp_path, "distribution", SKY, "--model", "ngram", "--svg", "view.svg")
    assert picture.read_text().startswith("<?xml")


def test_word_after_alternatives_belongs_to_the_prompt(workbook_binary, tmp_path):
    arguments = ["--model", "ngram", "--seed", "1", "--max-tokens", "3", "--json"]
    first = run(workbook_binary, tmp_path, "generate", "--alternatives", SKY, *arguments).stdout
    last = run(workbook_binary, tmp_path, "generate", SKY, *arguments, "--alternatives", "4").stdout
    strip = lambda text: {key: value for key, value in json.loads(text).items() if "second" not in key}
    assert strip(first) == strip(last)


@pytest.fixture
def workbook(workbook_binary, tmp_path):
    started = Workbook(workbook_binary, environment(tmp_path), columns=80, rows=50)
    yield started
    started.kill()


def test_tree_is_walked_with_keys(workbook):
    workbook.keys('tree "The sky is" --model ngram --depth 2\r')
    workbook.wait_until(lambda: "goes on from that branch" in workbook.current_line(), "the keys")
    workbook.keys("2")
    workbook.wait_for("The sky is clear")
    workbook.wait_until(lambda: "b back" in workbook.current_line(), "the way back")
    workbook.keys("b")
    workbook.wait_until(lambda: "b back" not in workbook.current_line() and "q ends" in workbook.current_line(), "the first tree")
    workbook.keys("9x")
    workbook.keys("q")
    workbook.wait_for_prompt()
    assert "picture" not in workbook.text()


def test_step_waits_for_a_key_at_each_stage(workbook):
    workbook.keys('step "The sky is" --model ngram -T 0.5 --top-k 3\r')
    workbook.wait_until(lambda: "1 of 4" in workbook.current_line(), "the first stage")
    assert "temperature 0.5" not in workbook.text()
    workbook.keys(" ")
    workbook.wait_until(lambda: "2 of 4" in workbook.current_line(), "the second stage")
    assert "temperature 0.5" in workbook.text()
    workbook.keys("b")
    workbook.wait_until(lambda: "1 of 4" in workbook.current_line(), "the first stage again")
    workbook.keys("a")
    workbook.wait_for_prompt()
    assert "falls on" in workbook.text()


def test_step_ends_with_ctrl_c_and_leaves_the_terminal_as_it_was(workbook):
    workbook.keys('step "The sky is" --model ngram -T 0.5\r')
    workbook.wait_until(lambda: "1 of 3" in workbook.current_line(), "the first stage")
    workbook.keys("\x03")
    workbook.wait_for_prompt()
    assert "distribution" in workbook.type("help distribution")
