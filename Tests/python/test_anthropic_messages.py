"""What a message may hold beyond text, and what its usage tells, as Anthropic's own package sees it."""

import base64
import struct
import warnings
import zlib

import anthropic
import pytest
from anthropic.types import Message, Usage

MODEL = "claude-3-opus-20240229"
HAIKU = "claude-3-haiku-20240307"
QUESTION = [{"role": "user", "content": "Explain REST in one line."}]
OLD = {"anthropic-version": "2023-06-01"}
TOOL = {
    "name": "get_weather",
    "description": "The weather in a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


@pytest.fixture
def client(lab):
    with anthropic.Anthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
        yield client


def ask(client, messages=QUESTION, **parameters):
    return client.messages.create(**{"model": MODEL, "messages": messages, "max_tokens": 8, **parameters})


def count(client, messages=QUESTION, **parameters):
    return client.messages.count_tokens(**{"model": MODEL, "messages": messages, **parameters}).input_tokens


def user(*blocks):
    return [{"role": "user", "content": list(blocks)}]


def text(words, **more):
    return {"type": "text", "text": words, **more}


def png(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes(3 * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


def image(width=300, height=200, media_type="image/png"):
    source = {"type": "base64", "media_type": media_type, "data": png(width, height)}
    return {"type": "image", "source": source}


# MARK: The shape of an answer


def test_every_field_that_the_package_knows_is_there(client):
    raw = client.messages.with_raw_response.create(model=MODEL, messages=QUESTION, max_tokens=4)
    body = raw.http_response.json()
    assert set(body) == set(Message.model_fields)
    assert set(body["usage"]) == set(Usage.model_fields)
    # The types as the package declares them, checked strictly: its own parsing lets anything through.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        message = Message.model_validate(body, strict=False)
    assert message.usage.cache_creation.ephemeral_5m_input_tokens == 0
    assert message.usage.service_tier == "standard" and message.usage.inference_geo


def test_metadata_tier_and_beta_headers_are_taken(client):
    message = ask(
        client,
        metadata={"user_id": "3f9a"},
        service_tier="standard_only",
        extra_headers={"anthropic-beta": "message-batches-2024-09-24,unknown-beta"},
    )
    assert message.content and message.usage.service_tier == "standard"


def test_the_end_of_a_stream_tells_the_totals(client):
    with client.messages.stream(model=MODEL, messages=QUESTION, max_tokens=8) as stream:
        events = list(stream)
        message = stream.get_final_message()
    start = next(event for event in events if event.type == "message_start").message.usage
    end = next(event for event in events if event.type == "message_delta").usage
    assert (end.input_tokens, end.cache_read_input_tokens) == (start.input_tokens, 0)
    assert message.usage.output_tokens == end.output_tokens > 0
    snapshots = [event.snapshot for event in events if event.type == "text"]
    assert snapshots and snapshots[-1] == message.content[0].text
    assert all(later.startswith(earlier) for earlier, later in zip(snapshots, snapshots[1:]))


# MARK: Turns


def test_consecutive_turns_are_one(client):
    apart = [{"role": "user", "content": "One."}, {"role": "user", "content": "Two."}]
    assert count(client, apart) == count(client, [{"role": "user", "content": "One.\n\nTwo."}])


def test_blocks_and_a_text_count_the_same(client):
    assert count(client, user(text("Explain "), text("REST."))) == count(client, user(text("Explain REST.")))


def test_thoughts_of_earlier_answers_are_taken_and_not_read(client):
    plain = [*QUESTION, {"role": "assistant", "content": [text("It is.")]}, *QUESTION]
    thoughts = [
        {"type": "thinking", "thinking": "Well, " * 50, "signature": "c2ln"},
        {"type": "redacted_thinking", "data": "c2VjcmV0"},
        text("It is."),
    ]
    thought = [*QUESTION, {"role": "assistant", "content": thoughts}, *QUESTION]
    assert count(client, thought) == count(client, plain)
    assert ask(client, thought).content


def test_system_turns_are_for_newer_models(client):
    with pytest.raises(anthropic.BadRequestError, match="Unexpected role"):
        ask(client, [*QUESTION, {"role": "system", "content": "Be brief."}])


# MARK: Documents and images


def test_a_text_document_is_read(client):
    source = {"type": "text", "media_type": "text/plain", "data": "The sky is green here. " * 10}
    document = {"type": "document", "source": source, "title": "Skies", "citations": {"enabled": False}}
    assert count(client, user(document, text("What colour?"))) > count(client, user(text("What colour?"))) + 40
    inner = {"type": "document", "source": {"type": "content", "content": [text("A part.")]}}
    assert ask(client, user(inner, text("Sum up."))).content


def test_an_image_counts_by_its_area(client):
    words = text("What is it?")
    small, large = (count(client, user(image(*size), words)) for size in [(300, 200), (600, 500)])
    # The sizes in words differ by a token or two.
    assert abs(large - small - (400 - 80)) <= 2
    assert ask(client, user(image(), words)).usage.input_tokens == small


@pytest.mark.parametrize(
    "block,message",
    [
        (image(media_type="image/gif"), "does not match the provided media type image/gif"),
        ({"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}, "Unable to download"),
        (image(8001, 1), "max allowed size: 8000 pixels"),
    ],
)
def test_an_image_that_cannot_be_is_refused(client, block, message):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, user(block))
    assert message in caught.value.body["error"]["message"]


def test_models_without_eyes_say_so(client):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, user(image()), model="claude-2.1")
    assert caught.value.body["error"]["message"] == "messages.0.content.0: 'claude-2.1' does not support image input."


def test_a_file_that_nobody_uploaded_is_not_found(client):
    with pytest.raises(anthropic.NotFoundError):
        ask(client, user({"type": "image", "source": {"type": "file", "file_id": "file_1"}}))


# MARK: Counting


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"system": "You are terse."},
        {"system": [text("You are terse.", cache_control={"type": "ephemeral"})]},
        {"tools": [TOOL]},
        {"messages": [*QUESTION, {"role": "assistant", "content": "REST is"}]},
    ],
)
def test_a_count_is_what_a_message_reports(client, parameters):
    counted = count(client, **parameters)
    assert ask(client, **parameters).usage.input_tokens == counted > 0


def test_a_count_has_the_rules_of_a_message(client):
    for wrong in [{"max_tokens": 5}, {"temperature": 1}, {"stream": True}]:
        with pytest.raises(anthropic.BadRequestError) as caught:
            count(client, extra_body=wrong)
        assert caught.value.body["error"]["message"] == f"{next(iter(wrong))}: Extra inputs are not permitted"
    assert count(client, extra_body={"temperature": 1}, extra_headers=OLD) > 0
    with pytest.raises(anthropic.NotFoundError):
        count(client, model="claude-99")
    with pytest.raises(anthropic.BadRequestError, match="prompt is too long"):
        count(client, [{"role": "user", "content": "word " * 210_000}])


# MARK: The cache

LONG = "Once upon a time there was a fox who counted tokens. " * 100
SHORT = "The fox counted. " * 30


def cached(words, ttl=None):
    control = {"type": "ephemeral"} if ttl is None else {"type": "ephemeral", "ttl": ttl}
    return text(words, cache_control=control)


def parts(usage):
    return usage.input_tokens, usage.cache_creation_input_tokens, usage.cache_read_input_tokens


def test_a_marked_prompt_is_written_once_and_then_read(client):
    system = [cached(LONG + "written once")]
    plain, written, read = parts(ask(client, system=system).usage)
    assert written > 1024 and read == 0 and plain > 0
    other = [{"role": "user", "content": "Something else entirely, at more length?"}]
    again = ask(client, other, system=system).usage
    assert again.cache_read_input_tokens == written and again.cache_creation_input_tokens == 0
    assert sum(parts(again)) == count(client, other, system=system)


def test_hours_and_minutes_are_told_apart(client):
    content = [cached(LONG + "hour", "1h"), cached("More. " * 300), text("Why?")]
    usage = ask(client, user(*content)).usage
    hour, minutes = usage.cache_creation.ephemeral_1h_input_tokens, usage.cache_creation.ephemeral_5m_input_tokens
    assert hour > 1024 and minutes > 100 and hour + minutes == usage.cache_creation_input_tokens


def test_short_prompts_and_other_models_are_not_cached(client):
    assert parts(ask(client, system=[cached(SHORT)]).usage)[1:] == (0, 0)
    system = [cached(LONG + "per model")]
    assert parts(ask(client, system=system).usage)[1] > 0
    # Haiku begins to cache at 2048 tokens.
    assert parts(ask(client, system=system, model=HAIKU).usage)[1:] == (0, 0)


def test_a_growing_conversation_reads_what_it_wrote(client):
    first = [{"role": "user", "content": LONG + "growing"}]
    auto = {"cache_control": {"type": "ephemeral"}}
    written = ask(client, first, **auto).usage.cache_creation_input_tokens
    assert written > 1024
    second = [*first, {"role": "assistant", "content": "Yes."}, {"role": "user", "content": "And then?"}]
    usage = ask(client, second, **auto).usage
    assert usage.cache_read_input_tokens == written and 0 < usage.cache_creation_input_tokens < 50


def test_a_change_before_the_mark_is_a_miss_that_diagnostics_name(client):
    system = [cached(LONG + "diagnosed")]
    first = ask(client, system=system, diagnostics={"previous_message_id": None})
    assert first.diagnostics is None
    same = ask(client, system=system, diagnostics={"previous_message_id": first.id})
    assert same.diagnostics is None and same.usage.cache_read_input_tokens > 0
    changed = ask(client, system=[cached("X" + LONG)], diagnostics={"previous_message_id": first.id})
    assert changed.usage.cache_read_input_tokens == 0
    assert changed.diagnostics.cache_miss_reason.type == "system_changed"
    assert changed.diagnostics.cache_miss_reason.cache_missed_input_tokens > 1024
    lost = ask(client, diagnostics={"previous_message_id": "msg_none"})
    assert lost.diagnostics.cache_miss_reason.type == "previous_message_not_found"


# MARK: Tools


def history(result):
    use = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Paris"}}
    return [
        {"role": "user", "content": "The weather in Paris?"},
        {"role": "assistant", "content": [text("I look."), use]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", **result}]},
    ]


@pytest.mark.parametrize(
    "result",
    [
        {"content": "Rain, 9 degrees."},
        {"content": [text("Rain, 9 degrees.")]},
        {"content": "The city is unknown.", "is_error": True},
        {},
    ],
)
def test_results_of_tools_are_read(client, result):
    message = ask(client, history(result), tools=[TOOL])
    assert message.stop_reason in ("end_turn", "max_tokens", "tool_use")


def test_uses_and_results_belong_together(client):
    with pytest.raises(anthropic.BadRequestError, match="ids were found without `tool_result` blocks"):
        ask(client, history({"content": "x"})[:2], tools=[TOOL])
    with pytest.raises(anthropic.BadRequestError, match="must define tools"):
        ask(client, history({"content": "x"}))
