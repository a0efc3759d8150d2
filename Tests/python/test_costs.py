"""`cost` and `advise`: exact arithmetic that is shown, by the prices of a day; the decision tree by questions."""

import json
import re
import subprocess
from decimal import Decimal

import pytest

from screen import Workbook, environment


@pytest.fixture
def run(workbook_binary, tmp_path):
    def run(*arguments, status=0):
        result = subprocess.run(
            [workbook_binary, *arguments], env=environment(tmp_path), capture_output=True, text=True, timeout=60
        )
        assert result.returncode == status, result.stderr
        return result.stderr if status else result.stdout

    return run


def report(run, *arguments):
    return json.loads(run("cost", *arguments, "--json"), parse_float=Decimal)


EXAMPLE = "--model 3/6 --input 500 --output 200 --requests-per-day 10000 --switch-to 0.3/0.6 --share 80%".split()


def test_the_chapters_example_comes_out_line_by_line(run):
    lines = [" ".join(line.split()) for line in run("cost", *EXAMPLE).splitlines()]
    for line in (
        "input 500 tokens × $3.00 / 1,000,000 = $0.0015",
        "output 200 tokens × $6.00 / 1,000,000 = $0.0012",
        "a call $0.0015 + $0.0012 = $0.0027",
        "a month 10,000 calls a day × 30 days × $0.0027 = $810.00",
        "kept 20% of $810.00 = $162.00",
        "moved 80% of $81.00 = $64.80",
        "the month $226.80",
        "saved $810.00 − $226.80 = $583.20 72%",
    ):
        assert line in lines


def test_the_report_has_the_same_numbers_exactly(run):
    got = report(run, *EXAMPLE)
    assert got["call"]["cost"] == Decimal("0.0027")
    assert got["month"] == {"requests_per_day": 10000, "days": 30, "requests": 300000, "cost": 810}
    assert got["switch"]["cost"] == Decimal("226.8")
    assert got["switch"]["saving_percent"] == 72


@pytest.mark.parametrize("seed", range(40))
def test_any_call_costs_what_decimal_arithmetic_says(run, seed):
    import random

    numbers = random.Random(seed)
    price = [Decimal(numbers.randint(0, 99_999)).scaleb(-numbers.randint(0, 4)) for _ in range(2)]
    count = [numbers.randint(0, 10 ** numbers.randint(1, 8)) for _ in range(2)]
    per_day, days = numbers.randint(0, 10**6), numbers.randint(1, 31)
    got = report(
        run, "--model", f"{price[0]:f}/{price[1]:f}", "--input", str(count[0]), "--output", str(count[1]),
        "--requests-per-day", str(per_day), "--days", str(days),
    )  # fmt: skip
    call = (price[0] * count[0] + price[1] * count[1]) / 1_000_000
    assert got["call"]["cost"] == call
    assert got["month"]["cost"] == call * per_day * days


@pytest.mark.parametrize(
    ("model", "day", "cost"),
    [
        ("gpt-4", "2024-06-01", "0.027"),
        ("gpt-4-turbo", "2024-06-01", "0.011"),
        ("gpt-4o", "2024-06-01", "0.0055"),
        ("gpt-4o", "2026-01-01", "0.00325"),
        ("gpt-3.5-turbo", "2024-06-01", "0.00055"),
        ("claude-3-opus-20240229", "2024-06-01", "0.0225"),
        ("claude-3-sonnet-20240229", "2024-06-01", "0.0045"),
        ("claude-3-haiku-20240307", "2024-06-01", "0.000375"),
        ("gpt-6-luna", "2026-11-25", "0.00015"),
    ],
)
def test_the_day_decides_the_price(run, model, day, cost):
    got = report(run, "--model", model, "--input", "500", "--output", "200", "--as-of", day)
    assert got["call"]["cost"] == Decimal(cost)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--model", "gpt-5", "--input", "1"], "gpt-5 came out on 2025-08-07, after 2024-06-01"),
        (["--model", "gpt-4oo", "--input", "1"], "Did you mean 'gpt-4o'?"),
        (["--model", "gpt-4", "--input", "1", "--cached", "2"], "--input counts the cached tokens, too"),
        (["--model", "gpt-4", "--input", "2", "--cached", "1"], "had no price for cached input on 2024-06-01"),
        (["--model", "claude-2.1", "--input", "2", "--batch"], "took no batches on 2024-06-01"),
        (["--model", "whisper-1", "--input", "2"], "is not priced by tokens"),
        (["--model", "gpt-4", "--input", "1", "--share", "120%"], "--share is '120%'"),
        (["--model", "gpt-4", "--input", "-1"], "--input"),
        (["--model", "gpt-4", "--input", "1", "--as-of", "2024-13-01"], "2024-13-01"),
        (["--input", "1"], "No model is named"),
        (["--exchange"], "Nothing has been sent yet"),
    ],
)
def test_what_cannot_be_worked_out_is_explained(run, arguments, said):
    misspelled = {"--share", "-1", "2024-13-01"} & set(arguments)
    result = run("cost", *arguments, status=64 if misspelled else 1)
    assert said in " ".join(result.split())


def test_prices_of_a_day_are_listed(run):
    assert re.search(r"^gpt-4 +\$30\.00 +\$60\.00 ", run("cost", "--prices"), re.M)
    listed = {price["model"]: price for price in report(run, "--prices", "--as-of", "2026-11-25")["prices"]}
    assert "gpt-4" not in listed
    assert listed["gpt-6.1-terra"]["cached"] == Decimal("0.05")


def test_an_answer_tells_its_price_and_its_writer_and_can_be_costed(workbook_binary, tmp_path):
    book = Workbook(workbook_binary, environment(tmp_path), columns=100)
    book.type("request openai")
    book.type('user "Say hello"')
    book.type("set max_tokens 20")
    book.type("send")
    text = " ".join(book.text().split())
    assert re.search(r"would cost \$0\.\d+ at gpt-4's price \(2024-06\)", text)
    assert re.search(r"written by \S+, here on this machine, for gpt-4", text)
    assert text.count("it is often wrong") == 1
    book.type("send")
    assert " ".join(book.text().split()).count("it is often wrong") == 1
    book.type("cost --exchange")
    assert "in tokens of the local model that answered" in book.text()
    shown = book.type("cost --exchange --model gpt-4o")
    assert "gpt-4o, priced as gpt-4o-2024-05-13" in shown and "a call" in shown
    book.kill()


def test_advice_is_asked_for_question_by_question(workbook_binary, tmp_path):
    book = Workbook(workbook_binary, environment(tmp_path), columns=100, rows=80)
    book.type("advise")
    assert "1 of 2  How hard is the task?" in book.text()
    book.type("advise complex")
    assert "2 of 2  Are there more than 10,000 requests a day?" in book.text()
    book.type("advise perhaps")
    assert "'perhaps' is no answer" in book.text()
    book.type("advise low")
    text = book.text()
    assert "Ask a small model first" in text and "Batch APIs cost half the price" in " ".join(text.split())
    assert "Tune a small model" not in text
    book.kill()


def test_advice_comes_at_once_from_the_shell(run):
    got = json.loads(run("advise", "simple", "20000", "--json"))
    assert got["answers"] == ["simple", "high"]
    assert [step["id"] for step in got["advice"]] == [
        "smaller-model", "prompt-reduction", "output-limits", "response-caching", "fine-tuning", "self-hosted",
    ]  # fmt: skip
    assert got["advice"][1]["chapter"] == ["10–30 %", "20–40 %"]
