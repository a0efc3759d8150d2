"""`distribution --jsonl`: a line of logits and settings in, the probabilities of the tokens kept out."""

import json
import math
import subprocess

import pytest

from screen import environment


@pytest.fixture
def answer(workbook_binary, tmp_path):
    def ask(*lines, options=()):
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        return subprocess.run([workbook_binary, "distribution", "--jsonl", *options], input=text, capture_output=True,
                              text=True, env=environment(tmp_path), timeout=60)
    return ask


def probabilities(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["probabilities"] for line in done.stdout.splitlines()]


def test_softmax_of_the_kept_tokens_is_written_most_probable_first(answer):
    plain, cold, two, greedy = probabilities(answer(
        {"logits": [1, 3, "-inf", 2.5]}, {"logits": [1, 3, "-inf", 2.5], "temperature": 0.5},
        {"logits": [1, 3, 2.5], "top_k": 2}, {"logits": [1, 3, 3], "temperature": 0}))
    weights = {"1": math.exp(3), "3": math.exp(2.5), "0": math.exp(1)}
    assert list(plain) == list(weights)
    for token, weight in weights.items():
        assert plain[token] == pytest.approx(weight / sum(weights.values()), abs=1e-12)
        assert cold[token] == pytest.approx(weight**2 / sum(w * w for w in weights.values()), abs=1e-12)
    assert list(two) == ["1", "2"] and sum(two.values()) == pytest.approx(1, abs=1e-12)
    assert greedy == {"1": 1}


def test_order_decides_whether_temperature_or_the_nucleus_comes_first(answer):
    line = {"logits": [math.log(p) for p in (0.9, 0.05, 0.03, 0.02)], "temperature": 5, "top_p": 0.9}
    openai, llama = probabilities(answer(line | {"order": "openai"}, line | {"order": "llama.cpp"}))
    assert len(openai) == 4 and list(llama) == ["0"]


def test_what_a_line_leaves_out_or_calls_null_is_as_the_options_say(answer):
    lines = [{"logits": [3, 2, 1], "top_p": None, "order": None}, {"logits": [3, 2, 1], "top_k": 0}]
    first, second = probabilities(answer(*lines, options=("--top-k", "2")))
    assert list(first) == ["0", "1"] and list(second) == ["0", "1", "2"]


def test_penalties_bias_and_typical_p(answer):
    penalised, biased, typical = probabilities(answer(
        {"logits": [2, 2], "repetition_penalty": 2, "prompt_tokens": [0], "completion_tokens": [1],
         "frequency_penalty": 0.5, "presence_penalty": 0.25},
        {"logits": [1, 1, 1], "logit_bias": {"0": "-inf", "1": math.log(3)}},
        {"logits": [math.log(p) for p in (0.5, 0.25, 0.125, 0.125)], "typical_p": 0.2}))
    assert penalised["0"] / penalised["1"] == pytest.approx(math.exp(0.75))
    assert biased == pytest.approx({"1": 0.75, "2": 0.25})
    assert typical == {"1": 1}


@pytest.mark.parametrize("line, message", [
    ("{", "it is not JSON"),
    ("[1]", "it is no object, but of type array"),
    ({}, 'it has no array "logits"'),
    ({"logits": []}, "there are no logits"),
    ({"logits": [1, True]}, 'logit 1 is neither a number nor "-inf"'),
    ({"logits": [1, "nan"]}, "the logit of token 1 is not a number"),
    ({"logits": ["inf", 1]}, "the logit of token 0 is +infinity"),
    ({"logits": ["-inf", "-inf"]}, "all 2 logits are -infinity"),
    ({"logits": [1], "temperature": -1}, "temperature is -1.0"),
    ({"logits": [1], "top_p": "x"}, "top_p must be a number"),
    ({"logits": [1], "order": "hf"}, 'order must be "openai" or "llama.cpp"'),
    ({"logits": [1], "logit_bias": {"1": 2}}, "there is no token 1 to bias"),
])
def test_bad_line_ends_it_with_its_number_after_the_lines_before(answer, line, message):
    done = answer({"logits": [1]}, line, {"logits": [1]})
    assert done.returncode != 0
    assert done.stdout.splitlines() == ['{"probabilities":{"0":1.0}}']
    assert "Line 2 of standard input" in done.stderr and message in " ".join(done.stderr.split())
