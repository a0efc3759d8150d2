"""`workbook tokens`: its ids are tiktoken's on every string, and its errors name their place."""

import base64
import json
import os
import random
import subprocess
import time
from pathlib import Path

import pytest
import tiktoken
import tiktoken_ext.openai_public

from screen import environment

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
MODELS = Path(os.environ.get("WORKBOOK_MODELS") or DATA / "workbook/models").resolve()
ENCODINGS = ("cl100k_base", "o200k_base")
FIXTURES = json.loads((ROOT / "Tests/Fixtures/tokens/tokens.json").read_text())

needs_models = pytest.mark.skipif(os.environ.get("WORKBOOK_NO_MODELS") == "1", reason="WORKBOOK_NO_MODELS=1")

PARTS = [
    *" \n\r\t'!/-_.,<|>sSltAbZ1½",
    *("  ", "   ", "\r\n", "\n\n", "'s", "'S", "'ſ", "'ll", "'LL", "'re", "'Ve", "'d", "'M", "É", "ß", "ǅ", "ʰ", "ª"),
    *("日", "本語", "한국", "क", "ि", "ا", "\u0301", "\u0308", "\u20dd", "🎉", "👩‍👩‍👧", "\u200d", "\u200b", "\ufeff"),
    *("\u00a0", "\u2003", "\u3000", "\u0085", "\u2028", "the", " of", "HTTP", "camelCase", "12", "1234", "Ⅷ", "٣"),
    *("<|endoftext|>", "<|endofprompt|>", "<|fim_middle|>", "<|im_end|>", "\U000e0100", "\U0010ffff", "\ue000"),
    *("\x00", "\x04", "\x7f", "K", "ꟲ", "Ა", "ა", "\U00010d70", "//", "\n/", "…", "—"),
]  # fmt: skip


def hostile_text(numbers):
    """Few kinds of parts in a text, so that runs are long; or anything at all."""
    kind = numbers.random()
    if kind < 0.5:
        return "".join(numbers.choices(PARTS, k=numbers.randint(0, 14)))
    if kind < 0.65:
        return "".join(numbers.choices(numbers.sample(PARTS, 2), k=numbers.randint(1, 80)))
    if kind < 0.75:
        return numbers.choice(PARTS) * numbers.randint(1, 400)
    limit = numbers.choice([0x80, 0x250, 0x3000, 0xD800, 0x110000])
    scalars = (numbers.randrange(limit) for _ in range(numbers.randint(1, 30)))
    return "".join(chr(scalar) for scalar in scalars if not 0xD800 <= scalar < 0xE000)


@pytest.fixture(scope="module")
def reference():
    """tiktoken's encodings, from the rank files that the workbook reads: nothing is fetched."""
    kept = tiktoken_ext.openai_public.load_tiktoken_bpe
    encodings = {}
    for name in ENCODINGS:
        lines = (MODELS / name / f"{name}.tiktoken").read_bytes().splitlines()
        ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}
        tiktoken_ext.openai_public.load_tiktoken_bpe = lambda *_, ranks=ranks, **__: ranks
        encodings[name] = tiktoken.Encoding(**getattr(tiktoken_ext.openai_public, name)())
    tiktoken_ext.openai_public.load_tiktoken_bpe = kept
    return encodings


@pytest.fixture
def tokens(workbook_binary, tmp_path):
    """Runs `workbook tokens`."""

    def run(*arguments, stdin=b"", status=0, models=MODELS, timeout=120):
        result = subprocess.run(
            [workbook_binary, "tokens", *arguments],
            input=stdin,
            env=environment(tmp_path) | {"WORKBOOK_MODELS": str(models)},
            capture_output=True,
            timeout=timeout,
        )
        assert result.returncode == status, result.stderr.decode()
        return (result.stderr if status else result.stdout).decode()

    return run


def encoded(tokens, texts, *arguments):
    """The ids of `texts`, by way of --jsonl."""
    lines = "".join(json.dumps({"text": text}, ensure_ascii=len(text) % 2 == 0) + "\n" for text in texts)
    answers = [json.loads(line) for line in tokens("--jsonl", *arguments, stdin=lines.encode()).splitlines()]
    assert len(answers) == len(texts)
    assert all(answer["count"] == len(answer["tokens"]) for answer in answers)
    return [answer["tokens"] for answer in answers]


@needs_models
@pytest.mark.parametrize("name", ENCODINGS)
def test_ids_are_tiktokens_on_thousands_of_hostile_strings(tokens, reference, name):
    seed = random.randrange(2**32)
    numbers = random.Random(seed)
    texts = [hostile_text(numbers) for _ in range(6000)]
    plain = encoded(tokens, texts, "--encoding", name)
    special = encoded(tokens, texts, "--encoding", name, "--special")
    for text, ids, special_ids in zip(texts, plain, special, strict=True):
        assert ids == reference[name].encode_ordinary(text), (seed, text)
        assert special_ids == reference[name].encode(text, allowed_special="all"), (seed, text)


@needs_models
@pytest.mark.parametrize("name", ENCODINGS)
def test_ids_are_tiktokens_on_every_character(tokens, reference, name):
    characters = [chr(scalar) for scalar in range(0x110000) if not 0xD800 <= scalar < 0xE000]
    # Between letters, digits and blanks, so that the class of each decides where pieces end.
    texts = ["".join(f"a{c}A {c}'s1{c} {c}\n" for c in characters[i : i + 4096]) for i in range(0, 0x34000, 4096)]
    texts.append("".join(characters[-0x1000:]))
    for text, ids in zip(texts, encoded(tokens, texts, "--encoding", name), strict=True):
        assert ids == reference[name].encode_ordinary(text), hex(ord(text[1]))


@needs_models
@pytest.mark.parametrize("name", [*ENCODINGS, "smollm"])
def test_ids_are_those_of_the_fixtures(tokens, name):
    texts = [fixture["text"] for fixture in FIXTURES]
    assert encoded(tokens, texts, "--encoding", name) == [fixture["plain"][name] for fixture in FIXTURES]
    special = encoded(tokens, texts, "--encoding", name, "--special")
    assert special == [fixture["special"][name] for fixture in FIXTURES]


@needs_models
def test_each_line_is_answered_before_the_next_comes(workbook_binary, tmp_path):
    process = subprocess.Popen(
        [workbook_binary, "tokens", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(tmp_path) | {"WORKBOOK_MODELS": str(MODELS)},
    )
    for text, ids in (("hello world", [15339, 1917]), ("", []), ("hello", [15339])):
        process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"tokens": ids, "count": len(ids)}
    process.stdin.close()
    assert process.wait(10) == 0


@needs_models
@pytest.mark.parametrize("line", ["{", "[]", '{"text":1}', "", '{"txt":"a"}', b'{"text":"\xff"}'])
def test_a_malformed_line_is_an_error_that_names_it(workbook_binary, tmp_path, line):
    line = line if isinstance(line, bytes) else line.encode()
    result = subprocess.run(
        [workbook_binary, "tokens", "--jsonl"],
        input=b'{"text":"hello"}\n' + line + b'\n{"text":"never read"}\n',
        env=environment(tmp_path) | {"WORKBOOK_MODELS": str(MODELS)},
        capture_output=True,
        timeout=20,
    )
    assert result.returncode == 1
    assert result.stdout == b'{"tokens":[15339],"count":1}\n'
    assert b"Line 2 of standard input" in result.stderr


@needs_models
def test_pieces_ids_and_count_are_shown(tokens):
    shown = tokens("Hello, world")
    assert "Hello│,│ world" in shown
    assert '1  9906  "Hello"' in shown and '3  1917  " world"' in shown
    assert "3 tokens · 12 characters · 12 bytes · cl100k_base" in shown
    assert tokens("Hello,", "world", "--count") == "3\n"
    assert json.loads(tokens("Hello, world", "--json")) == {"tokens": [9906, 11, 1917], "count": 3}
    assert tokens("--file", "-", "--count", stdin="é\r\n".encode()) == "2\n"
    assert tokens("--decode", "9906", "11", "1917") == "Hello, world\n"


@needs_models
def test_special_tokens_are_plain_text_unless_asked_for(tokens):
    text = "<|endoftext|>"
    assert json.loads(tokens(text, "--json"))["count"] == 7
    assert json.loads(tokens(text, "--json", "--special"))["tokens"] == [100257]
    assert tokens("--decode", "100257") == text + "\n"


@needs_models
def test_bytes_that_smollm_has_no_token_for_are_told(tokens):
    shown = tokens("a\x04b\x06", "--encoding", "smollm")
    assert "2 bytes are left out, which smollm has no token for: 0x04 at offset 1 is the first." in shown
    assert json.loads(tokens("a\x04b\x06", "--encoding", "smollm", "--json"))["dropped"] == [1, 3]
    assert "dropped" not in json.loads(tokens("ab", "--encoding", "smollm", "--json"))


@needs_models
def test_a_file_that_is_no_text_is_refused_with_the_offset(tokens, tmp_path):
    file = tmp_path / "bad.txt"
    file.write_bytes("é".encode() + b"a\xc3(")
    assert "offset 3" in tokens("--file", str(file), status=1)


@needs_models
def test_ids_that_are_no_tokens_are_refused(tokens):
    for bad in ("100300", "x", "99999999999999"):
        assert f"{bad} is no token of cl100k_base" in tokens("--decode", "1", bad, status=1)


def test_a_model_that_is_not_there_is_asked_for(tokens, tmp_path):
    assert "models fetch" in tokens("hi", status=1, models=tmp_path / "none")


def test_a_broken_rank_file_is_an_error_with_its_line(tokens, tmp_path):
    folder = tmp_path / "models/cl100k_base"
    folder.mkdir(parents=True)
    lines = [f"{base64.b64encode(bytes([byte])).decode()} {byte}\n" for byte in range(256)]
    for text, said in (
        ("", "no tokens"),
        ("".join(lines[:9]) + "junk\n", "line 10"),
        ("".join(lines) + "YQ== 256\n", "token 256 has the same bytes as token 97"),
        ("".join(lines), "256 tokens"),
    ):
        (folder / "cl100k_base.tiktoken").write_text(text)
        assert said in tokens("hi", status=1, models=folder.parent)


@pytest.mark.slow
@needs_models
@pytest.mark.parametrize("name", [*ENCODINGS, "smollm"])
@pytest.mark.parametrize("unit", ["a", " ", "\n", "'", "\u0301", "日", "A", "!", "9", " \n", "a\u0301'", "aB", "🎉"])
def test_megabytes_of_one_thing_take_time_in_proportion(tokens, tmp_path, name, unit):
    def seconds(size):
        file = tmp_path / "text"
        file.write_text(unit * (size // len(unit.encode())), newline="")
        report = json.loads(tokens("--file", str(file), "--time", "5", "--encoding", name))
        return min(report["seconds"])

    small, large = seconds(1_000_000), seconds(8_000_000)
    assert small < 1
    # n log n, and what no longer fits into a cache.
    assert large < 8 * 4 * small + 0.05


@pytest.mark.slow
@needs_models
@pytest.mark.parametrize("name, limit", [("cl100k_base", 0.1), ("o200k_base", 0.15), ("smollm", 0.1)])
def test_a_short_text_is_answered_at_once(tokens, name, limit):
    def seconds():
        start = time.perf_counter()
        tokens("hi", "--encoding", name)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(10)) < limit
