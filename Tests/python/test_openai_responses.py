"""`/v1/responses`, as OpenAI's own package sees it."""

import time

import openai
import pytest

from openai_clients import client_of, refusal, run_async

MODEL = "gpt-4"
QUESTION = "Explain REST in one line."


@pytest.fixture
def client(lab):
    with client_of(lab) as client:
        yield client


def ask(client, **parameters):
    return client.responses.create(
        **{"model": MODEL, "input": QUESTION, "max_output_tokens": 24, "temperature": 0, **parameters}
    )


def wait_for(client, response, *ends):
    """Polls until the response is over."""
    deadline = time.monotonic() + 30
    while response.status not in ends:
        assert time.monotonic() < deadline, response.status
        time.sleep(0.02)
        response = client.responses.retrieve(response.id)
    return response


# Answers


def test_an_answer_is_whole(client):
    answer = ask(client, metadata={"a": "b"}, instructions="Be terse.", top_p=0.9, user="me")
    assert answer.id.startswith("resp_") and answer.object == "response" and answer.created_at > 1_700_000_000
    assert answer.model == "gpt-4-0613" and answer.error is None and answer.background is False
    [item] = answer.output
    assert item.type == "message" and item.role == "assistant" and item.id.startswith("msg_")
    [part] = item.content
    assert part.type == "output_text" and part.annotations == [] and part.text == answer.output_text != ""
    assert (answer.status, item.status, answer.incomplete_details) in [("completed", "completed", None)] or (
        answer.status == item.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens"
    )
    usage = answer.usage
    assert usage.total_tokens == usage.input_tokens + usage.output_tokens and 0 < usage.output_tokens <= 24
    assert usage.input_tokens_details.cached_tokens == usage.output_tokens_details.reasoning_tokens == 0
    assert (answer.metadata, answer.instructions, answer.top_p, answer.user) == ({"a": "b"}, "Be terse.", 0.9, "me")
    assert (answer.temperature, answer.max_output_tokens, answer.truncation) == (0, 24, "disabled")
    assert answer.tool_choice == "auto" and answer.tools == [] and answer.parallel_tool_calls is True
    assert answer.text.format.type == "text" and answer.previous_response_id is None


def test_an_end_before_the_models_is_incomplete(client):
    answer = ask(client, max_output_tokens=16, temperature=2)
    if answer.usage.output_tokens == 16:
        assert answer.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens"
    else:
        assert answer.status == "completed" and answer.completed_at >= answer.created_at


def test_items_and_parts_mean_the_same_as_a_string(client):
    text = ask(client).output_text
    assert ask(client, input=[{"role": "user", "content": QUESTION}]).output_text == text
    parts = [{"type": "input_text", "text": QUESTION}]
    assert ask(client, input=[{"type": "message", "role": "user", "content": parts}]).output_text == text


def test_log_probabilities_come_with_the_text(client):
    answer = ask(client, include=["message.output_text.logprobs"], top_logprobs=2)
    logprobs = answer.output[0].content[0].logprobs
    assert b"".join(bytes(one.bytes) for one in logprobs).decode() == answer.output_text
    for one in logprobs:
        assert len(one.top_logprobs) == 2 and one.logprob == one.top_logprobs[0].logprob <= 0
    assert answer.top_logprobs == 2
    assert not ask(client).output[0].content[0].logprobs


def test_async(client, lab):
    async def work(client):
        answer = await client.responses.create(model=MODEL, input=QUESTION, max_output_tokens=24, temperature=0)
        stream = await client.responses.create(
            model=MODEL, input=QUESTION, max_output_tokens=24, temperature=0, stream=True
        )
        deltas = [event.delta async for event in stream if event.type == "response.output_text.delta"]
        return answer.output_text, "".join(deltas)

    assert run_async(lab, work) == (ask(client).output_text,) * 2


# Streams


def check_order(events):
    names = [event.type for event in events]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    begin = ["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added"]
    if "response.queued" in names:
        begin.insert(1, "response.queued")
    end = ["response.output_text.done", "response.content_part.done", "response.output_item.done"]
    assert names[: len(begin)] == begin and names[-4:-1] == end
    assert names[-1] in ("response.completed", "response.incomplete")
    assert set(names[len(begin) : -4]) == {"response.output_text.delta"}


def test_a_stream_has_typed_events_in_order(client):
    events = list(ask(client, stream=True))
    check_order(events)
    whole = ask(client)
    deltas = [event for event in events if event.type == "response.output_text.delta"]
    assert "".join(event.delta for event in deltas) == whole.output_text
    assert len({event.item_id for event in deltas}) == 1
    assert all((event.output_index, event.content_index, event.logprobs) == (0, 0, []) for event in deltas)
    assert events[0].response.status == "in_progress" and events[0].response.output == []
    added = next(event for event in events if event.type == "response.output_item.added")
    assert added.item.status == "in_progress" and added.item.content == []
    last = events[-1].response
    assert last.output_text == whole.output_text and last.usage == whole.usage and last.status == whole.status
    assert client.responses.retrieve(last.id) == last


def test_the_packages_own_stream_helper_gathers_it(client):
    def gather(limit):
        with client.responses.stream(model=MODEL, input=QUESTION, max_output_tokens=limit, temperature=0) as stream:
            snapshots = [event.snapshot for event in stream if event.type == "response.output_text.delta"]
            return snapshots, stream

    snapshots, _ = gather(24)
    assert snapshots[-1] == ask(client).output_text
    # The helper knows the end of a response that is complete.
    snapshots, stream = gather(4000)
    assert stream.get_final_response().output_text == snapshots[-1]


def test_deltas_can_hide_their_length(client):
    events = ask(client, stream=True, stream_options={"include_obfuscation": True})
    deltas = [event for event in events if event.type == "response.output_text.delta"]
    assert {(len(event.delta.encode()) + len(event.obfuscation)) % 16 for event in deltas} == {0}


# Conversations


def test_a_conversation_goes_on_from_a_stored_response(client):
    first = ask(client, instructions="Be terse.")
    second = ask(client, input="And SOAP?", previous_response_id=first.id)
    assert second.previous_response_id == first.id and second.instructions is None
    # The same as if all had been sent again, without the instructions, which are not carried over.
    items = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": first.output_text},
        {"role": "user", "content": "And SOAP?"},
    ]
    again = ask(client, input=items)
    assert (again.output_text, again.usage) == (second.output_text, second.usage)
    third = ask(client, input="Why?", previous_response_id=second.id)
    assert third.usage.input_tokens > second.usage.input_tokens


def test_what_is_not_stored_cannot_be_gone_on_from(client):
    answer = ask(client, store=False)
    assert answer.store is False
    refusal(lambda: client.responses.retrieve(answer.id), openai.NotFoundError)
    error = refusal(lambda: ask(client, previous_response_id=answer.id))
    assert (error.code, error.param) == ("previous_response_not_found", "previous_response_id")


def test_a_response_can_be_deleted(client):
    answer = ask(client)
    assert client.responses.retrieve(answer.id) == answer
    client.responses.delete(answer.id)
    refusal(lambda: client.responses.retrieve(answer.id), openai.NotFoundError)
    refusal(lambda: client.responses.delete(answer.id), openai.NotFoundError)


def test_input_items_come_in_pages(client):
    texts = [f"line {index}" for index in range(5)]
    answer = ask(client, input=[{"role": "user", "content": text} for text in texts])

    def listed(**parameters):
        return [item.content[0].text for item in client.responses.input_items.list(answer.id, **parameters)]

    assert listed(order="asc") == texts and listed() == texts[::-1]
    assert listed(order="asc", limit=2) == texts  # the package goes from page to page
    page = client.responses.input_items.list(answer.id, order="asc", limit=2)
    assert page.has_more and page.first_id == page.data[0].id and page.last_id == page.data[1].id
    [item] = client.responses.input_items.list(answer.id, limit=1).data
    assert item.type == "message" and item.role == "user" and item.id.startswith("msg_")
    error = refusal(lambda: client.responses.input_items.list(answer.id, after="nobody"), openai.NotFoundError)
    assert error.param == "after"


def test_calls_of_functions_are_read_from_the_history(client):
    tools = [{"type": "function", "name": "now", "parameters": {"type": "object", "properties": {}}, "strict": False}]
    call = {"type": "function_call", "call_id": "call_1", "name": "now", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "call_1", "output": "12:00"}
    question = {"role": "user", "content": "What is the time?"}
    answer = ask(client, input=[question, call, output], tools=tools)
    assert answer.tools[0].name == "now" and answer.tools[0].strict is False
    items = client.responses.input_items.list(answer.id, order="asc").data
    assert [item.type for item in items] == ["message", "function_call", "function_call_output"]
    assert "No tool output found" in refusal(lambda: ask(client, input=[question, call])).message
    assert "No tool call found" in refusal(lambda: ask(client, input=[question, output])).message


def test_truncation_leaves_out_the_oldest(client):
    items = [{"role": "user", "content": "word " * 3000} for _ in range(4)]
    error = refusal(lambda: ask(client, input=items))
    assert error.code == "context_length_exceeded"
    answer = ask(client, input=items, truncation="auto")
    assert answer.truncation == "auto" and 3000 < answer.usage.input_tokens < 8192


def test_input_tokens_are_those_of_the_usage(client):
    count = client.responses.input_tokens.count(model=MODEL, input=QUESTION, instructions="Be terse.")
    assert count.object == "response.input_tokens"
    assert count.input_tokens == ask(client, instructions="Be terse.").usage.input_tokens
    assert client.responses.input_tokens.count(input=QUESTION).input_tokens > 0


# In the background


def test_a_background_response_is_polled(client):
    answer = ask(client, background=True, max_output_tokens=64)
    assert answer.status == "queued" and answer.background is True and answer.output == []
    done = wait_for(client, answer, "completed", "incomplete")
    assert done.output_text == ask(client, max_output_tokens=64).output_text


def test_a_background_stream_can_be_taken_up_again(client):
    stream = ask(client, background=True, stream=True)
    first = [next(iter(stream)) for _ in range(1)]
    stream.close()
    response = first[0].response
    assert first[0].type == "response.created" and response.status == "queued"
    rest = list(client.responses.retrieve(response.id, stream=True, starting_after=0))
    check_order(first + rest)
    again = list(client.responses.retrieve(response.id, stream=True))
    assert [event.type for event in again] == [event.type for event in first + rest]


def test_a_background_response_can_be_cancelled(client):
    # What the model draws may be short, and over before it can be cancelled.
    for _ in range(50):
        answer = ask(client, background=True, max_output_tokens=4000, temperature=2)
        try:
            cancelled = client.responses.cancel(answer.id)
            break
        except openai.BadRequestError as error:
            assert "Cannot cancel a completed response" in error.message
    else:
        pytest.fail("no response was long enough to be cancelled")
    assert cancelled.status == "cancelled"
    assert client.responses.cancel(answer.id) == cancelled
    assert client.responses.retrieve(answer.id).status == "cancelled"
    synchronous = ask(client)
    assert "synchronous" in refusal(lambda: client.responses.cancel(synchronous.id)).message
    refusal(lambda: client.responses.cancel("resp_nobody"), openai.NotFoundError)
    refusal(lambda: ask(client, background=True, store=False))


# Refusals


@pytest.mark.parametrize(
    ("parameters", "param"),
    [
        ({"max_output_tokens": 15}, "max_output_tokens"),
        ({"temperature": 2.5}, "temperature"),
        ({"input": []}, "input"),
        ({"input": [{"role": "nobody", "content": "a"}]}, "input[0].role"),
        ({"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "a"}]}]}, "input[0].content[0].type"),
        ({"input": [{"role": "user"}]}, "input[0].content"),
        ({"metadata": {"a": "b" * 513}}, "metadata.a"),
        ({"metadata": {str(index): "" for index in range(17)}}, "metadata"),
        ({"truncation": "middle"}, "truncation"),
        ({"include": ["everything"]}, "include[0]"),
        ({"top_logprobs": 21}, "top_logprobs"),
        ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
        ({"tools": [{"type": "function", "name": "a b"}]}, "tools[0].name"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function", "name": "a"}}, "tool_choice"),
        ({"conversation": "conv_1"}, "conversation"),
        ({"text": {"format": {"type": "xml"}}}, "text.format.type"),
    ]
    + [({"extra_body": {name: 1}}, name) for name in ("stop", "n", "seed", "presence_penalty", "messages")],
)
def test_what_cannot_be_is_refused(client, parameters, param):
    assert refusal(lambda: ask(client, **parameters)).param == param


def test_a_model_that_is_not_there_is_refused(client):
    assert refusal(lambda: ask(client, model="nobody"), openai.NotFoundError).code == "model_not_found"
    refusal(lambda: ask(client, model="gpt-3.5-turbo-instruct"), openai.APIStatusError)


def test_a_raw_answer_says_who_wrote_it(client):
    raw = client.responses.with_raw_response.create(model=MODEL, input=QUESTION, max_output_tokens=16)
    assert raw.headers["x-lab-model"] and raw.parse().output_text
