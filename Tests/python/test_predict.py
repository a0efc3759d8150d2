"""Predictions: kept before the commands run, compared afterwards, never changed. And variants."""

import json
import re
import sqlite3
import subprocess
import time

import pytest

from screen import Workbook, environment

LESSON = """---
format: 1
title: Limits
concepts: [limits]
---
Something to read.

```try
distribution "The sky is"
```

```output
token …
…
… entropy …
```

```exercise
limits.refused
limits.length
limits.order
limits.word
limits.month
```
"""
HINTS = "hints: [{text: one, cost: 0.1}, {text: two, cost: 0.1}, {text: three, cost: 0.1}]\n"
FILES = {
    "lessons/concepts.yaml": "format: 1\nconcepts: [{id: limits, title: Limits}]\n",
    "lessons/04-limits/lesson.md": LESSON,
    "exercises/04-limits/refused.yaml": """kind: predict
prompt: What will the server answer?
run: |
  request openai
  user "Hello"
  set temperature 3
  send
guess: choice
outcome: exchange response status
choices:
  - {id: a, text: It answers., when: {equals: 200}}
  - {id: b, text: It refuses., when: {equals: 400}}
""",
    "solutions/04-limits/refused.yaml": """answer: b
why: The range ends at 2.
wrong: [{answer: a, score: 0, feedback: It looks before it runs.}]
""",
    "exercises/04-limits/length.yaml": """kind: predict
prompt: How many tokens?
run: generate "The sky is" --max-tokens 6 --seed 1
measure: generate "The sky is" --max-tokens 6 --seed 1 --json
guess: number
units: [tokens]
outcome: count tokens
""",
    "solutions/04-limits/length.yaml": "answer: 2 tokens\nwhy: The sentence ends.\n",
    "exercises/04-limits/order.yaml": """kind: predict
prompt: In which order?
run: |
  request openai
  user "Hi"
  show
guess: order
items:
  - {id: b, text: the body, value: 'position {"model"'}
  - {id: h, text: the host, value: position "Host:"}
  - {id: m, text: the method, value: position "POST"}
""",
    "solutions/04-limits/order.yaml": "answer: [m, h, b]\nwhy: It is HTTP.\n",
    "exercises/04-limits/word.yaml": """kind: predict
prompt: Which word stands in the status line after the number?
run: |
  request openai
  user "Hi"
  send
  raw
guess: text
outcome: output
find: HTTP/1.1 200 (\\w+)
""",
    "solutions/04-limits/word.yaml": "answer: OK\nwhy: RFC 9110.\nwrong: [{answer: Fine, score: 0}]\n",
    "exercises/04-limits/month.yaml": """kind: number
variables: {rpm: [3, 5, 20, 60], hours: {from: 2, to: 12}}
prompt: "{rpm} a minute, {hours} hours: how many?"
""",
    "solutions/04-limits/month.yaml": """answer: "= rpm * 60 * hours"
why: "{=rpm * 60} an hour."
wrong: [{answer: "= rpm * hours", score: 0, feedback: Minutes., }]
""",
}


def path_title(name):
    return name.split("/")[-1].removesuffix(".yaml")


@pytest.fixture
def course(tmp_path):
    for name, text in FILES.items():
        if name.startswith("exercises"):
            text = f"format: 1\ntitle: {path_title(name)}\nconcepts: [limits]\npoints: 1\n{text}{HINTS}"
        elif name.startswith("solutions"):
            text = "format: 1\n" + text
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "course"


@pytest.fixture
def run(workbook_binary, tmp_path, course):
    def run(*arguments, stdin=None, home="home"):
        return subprocess.run(
            [workbook_binary, *arguments],
            env=environment(tmp_path / home, WORKBOOK_HOME=str(course)),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def attempts(tmp_path):
    with sqlite3.connect(tmp_path / "home/data/workbook/progress.sqlite") as database:
        return database.execute("select answer, verdict is not null from attempt order by id").fetchall()


def test_the_course_is_proved_by_running_it(run):
    result = run("check")
    assert result.returncode == 0, result.stdout
    assert result.stdout.endswith("no problems\n")


def test_check_finds_a_solution_that_does_not_come_out(run, course):
    file = course / "solutions/04-limits/length.yaml"
    file.write_text(file.read_text().replace("2 tokens", "7 tokens"))
    result = run("check")
    assert result.returncode == 1
    assert "solutions/04-limits/length.yaml:2:9: the model answer of limits.length gets 0" in result.stdout


def test_check_finds_output_that_is_not_printed(run, course):
    file = course / "lessons/04-limits/lesson.md"
    file.write_text(file.read_text().replace("… entropy …", "nothing of the kind"))
    result = run("check")
    assert result.returncode == 1
    assert "lesson.md:15:1: the program does not print 'nothing of the kind'" in result.stdout


def test_predict_run_compare_explain(run, tmp_path):
    first = run("exercise", "limits.refused").stdout
    assert "then run   set temperature 3" in first
    shown = run("answer", "a").stdout
    assert shown.index("400 Bad Request") < shown.index("You predicted “a”; it came out as `b`: It refuses.")
    assert "It looks before it runs." in shown and "The range ends at 2." in shown and "0 / 1" in shown
    assert attempts(tmp_path) == [("a", 1)]
    # What was sent is there to be looked at.
    assert "400 Bad Request" in run("raw").stdout


def test_a_prediction_is_not_changed_afterwards(run, tmp_path):
    again = run(stdin="exercise limits.refused\nanswer a\nanswer b\n")
    assert again.returncode == 1
    assert "cannot be changed" in again.stderr
    assert attempts(tmp_path) == [("a", 1)]
    assert json.loads(run("progress", "--json").stdout)[0]["best"] == 0


def test_what_cannot_be_read_is_no_prediction(run, tmp_path):
    result = run(stdin="exercise limits.length\nanswer\nanswer many\nanswer 2\n")
    assert "Predict first" in result.stderr and "'many' is not one number" in result.stderr
    assert attempts(tmp_path) == [("2", 1)]
    assert "1 / 1" in result.stdout


def test_orders_and_words_are_predicted_too(run):
    result = run(stdin="exercise limits.order\nanswer m b h\nexercise limits.word\nanswer “ok”\n")
    assert "it came out as m h b" in result.stdout and "0.5 / 1" in result.stdout
    assert "it came out as “OK”" in result.stdout and "1 / 1" in result.stdout


def test_killed_during_the_run_the_prediction_stands(workbook_binary, run, course, tmp_path):
    # A run that takes long enough to be killed in the middle of it.
    file = course / "exercises/04-limits/length.yaml"
    file.write_text(file.read_text().replace("run: generate", "run: |\n  serve --port 0\n  generate"))
    process = subprocess.Popen(
        [workbook_binary],
        env=environment(tmp_path / "home", WORKBOOK_HOME=str(course)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        bufsize=1,
    )
    process.stdin.write("exercise limits.length\nanswer 5\n")
    process.stdin.flush()
    for line in process.stdout:
        if "ready http" in line:
            break
    process.kill()
    process.wait()
    assert attempts(tmp_path) == [("5", 0)]
    file.write_text(file.read_text().replace("  serve --port 0\n", ""))
    assert "You predicted: 5" in run("exercise", "limits.length").stdout
    result = run("answer", "6")
    assert "Your prediction stands: 5" in result.stdout
    assert "You predicted “5”; it came out as 2" in result.stdout and "0 / 1" in result.stdout
    assert attempts(tmp_path) == [("5", 1)]


def test_two_workbooks_cannot_both_be_first(workbook_binary, run, course, tmp_path):
    run("exercise", "limits.length")
    processes = [
        subprocess.Popen(
            [workbook_binary, "answer", str(number)],
            env=environment(tmp_path / "home", WORKBOOK_HOME=str(course)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in (4, 5, 6)
    ]
    for process in processes:
        process.communicate(timeout=60)
    kept = attempts(tmp_path)
    assert len(kept) == 1 and kept[0][1] == 1


def test_learners_differ_and_keep_their_numbers(run):
    def numbers(home):
        text = run("exercise", "limits.month", home=home).stdout
        return re.search(r"variant (\d+)\n(\d+) a minute, (\d+) hours", text).groups()

    assert numbers("one") == numbers("one")
    assert len({numbers(f"home{index}") for index in range(5)}) > 1
    variant, rpm, hours = numbers("one")
    # Anybody can show anybody's.
    replayed = run("exercise", "limits.month", "--variant", variant, home="two").stdout
    assert f"{rpm} a minute, {hours} hours" in replayed
    wrong = run("answer", str(int(rpm) * int(hours)), home="one").stdout
    assert "Minutes." in wrong and "0 / 1" in wrong
    right = run("answer", str(int(rpm) * 60 * int(hours)), home="one").stdout
    assert "1 / 1" in right
    assert f"{int(rpm) * 60} an hour." in run("solution", home="one").stdout


def test_the_verdict_names_what_comes_next(workbook_binary, course, tmp_path):
    workbook = Workbook(workbook_binary, environment(tmp_path / "home", WORKBOOK_HOME=str(course)))
    workbook.type("next")
    workbook.type("exercise limits.length")
    shown = workbook.type("answer 2")
    assert "as predicted" in shown and "`exercise 4.3` is next: order" in shown
    workbook.keys("\x04")
    assert workbook.finish() == 0
