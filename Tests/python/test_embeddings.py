"""`embed` and `similar`, with the model that `models fetch` brings."""

import json
import math
import os
import subprocess
from pathlib import Path

import pytest

from screen import environment

FIXTURE = Path(__file__).resolve().parents[1] / "Fixtures/embeddings/sentences.json"


def models_folder():
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return os.environ.get("WORKBOOK_MODELS") or str(Path(data) / "workbook/models")


needs_model = pytest.mark.skipif(os.environ.get("WORKBOOK_NO_MODELS") == "1", reason="WORKBOOK_NO_MODELS=1")


@pytest.fixture
def workbook(workbook_binary, tmp_path):
    def run(*arguments, status=0, text="", **variables):
        variables = {"WORKBOOK_MODELS": models_folder()} | variables
        done = subprocess.run(
            [workbook_binary, *arguments], env=environment(tmp_path, **variables), input=text, capture_output=True,
            text=True, timeout=60,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if status == 0 else done.stderr

    return run


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)


# Each set of kernels that this machine has; one that it lacks falls back to another, which proves nothing but costs little.
@needs_model
@pytest.mark.parametrize("kernels", ["avx512", "avx2", "neon", "plain"])
def test_vectors_are_those_of_sentence_transformers(workbook, kernels):
    cases = json.loads(FIXTURE.read_text())
    answer = json.loads(workbook("embed", "--json", "--", *(case["text"] for case in cases), WORKBOOK_KERNELS=kernels))
    assert answer["model"] == "all-minilm-l6-v2" and answer["dimensions"] == 384
    assert [each["text"] for each in answer["data"]] == [case["text"] for case in cases]
    for each, case in zip(answer["data"], cases, strict=True):
        assert cosine(each["embedding"], case["vector"]) > 1 - 1e-5, case["text"]
        assert abs(math.hypot(*each["embedding"]) - 1) < 1e-5
    assert answer["data"][0]["tokens"] == 2 and answer["data"][-1]["tokens"] == 256


@needs_model
def test_texts_come_from_a_file_or_standard_input(workbook, tmp_path):
    (tmp_path / "texts.txt").write_text("one\n\n  two words \r\nthree\n")
    answer = json.loads(workbook("embed", "--file", str(tmp_path / "texts.txt"), "--json"))
    assert [each["text"] for each in answer["data"]] == ["one", "two words", "three"]
    piped = json.loads(workbook("embed", "--file", "-", "--json", text="one\n"))
    assert piped["data"][0]["embedding"] == pytest.approx(answer["data"][0]["embedding"], abs=1e-5)


@needs_model
def test_a_person_is_shown_what_a_vector_is(workbook):
    shown = workbook("embed", "The cat sits on the mat.")
    assert "384 numbers" in shown and "length 1.0000" in shown and "9 tokens" in shown


@needs_model
def test_similar_tells_the_cosine(workbook):
    alike = json.loads(workbook("similar", "The cat sits on the mat.", "A kitten rests on a rug.", "--json"))
    apart = json.loads(workbook("similar", "The cat sits on the mat.", "Stock markets fell sharply.", "--json"))
    assert alike["cosine"] > 0.5 > 0.2 > apart["cosine"]
    assert workbook("similar", "same", "same").startswith("cosine  1.0000")


@needs_model
def test_similar_ranks_the_lines_of_a_file(workbook, tmp_path):
    lines = ["How do I cook rice?", "I forgot my login credentials.", "The weather is fine.", "Where is my parcel?"]
    (tmp_path / "questions.txt").write_text("\n".join(lines))
    arguments = ["similar", "How do I reset my password?", "--among", str(tmp_path / "questions.txt")]
    results = json.loads(workbook(*arguments, "--json"))["results"]
    assert results[0]["text"] == lines[1] and results[0]["index"] == 1
    assert [each["cosine"] for each in results] == sorted((each["cosine"] for each in results), reverse=True)
    assert "and 3 more" in workbook(*arguments, "--top", "1")


def test_without_the_model_the_next_step_is_told(workbook, tmp_path):
    said = workbook("embed", "text", status=1, WORKBOOK_MODELS=str(tmp_path / "none"))
    assert "models fetch all-minilm-l6-v2" in said


def test_wrong_counts_of_texts_are_told(workbook):
    assert "There is no text" in workbook("embed", status=1)
    assert "3 were given" in workbook("similar", "a", "b", "c", status=1)


@needs_model
def test_a_cut_model_is_an_error(workbook, tmp_path):
    for name in ("vocab.txt", "config.json", "README.md", "model.safetensors"):
        target = tmp_path / "models/all-minilm-l6-v2" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((Path(models_folder()) / "all-minilm-l6-v2" / name).read_bytes())
    with open(target, "r+b") as file:
        file.write(b"\xff" * 8)  # the length of the header
    assert "header" in workbook("embed", "text", status=1, WORKBOOK_MODELS=str(tmp_path / "models"))
