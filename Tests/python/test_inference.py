"""`logits` and `generate` with SmolLM2, as programs see them."""

import json
import os
import pathlib
import subprocess

import pytest

from models import models_folder, needs_models
from screen import environment

REFERENCE = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/llama/smollm2.json"


@pytest.fixture
def workbook(workbook_binary, tmp_path):
    def run(*arguments, status=0, text="", **variables):
        variables = {"WORKBOOK_MODELS": models_folder()} | variables
        done = subprocess.run(
            [workbook_binary, *arguments], env=environment(tmp_path, **variables), input=text, capture_output=True,
            text=True, timeout=120,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if status == 0 else done.stderr

    return run


@needs_models
def test_exact_logits_are_the_references(workbook):
    cases = json.loads(REFERENCE.read_text())
    lines = [
        {"prompt": case["prompt"]} if "prompt" in case
        else {"messages": [{"role": turn["role"], "content": turn["text"]} for turn in case["chat"]]}
        for case in cases
    ]
    lines += [{"tokens": case["tokens"]} for case in cases]
    output = workbook("logits", "--exact", "--jsonl", "--top", "20", text="".join(json.dumps(line) + "\n" for line in lines))
    answers = [json.loads(line)["top"] for line in output.splitlines()]
    assert len(answers) == 2 * len(cases)
    for answer, case in zip(answers, cases * 2, strict=True):
        found = {each["id"]: each for each in answer}
        for expected in case["top"][:15]:
            each = found[expected["id"]]
            assert abs(each["logit"] - expected["logit"]) < 0.003
            assert abs(each["logprob"] - (expected["logit"] - case["logNormaliser"])) < 0.003


@needs_models
def test_every_kernel_and_number_of_threads_gives_the_same_bits(workbook):
    lines = "".join(json.dumps({"prompt": "Once upon a time " * count}) + "\n" for count in (1, 2, 5))
    for exact in ([], ["--exact"]):
        expected = workbook("logits", "--jsonl", "--top", "50", *exact, text=lines)
        for kernels in ("avx512", "avx2", "neon", "plain"):
            assert workbook("logits", "--jsonl", "--top", "50", *exact, text=lines, WORKBOOK_KERNELS=kernels) == expected
        assert workbook("logits", "--jsonl", "--top", "50", "--threads", "1", *exact, text=lines) == expected
        assert workbook("logits", "--jsonl", "--top", "50", "--threads", "3", *exact, text=lines) == expected


@needs_models
def test_generate_tells_ids_reason_and_rate(workbook):
    arguments = ("generate", "The capital of France is", "-T", "0", "--json", "--max-tokens", "12")
    answer = json.loads(workbook(*arguments))
    assert answer["finish_reason"] == "length" and answer["completion_tokens"] == len(answer["tokens"]) == 12
    assert answer["text"].startswith(" Paris") and answer["tokens_per_second"] > 0
    assert answer["model"] == "smollm2-135m-instruct" and answer["prompt_tokens"] == 5
    tokens = json.loads(workbook("tokens", "--encoding", "smollm", "--json", "--", "The capital of France is" + answer["text"]))
    assert tokens["tokens"][5:] == answer["tokens"]
    stopped = json.loads(workbook(*arguments, "--stop", "."))
    assert stopped["text"] == " Paris" and stopped["finish_reason"] == "stop" and stopped["stop_sequence"] == "."


@needs_models
def test_exact_greedy_text_is_the_references(workbook):
    for case in json.loads(REFERENCE.read_text()):
        steps = case["greedy"]
        if "prompt" not in case or min(step["lead"] for step in steps) < 0.01:
            continue
        count = str(len(steps))
        answer = json.loads(workbook("generate", "--exact", "-T", "0", "--json", "--max-tokens", count, "--", case["prompt"]))
        assert answer["tokens"] == [step["token"] for step in steps if step["token"] not in (0, 2)]


@needs_models
@pytest.mark.parametrize(
    "line, complaint",
    [
        ("{", "it is not JSON"),
        ("{}", 'it has no string "prompt", no "tokens" and no "messages"'),
        ('{"tokens":["a"]}', '"tokens" must be an array of ids'),
        ('{"tokens":[49152]}', "token 49152 is not in the vocabulary"),
        ('{"tokens":[]}', "the prompt is empty"),
        ('{"messages":[{"role":"tool","content":"x"}]}', 'a message needs a "role"'),
    ],
)
def test_a_bad_line_is_told_with_its_number(workbook, line, complaint):
    error = workbook("logits", "--jsonl", text='{"prompt":"a"}\n' + line + "\n", status=1)
    assert "Line 2 of standard input" in error and complaint in error


def test_a_model_that_was_not_fetched_is_told(workbook, tmp_path):
    empty = {"WORKBOOK_MODELS": str(tmp_path / "none")}
    error = workbook("logits", "Hi", "--model", "smollm2-135m-instruct", status=1, **empty)
    assert "has not been fetched" in error and "models fetch" in error
    # Without it the model inside the executable serves.
    assert "ngram" in workbook("logits", "The sky is", **empty)


@needs_models
def test_a_file_that_is_no_model_is_refused(workbook, tmp_path):
    whole = pathlib.Path(models_folder(), "smollm2-135m-instruct/model.gguf").read_bytes()
    for name, content, complaint in [
        ("cut.gguf", whole[: len(whole) // 2], "reaches beyond the end of the file"),
        ("array.gguf", whole[:100_000], "more than the file has room for"),
        ("head.gguf", whole[:1_780_000], "the file ends within"),
        ("empty.gguf", b"", "not a GGUF file"),
        ("other.gguf", b"PK\x03\x04" * 100, "not a GGUF file"),
    ]:
        (tmp_path / name).write_bytes(content)
        assert complaint in workbook("logits", "Hi", "--model", str(tmp_path / name), status=1)
    assert "No such file" in workbook("logits", "Hi", "--model", "./gone.gguf", status=1)


@needs_models
def test_a_model_can_be_named_by_path(workbook):
    path = os.path.join(models_folder(), "smollm2-135m-instruct/model.gguf")
    assert '" Paris"' in workbook("logits", "The capital of France is", "--model", path)
