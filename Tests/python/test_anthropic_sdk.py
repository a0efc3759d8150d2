"""The lab as Anthropic's own package sees it, unmodified. Its version 2 sends 2026-10-21 and `Authorization: Bearer`."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import anthropic
import pytest

MODEL = "claude-3-sonnet-20240229"
QUESTION = [{"role": "user", "content": "Explain REST in one line."}]
OLD = {"anthropic-version": "2023-06-01"}


@pytest.fixture
def client(lab):
    with anthropic.Anthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
        yield client


@pytest.fixture
def old_client(lab):
    with anthropic.Anthropic(
        base_url=lab.url, api_key=lab.anthropic_key, max_retries=0, default_headers=OLD
    ) as client:
        yield client


def ask(client, **parameters):
    return client.messages.create(**{"model": MODEL, "messages": QUESTION, "max_tokens": 16, **parameters})


def greedy(client, **parameters):
    return ask(client, extra_body={"temperature": 0, **parameters.pop("extra_body", {})}, **parameters)


def test_a_message_is_whole(client):
    message = ask(client)
    assert message.id.startswith("msg_") and (message.type, message.role) == ("message", "assistant")
    assert message.model == MODEL
    [block] = message.content
    assert block.type == "text"
    assert message.stop_reason in ("end_turn", "max_tokens") and message.stop_sequence is None
    assert message.usage.input_tokens > 0 and message.usage.output_tokens <= 16


def test_a_stream_has_its_events_in_order(old_client):
    events = list(greedy(old_client, stream=True))
    types = [event.type for event in events]
    deltas = types.count("content_block_delta")
    assert deltas > 0
    # The package reads pings and gives none of them.
    assert [kind for kind in types if kind != "ping"] == (
        ["message_start", "content_block_start"]
        + ["content_block_delta"] * deltas
        + ["content_block_stop", "message_delta", "message_stop"]
    )
    start = events[0].message
    assert start.content == [] and start.stop_reason is None and start.usage.input_tokens > 0
    whole = greedy(old_client)
    text = "".join(event.delta.text for event in events if event.type == "content_block_delta")
    assert text == whole.content[0].text
    assert events[-2].delta.stop_reason == whole.stop_reason
    assert events[-2].usage.output_tokens == whole.usage.output_tokens


def test_every_event_is_named_by_its_type_with_one_ping(lab):
    import json

    import httpx2 as http

    body = {"model": MODEL, "max_tokens": 4, "messages": QUESTION, "stream": True}
    answer = http.post(f"{lab.url}/v1/messages", json=body, headers={**OLD, "x-api-key": lab.anthropic_key})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\n") for block in answer.text.strip().split("\n\n")]
    names = [lines[0].removeprefix("event: ") for lines in events]
    assert names == [json.loads(lines[1].removeprefix("data: "))["type"] for lines in events]
    assert names[:3] == ["message_start", "content_block_start", "ping"] and names[-1] == "message_stop"
    assert "[DONE]" not in answer.text


def test_the_packages_stream_helper_collects_the_message(client):
    with client.messages.stream(model=MODEL, messages=QUESTION, max_tokens=12) as stream:
        text = "".join(stream.text_stream)
        message = stream.get_final_message()
    assert message.content[0].text == text
    assert message.usage.output_tokens > 0 and message.stop_reason


def test_system_is_a_text_or_blocks(old_client):
    plain = greedy(old_client, system="You are terse.")
    blocks = greedy(old_client, system=[{"type": "text", "text": "You are terse."}])
    assert plain.content == blocks.content and plain.usage == blocks.usage
    assert plain.usage.input_tokens > greedy(old_client).usage.input_tokens


def test_a_prefilled_answer_is_continued(old_client):
    messages = [*QUESTION, {"role": "assistant", "content": "REST is"}]
    assert greedy(old_client, messages=messages).content[0].text


def test_max_tokens_ends_with_its_reason(client):
    message = ask(client, max_tokens=1)
    assert message.stop_reason == "max_tokens" and message.usage.output_tokens == 1


@pytest.mark.parametrize("stream", [False, True])
def test_a_stop_sequence_is_reported_and_no_part_of_the_text(old_client, stream):
    whole = greedy(old_client, max_tokens=30).content[0].text
    stop = whole.split()[2]
    answer = greedy(old_client, max_tokens=30, stop_sequences=["never to be seen", stop], stream=stream)
    if stream:
        events = list(answer)
        text = "".join(event.delta.text for event in events if event.type == "content_block_delta")
        ending = events[-2].delta
    else:
        text, ending = answer.content[0].text, answer
    assert text == whole[: whole.index(stop)]
    assert (ending.stop_reason, ending.stop_sequence) == ("stop_sequence", stop)


def test_the_version_decides_about_sampling_parameters(client, old_client):
    for name, value in [("temperature", 1), ("top_p", 1), ("top_k", 5)]:
        with pytest.raises(anthropic.BadRequestError) as caught:
            ask(client, extra_body={name: value})
        assert caught.value.body["error"]["message"] == f"{name}: Extra inputs are not permitted"
        assert ask(old_client, extra_body={name: value}).content
        assert ask(client, extra_body={name: value}, extra_headers=OLD).content


INVALID = [
    ({"temperature": 1.1}, "temperature: "),
    ({"temperature": "hot"}, "temperature: "),
    ({"top_p": -0.1}, "top_p: "),
    ({"top_k": -1}, "top_k: "),
    ({"max_tokens": 0}, "max_tokens: "),
    ({"max_tokens": "many"}, "max_tokens: "),
    ({"max_tokens": 5000}, "max_tokens: 5000 > 4096"),
    ({"max_tokens": None}, "max_tokens: "),
    ({"stop_sequences": "."}, "stop_sequences: "),
    ({"stop_sequences": ["\n"]}, "stop_sequences: each stop sequence must contain non-whitespace"),
    ({"stop_sequences": [1]}, "stop_sequences.0: "),
    ({"stop": ["."]}, "stop: Extra inputs are not permitted"),
    ({"messages": []}, "messages: at least one message is required"),
    ({"messages": "hello"}, "messages: "),
    ({"messages": [{"role": "system", "content": "x"}]}, 'messages: Unexpected role "system"'),
    ({"messages": [{"role": "robot", "content": "x"}]}, "messages.0.role: "),
    ({"messages": [{"role": "user"}]}, "messages.0.content: Field required"),
    ({"messages": [{"role": "user", "content": ""}]}, "messages.0: "),
    ({"messages": [{"role": "user", "content": [{"type": "image"}]}]}, "messages.0.content.0.image.source: Field required"),
    ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages.0.content.0.text.text: Field required"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, 'messages: first message must use the "user" role'),
    ({"messages": [*QUESTION, {"role": "assistant", "content": "Hm "}]}, "messages: final assistant content"),
    ({"system": 3}, "system: "),
    ({"stream": "yes"}, "stream: "),
    ({"seed": 3}, "seed: Extra inputs are not permitted"),
    ({"tools": [{"name": "x"}]}, "tools.0.custom.input_schema: Field required"),
    ({"tool_choice": {"type": "any"}}, "tool_choice: tool_choice may only be specified while providing tools."),
    ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, "`max_tokens` must be greater than"),
    ({"thinking": {"type": "enabled", "budget_tokens": 10}}, "thinking.enabled.budget_tokens: "),
    ({"thinking": {"type": "deep"}}, "thinking.type: Input should be "),
    ({"metadata": {"user_id": "x" * 513}}, "metadata.user_id: "),
    ({"service_tier": "gold"}, "service_tier: Input should be 'auto' or 'standard_only'"),
    ({"container": "c"}, "container: "),
    ({"context_management": {"edits": []}}, "context_management: Extra inputs are not permitted"),
]


@pytest.mark.parametrize("wrong,message", INVALID, ids=[str(case[0])[:50] for case in INVALID])
def test_what_is_wrong_is_a_400_that_names_the_field(old_client, wrong, message):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(old_client, extra_body=wrong)
    body = caught.value.body
    assert set(body) == {"type", "error", "request_id"} and body["type"] == "error"
    assert body["error"]["type"] == "invalid_request_error"
    assert body["error"]["message"].startswith(message)
    assert body["request_id"] == caught.value.response.headers["request-id"] == caught.value.request_id


@pytest.mark.parametrize("name", ["model", "max_tokens", "messages"])
def test_a_missing_field_is_named(lab, name):
    import httpx2 as http

    body = {"model": MODEL, "max_tokens": 4, "messages": QUESTION}
    del body[name]
    answer = http.post(f"{lab.url}/v1/messages", json=body, headers={**OLD, "x-api-key": lab.anthropic_key})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == f"{name}: Field required"


def test_the_version_header_is_required_and_known(lab):
    import httpx2 as http

    body = {"model": MODEL, "max_tokens": 4, "messages": QUESTION}
    for headers, message in [
        ({}, "anthropic-version: header is required"),
        ({"anthropic-version": "2025-01-01"}, 'anthropic-version: "2025-01-01" is not a valid version'),
    ]:
        answer = http.post(f"{lab.url}/v1/messages", json=body, headers={**headers, "x-api-key": lab.anthropic_key})
        assert answer.status_code == 400
        assert answer.json()["error"] == {"type": "invalid_request_error", "message": message}


def test_either_key_header_counts_and_x_api_key_first(lab):
    import httpx2 as http

    body = {"model": MODEL, "max_tokens": 1, "messages": QUESTION}
    right, wrong = lab.anthropic_key, "sk-ant-wrong-but-long-enough-9999"

    def status(**headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = http.post(f"{lab.url}/v1/messages", json=body, headers={**OLD, **named})
        assert wrong not in answer.text
        if answer.status_code != 200:
            assert answer.json()["error"]["type"] == "authentication_error"
        return answer.status_code

    assert status(x_api_key=right) == 200
    assert status(authorization=f"Bearer {right}") == 200
    assert status(x_api_key=right, authorization=f"Bearer {wrong}") == 200
    assert status(x_api_key=wrong, authorization=f"Bearer {right}") == 401
    assert status(authorization=f"Bearer {wrong}") == 401
    assert status(authorization=right) == 401
    assert status(x_api_key=lab.openai_key) == 401
    assert status() == 401


def test_errors_are_the_packages_exceptions(lab, client):
    with pytest.raises(anthropic.NotFoundError) as caught:
        ask(client, model="claude-99")
    assert caught.value.body["error"] == {"type": "not_found_error", "message": "model: claude-99"}
    wrong = anthropic.Anthropic(base_url=lab.url, api_key="sk-ant-wrong", max_retries=0)
    with pytest.raises(anthropic.AuthenticationError):
        ask(wrong)
    with pytest.raises(anthropic.NotFoundError):
        client.post("/v1/nothing", cast_to=object)


def test_too_long_a_conversation_is_refused(client):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, messages=[{"role": "user", "content": "word " * 210_000}])
    assert caught.value.body["error"]["message"].startswith("prompt is too long: ")


def test_headers_are_the_providers_and_the_labs_own(client):
    raw = client.messages.with_raw_response.create(model=MODEL, messages=QUESTION, max_tokens=2)
    assert raw.headers["request-id"].startswith("req_") and raw.headers["anthropic-organization-id"]
    assert raw.headers["x-lab-model"] and raw.headers["x-lab-tokenizer"]
    assert raw.parse()._request_id == raw.headers["request-id"]


def test_models_come_in_pages(client):
    models = list(client.models.list())
    ids = [model.id for model in models]
    assert "claude-3-sonnet-20240229" in ids and "claude-3-haiku-20240307" in ids
    assert [model.id for model in client.models.list(limit=2)] == ids
    page = client.models.list(limit=2)
    assert page.has_more and (page.first_id, page.last_id) == (ids[0], ids[1])
    before = client.models.list(limit=2, before_id=ids[3])
    assert [model.id for model in before.data] == ids[1:3] and before.has_more
    assert models[0].lifecycle == "active" and models[0].created_at.year == 2024
    assert client.models.retrieve(MODEL).display_name == "Claude 3 Sonnet"
    with pytest.raises(anthropic.NotFoundError):
        client.models.retrieve("claude-99")


def test_async_client_and_stream(lab):
    async def run():
        async with anthropic.AsyncAnthropic(
            base_url=lab.url, api_key=lab.anthropic_key, max_retries=0, default_headers=OLD
        ) as client:
            whole = await greedy(client)
            async with client.messages.stream(
                model=MODEL, messages=QUESTION, max_tokens=16, extra_body={"temperature": 0}
            ) as stream:
                streamed = "".join([text async for text in stream.text_stream])
            return whole.content[0].text, streamed

    whole, streamed = asyncio.run(run())
    assert whole == streamed


def test_twenty_at_once(client):
    def run(_):
        with client.messages.stream(model=MODEL, messages=QUESTION, max_tokens=60) as stream:
            return stream.get_final_message()

    with ThreadPoolExecutor(20) as pool:
        messages = list(pool.map(run, range(20)))
    assert len({message.id for message in messages}) == 20
    assert all(message.stop_reason for message in messages)


def test_a_client_that_leaves_a_stream_harms_nobody(client):
    for _ in range(10):
        with client.messages.stream(model=MODEL, messages=QUESTION, max_tokens=4000) as stream:
            next(iter(stream))
    assert ask(client).content
