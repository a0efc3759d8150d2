"""A whole first sitting at the terminal: read, send, look, sample, answer, leave, return."""

import json
import os
import re
import sqlite3
import stat
import subprocess

import pytest

from screen import Workbook, environment


@pytest.fixture
def home(tmp_path):
    return tmp_path


def test_a_first_sitting_from_welcome_to_return(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    assert "You are new here" in workbook.text()

    page = workbook.type("next")
    assert "Anatomy of a call" in page and "page 1 of" in page and "try" in page

    shown = workbook.type("request openai") + workbook.type('user "Say hello."') + workbook.type("show")
    assert "POST /v1/chat/completions HTTP/1.1" in shown
    assert "Content-Length:" in shown and '"content":"Say hello."' in shown
    assert "workbook(openai)>" in workbook.text()

    sent = workbook.type("send --stream")
    assert "200 OK" in sent and "first token" in sent and "ended by stop" in sent

    raw = workbook.type("raw")
    assert "HTTP/1.1 200 OK␍␊" in raw and "data: [DONE]" in raw and "transfer-encoding: chunked" in raw
    assert "sk-lab-…" in raw and not re.search(r"sk-lab-\w{5}", raw)

    events = workbook.type("events")
    assert "[DONE]" in events and '"Hello' in events and "+0." in events

    distribution = workbook.type('distribution "The capital of France is" --temperature 0.3')
    assert '" Paris"' in distribution and "entropy" in distribution and "nucleus(0.9)" in distribution
    cut = workbook.type('distribution "The sky is" --top-p 0.5')
    assert "cut" in cut

    question = workbook.type("exercise rest.content-length")
    assert "Count the bytes" in question
    wrong = workbook.type("answer 75")
    assert "0 / 2" in wrong and "not yet" in wrong
    hinted = workbook.type("hint")
    assert "hint 1 of 3" in hinted
    right = workbook.type("answer 77")
    assert "2 / 2" in right and "solved" in right

    progress = workbook.type("progress")
    assert "1/" in progress and "solved" in progress
    workbook.keys("\x04")
    assert workbook.finish() == 0

    again = Workbook(workbook_binary, environment(home))
    assert "Welcome back" in again.text()
    assert "workbook(1.3 openai)>" in again.text()
    listing = again.type("list 1")
    assert "solved" in listing
    assert "200" in again.type("exchanges")
    again.keys("\x1b[A\x1b[A")
    again.wait_until(lambda: "list 1" in again.current_line(), "the line before the last")
    again.keys("\x03")
    again.wait_for_prompt()
    assert "Leave the workbook" in again.type("help quit")
    again.keys("quit\r")
    assert again.finish() == 0


def test_ctrl_c_stops_a_stream_and_keeps_the_workbook(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    # At temperature 0 this prompt repeats one sentence for ever.
    workbook.keys('generate " code has" --max-tokens 30000 --temperature 0\r')
    workbook.wait_until(lambda: len(workbook.raw) > 4000, "a good deal of text")
    workbook.keys("\x03")
    workbook.wait_for_prompt()
    assert "stopped" in workbook.text()
    assert "workbook" in workbook.type("help")
    workbook.kill()


def test_a_half_typed_line_is_dropped_by_ctrl_c(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    workbook.keys("half a li")
    workbook.wait_for("half a li")
    workbook.keys("\x03")
    workbook.wait_for_prompt()
    assert "Anatomy" in workbook.type("list")
    workbook.kill()


def test_tab_completes_commands_options_and_ids(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    workbook.keys("distri\t")
    workbook.wait_until(lambda: "distribution " in workbook.current_line(), "the command's name")
    workbook.keys('"The sky is" --temp\t')
    workbook.wait_until(lambda: "--temperature" in workbook.current_line(), "the option's name")
    workbook.keys("\x03")
    workbook.wait_for_prompt()
    workbook.keys("exercise rest.cont\t")
    workbook.wait_until(lambda: "rest.content-length" in workbook.current_line(), "the exercise's id")
    workbook.kill()


def test_wide_characters_edit_correctly(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    workbook.type("request openai")
    # Two wide characters, back over one of them, and a letter in between.
    workbook.type("user 日本\x1b[Dx")
    assert '"content":"日x本"' in workbook.type("show")
    workbook.kill()


def test_a_typo_gets_a_suggestion(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    assert "Did you mean `distribution`?" in workbook.type('distributoin "The sky is"')
    workbook.kill()


def test_several_lines_by_backslash_and_by_open_quote(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    workbook.type("request openai")
    workbook.keys('user "first line\r')
    workbook.wait_until(lambda: "…" in workbook.current_line(), "the continuation prompt")
    workbook.keys('second line"\r')
    workbook.wait_for_prompt()
    assert "first line\\nsecond line" in workbook.type("show")
    workbook.kill()


def test_history_has_no_duplicates_no_secrets_and_is_private(workbook_binary, home):
    workbook = Workbook(workbook_binary, environment(home))
    for line in ("list", "progress", "list", 'set header.Authorization "Bearer sk-proj-abcdefghijklmnopqrstuvwx"'):
        workbook.type(line)
    workbook.keys("\x04")
    workbook.finish()
    file = home / "state/workbook/history"
    text = file.read_text()
    assert text.count("list\n") == 1 and "progress" in text
    assert "abcdefghijklmnopqrstuvwx" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_workbooks_at_once_keep_both_answers(workbook_binary, home):
    first, second = (Workbook(workbook_binary, environment(home)) for _ in range(2))
    first.type("exercise rest.content-length")
    second.type("exercise rest.content-length")
    first.type("answer 75")
    second.type("answer 76")
    assert "200 OK" in (first.type("request openai") + first.type("user Hi") + first.type("send"))
    assert "200 OK" in (second.type("request anthropic") + second.type("user Hi") + second.type("send"))
    attempts = json.loads(run(workbook_binary, home, "progress", "--json").stdout)
    assert next(row for row in attempts if row["exercise"] == "rest.content-length")["attempts"] == 2
    first.kill()
    second.kill()


def test_narrow_plain_terminal_shows_no_escape_and_fits(workbook_binary, home):
    plain = environment(home, NO_COLOR="1")
    output = subprocess.run(
        [workbook_binary], input="next\nlist\nquit\n", env=plain | {"COLUMNS": "60"}, capture_output=True, text=True, timeout=30
    )
    assert output.returncode == 0
    assert "\x1b" not in output.stdout
    assert max(len(line) for line in output.stdout.splitlines()) <= 60


def run(binary, home, *arguments, stdin=""):
    return subprocess.run(
        [binary, *arguments], env=environment(home), input=stdin, capture_output=True, text=True, timeout=60
    )


def test_lines_from_a_pipe_run_without_a_prompt_and_a_failure_sets_the_status(workbook_binary, home):
    good = run(workbook_binary, home, stdin="list\nquit\nnonsense\n")
    assert good.returncode == 0 and "workbook>" not in good.stdout
    bad = run(workbook_binary, home, stdin="nonsense\nlist\n")
    assert bad.returncode == 1 and "There is no command 'nonsense'" in bad.stderr and "Anatomy" in bad.stdout


def test_script_runs_a_file_and_says_which_line_failed(workbook_binary, home):
    script = home / "steps.workbook"
    script.write_text("# a comment\nrequest openai\nuser \"Hello\"\nexercise nowhere.none\nshow --json\n")
    result = run(workbook_binary, home, "script", str(script))
    assert result.returncode == 1
    assert "steps.workbook:4: There is no exercise 'nowhere.none'" in result.stderr
    assert '"content": "Hello"' in result.stdout


def test_show_and_send_have_the_same_bytes(workbook_binary, home):
    lines = 'request anthropic\nsystem "Grüß Gott"\nuser "日本 and a \\"quote\\""\nset temperature 0.5\nshow\nsend\nexchanges --json\n'
    result = run(workbook_binary, home, stdin=lines)
    assert result.returncode == 0, result.stderr
    shown = result.stdout[result.stdout.index("POST /v1/messages HTTP/1.1") :]
    exchanges = json.loads(result.stdout[result.stdout.index("[\n") :])
    sent = b"".join(piece["text"].encode() for piece in exchanges[-1]["sent"])
    text = sent.decode()
    head, body = text.split("\r\n\r\n", 1)
    # JSON keeps a masked key's length, the screen shortens it: the one line that differs.
    hidden = re.compile(r"(sk-[\w-]*?)(?:\*+|…)(\w{4})")
    whole = "\n".join(head.split("\r\n")) + "\n\n" + body + "\n"
    assert shown.replace("…", "*").startswith(hidden.sub(r"\1*\2", whole))
    assert int(re.search(r"Content-Length: (\d+)", head)[1]) == len(body.encode())


@pytest.mark.parametrize("word", ["quit", "exit"])
def test_leaving_by_word_has_status_zero(workbook_binary, home, word):
    assert run(workbook_binary, home, stdin=f"{word}\n").returncode == 0
    assert run(workbook_binary, home, word).returncode == 0


def test_events_of_a_file_are_those_a_browser_would_dispatch(workbook_binary, home):
    stream = "\ufeffdata: a\r\ndata: b\n\nid: 7\nevent: tick\ndata:c\r\r: comment\n\ndata: lost"
    result = subprocess.run(
        [workbook_binary, "events", "--file", "-", "--jsonl"],
        env=environment(home),
        input=stream.encode(),
        capture_output=True,
        timeout=30,
    )
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"event": "message", "data": "a\nb", "id": ""},
        {"event": "tick", "data": "c", "id": "7"},
    ]


def test_a_newer_record_is_refused_and_left_as_it_is(workbook_binary, home):
    run(workbook_binary, home, "exercise", "rest.content-length")
    run(workbook_binary, home, "answer", "75")
    file = home / "data/workbook/progress.sqlite"
    database = sqlite3.connect(file)
    database.execute("insert into grdb_migrations values ('v99-from-the-future')")
    database.commit()
    database.close()
    result = run(workbook_binary, home, "progress")
    assert result.returncode == 1 and "later version" in result.stderr
    assert run(workbook_binary, home, "reset", "--yes").returncode == 0
    assert [name for name in os.listdir(file.parent) if "progress" in name and name != "progress.sqlite"]
