"""`/v1/embeddings`, as OpenAI's own package sees it."""

import base64
import math
import struct

import openai
import pytest

from conftest import ANTHROPIC_KEY, OPENAI_KEY, Lab, start_lab, stop_lab
from models import models_folder, needs_models
from openai_clients import client_of, refusal, run_async

SMALL, LARGE, ADA = "text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"
TEXTS = ["A cat sleeps on the sofa.", "A kitten naps on the couch.", "Interest rates rose last year."]


@pytest.fixture(scope="module")
def encoder_lab(workbook_binary, tmp_path_factory):
    process, url = start_lab(
        workbook_binary, tmp_path_factory.mktemp("home"), "--openai-key", OPENAI_KEY, "--anthropic-key", ANTHROPIC_KEY,
        WORKBOOK_MODELS=models_folder(),
    )
    yield Lab(url, OPENAI_KEY, ANTHROPIC_KEY, process)
    stop_lab(process)


@pytest.fixture
def client(encoder_lab):
    with client_of(encoder_lab) as client:
        yield client


def embed(client, text, model=SMALL, **parameters):
    return client.embeddings.create(model=model, input=text, **parameters)


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)


def test_without_the_model_it_says_how_to_get_it(lab):
    with client_of(lab) as client:
        error = refusal(lambda: embed(client, "text"), openai.InternalServerError)
    assert error.status_code == 503 and "models fetch" in error.message


@needs_models
@pytest.mark.parametrize(("model", "size"), [(SMALL, 1536), (LARGE, 3072), (ADA, 1536)])
def test_vectors_have_the_models_size_and_length_1(client, model, size):
    answer = embed(client, TEXTS, model)
    assert answer.object == "list" and answer.model == model
    assert [(one.index, one.object, len(one.embedding)) for one in answer.data] == [
        (index, "embedding", size) for index in range(3)
    ]
    assert all(abs(math.hypot(*one.embedding) - 1) < 1e-5 for one in answer.data)
    assert answer.usage.prompt_tokens == answer.usage.total_tokens > 10
    cat, kitten, rates = (one.embedding for one in answer.data)
    assert cosine(cat, kitten) > 0.5 > cosine(cat, rates) + 0.2


@needs_models
def test_both_encodings_hold_the_same_numbers(client):
    # The package asks for base64 unless told otherwise.
    usual = embed(client, TEXTS[0]).data[0].embedding
    floats = embed(client, TEXTS[0], encoding_format="float").data[0].embedding
    assert struct.pack("<1536f", *floats) == struct.pack("<1536f", *usual)
    text = embed(client, TEXTS[0], encoding_format="base64").data[0].embedding
    assert base64.b64decode(text) == struct.pack("<1536f", *floats)


@needs_models
def test_sizes_that_are_multiples_of_the_encoders_keep_every_cosine(client):
    def cosines(**parameters):
        one, two, three = (each.embedding for each in embed(client, TEXTS, **parameters).data)
        return [cosine(one, two), cosine(one, three), cosine(two, three)]

    full = cosines(model=LARGE)
    for size in (384, 768, 1536):
        assert cosines(model=LARGE, dimensions=size) == pytest.approx(full, abs=1e-5)
    assert cosines(model=SMALL) == pytest.approx(full, abs=1e-5)
    assert cosines(model=SMALL, dimensions=256) == pytest.approx(full, abs=0.15)


@needs_models
def test_fewer_dimensions_are_the_first_ones_scaled(client):
    full = embed(client, TEXTS[0]).data[0].embedding
    short = embed(client, TEXTS[0], dimensions=100).data[0].embedding
    assert len(short) == 100 and abs(math.hypot(*short) - 1) < 1e-5
    assert cosine(short, full[:100]) > 1 - 1e-6


@needs_models
def test_tokens_of_the_named_models_encoding_are_read(client):
    # "hello world" in cl100k_base
    tokens = embed(client, [15339, 1917]).data[0].embedding
    assert cosine(tokens, embed(client, "hello world").data[0].embedding) > 1 - 1e-6
    both = embed(client, [[15339, 1917], [15339]])
    assert len(both.data) == 2 and both.data[0].embedding == tokens
    refusal(lambda: embed(client, [100_000_000]))


@needs_models
def test_async(encoder_lab, client):
    async def work(client):
        return await client.embeddings.create(model=SMALL, input=TEXTS)

    assert run_async(encoder_lab, work).data == embed(client, TEXTS).data


@needs_models
@pytest.mark.parametrize(
    ("text", "parameters", "words"),
    [
        ("", {}, "empty string"),
        (["a", ""], {}, "empty string"),
        ([], {}, "empty array"),
        (["a"] * 2049, {}, "2048"),
        ("word " * 9000, {}, "maximum input length"),
        ("a", {"dimensions": 1537}, "1536"),
        ("a", {"dimensions": 0}, "below minimum"),
        ("a", {"model": ADA, "dimensions": 100}, "does not support specifying dimensions"),
        ("a", {"encoding_format": "hex"}, "'float' and 'base64'"),
        ("a", {"extra_body": {"size": 3}}, "Unknown parameter"),
        ([1.5], {}, "Invalid type"),
    ],
)
def test_what_cannot_be_is_refused(client, text, parameters, words):
    assert words in refusal(lambda: embed(client, text, **parameters)).message


def test_models_that_embed_nothing_are_refused(lab):
    with client_of(lab) as client:
        refusal(lambda: embed(client, "a", model="gpt-4"), openai.APIStatusError)


@needs_models
def test_a_raw_answer_says_what_made_it_and_what_was_cut(client):
    raw = client.embeddings.with_raw_response.create(model=SMALL, input=["short", "word " * 1000])
    assert raw.headers["x-lab-model"] == "all-minilm-l6-v2" and raw.headers["x-lab-truncated"] == "true"
    assert raw.parse().usage.prompt_tokens == 1001
    assert "x-lab-truncated" not in client.embeddings.with_raw_response.create(model=SMALL, input="short").headers


@needs_models
def test_a_full_batch(client):
    answer = embed(client, [f"number {index}" for index in range(2048)], dimensions=8)
    assert [one.index for one in answer.data] == list(range(2048))
