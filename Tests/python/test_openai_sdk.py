"""The lab as OpenAI's own package sees it, unmodified."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import openai
import pytest

MODEL = "gpt-4"
QUESTION = [{"role": "user", "content": "Explain REST in one line."}]


@pytest.fixture
def client(lab):
    with openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0) as client:
        yield client


def ask(client, **parameters):
    return client.chat.completions.create(**{"model": MODEL, "messages": QUESTION, "max_tokens": 16, **parameters})


def test_a_completion_is_whole(client):
    answer = ask(client, seed=1)
    assert answer.id.startswith("chatcmpl-") and answer.object == "chat.completion"
    assert answer.created > 1_700_000_000
    assert answer.model == "gpt-4-0613"
    assert answer.system_fingerprint.startswith("fp_")
    [choice] = answer.choices
    assert choice.message.role == "assistant" and choice.message.content
    assert choice.finish_reason in ("stop", "length")
    usage = answer.usage
    assert usage.prompt_tokens > 0 and 0 < usage.completion_tokens <= 16
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_a_stream_gives_role_then_text_then_reason(client):
    chunks = list(ask(client, stream=True, seed=1))
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant" and chunks[0].choices[0].delta.content == ""
    assert all(chunk.choices[0].delta.role is None for chunk in chunks[1:])
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1].choices[0].finish_reason in ("stop", "length")
    assert all(chunk.usage is None for chunk in chunks)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == ask(client, seed=1).choices[0].message.content


def test_a_stream_ends_with_usage_if_asked(client):
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}, seed=1))
    assert all(chunk.usage is None for chunk in chunks[:-1])
    assert chunks[-1].choices == []
    assert chunks[-1].usage == ask(client, seed=1).usage


def test_an_equal_seed_gives_an_equal_text(client):
    texts = {ask(client, seed=seed, max_tokens=40).choices[0].message.content for seed in (7, 7, 7)}
    assert len(texts) == 1
    others = {ask(client, seed=seed, max_tokens=40, temperature=2).choices[0].message.content for seed in range(8)}
    assert len(others) > 1


def test_temperature_0_needs_no_seed(client):
    assert len({ask(client, temperature=0).choices[0].message.content for _ in range(3)}) == 1


def test_max_tokens_ends_with_length(client):
    answer = ask(client, max_tokens=1)
    assert answer.usage.completion_tokens == 1
    assert answer.choices[0].finish_reason == "length"
    newer = client.chat.completions.create(model=MODEL, messages=QUESTION, max_completion_tokens=2, seed=3)
    assert newer.usage.completion_tokens <= 2


@pytest.mark.parametrize("stream", [False, True])
def test_a_stop_string_ends_the_text_and_is_no_part_of_it(client, stream):
    whole = ask(client, temperature=0, max_tokens=30).choices[0].message.content
    stop = whole.split()[2]
    if stream:
        chunks = list(ask(client, temperature=0, max_tokens=30, stop=stop, stream=True))
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
        reason = chunks[-1].choices[0].finish_reason
    else:
        choice = ask(client, temperature=0, max_tokens=30, stop=["never to be seen", stop]).choices[0]
        text, reason = choice.message.content, choice.finish_reason
    assert text == whole[: whole.index(stop)]
    assert reason == "stop"


def test_n_choices_have_indices_of_their_own(client):
    answer = ask(client, n=3, seed=5, temperature=1.5)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    texts = {0: "", 1: "", 2: ""}
    for chunk in ask(client, n=3, seed=5, temperature=1.5, stream=True):
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
    assert list(texts.values()) == [choice.message.content for choice in answer.choices]


def test_content_parts_mean_the_same_as_a_string(client):
    parts = [{"role": "user", "content": [{"type": "text", "text": QUESTION[0]["content"]}]}]
    assert ask(client, messages=parts, temperature=0).choices == ask(client, temperature=0).choices


def test_roles_and_consecutive_turns_are_taken(client):
    messages = [
        {"role": "developer", "content": "You are terse."},
        {"role": "user", "content": "Hello."},
        {"role": "user", "content": "What is an API?"},
        {"role": "assistant", "content": "An API is"},
    ]
    assert ask(client, messages=messages).usage.prompt_tokens > 5


def test_headers_are_the_providers_and_the_labs_own(client):
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=QUESTION, max_tokens=2)
    assert raw.headers["x-request-id"].startswith("req_") and raw.request_id == raw.headers["x-request-id"]
    assert raw.headers["openai-version"] == "2020-10-01"
    assert int(raw.headers["openai-processing-ms"]) >= 0
    assert raw.headers["x-lab-model"] and raw.headers["x-lab-tokenizer"]
    assert raw.headers["content-type"] == "application/json"
    assert raw.parse()._request_id == raw.headers["x-request-id"]


def test_models_are_listed_and_retrieved(client):
    models = {model.id: model for model in client.models.list()}
    assert {"gpt-4", "gpt-4-turbo", "gpt-4o", "gpt-3.5-turbo"} <= models.keys()
    assert client.models.retrieve("gpt-4") == models["gpt-4"]
    assert models["gpt-4"].owned_by == "openai" and models["gpt-4"].created == 1687882411
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("gpt-99")
    assert caught.value.code == "model_not_found"


INVALID = [
    ({"temperature": 3}, "temperature", "decimal_above_max_value"),
    ({"temperature": -0.1}, "temperature", "decimal_below_min_value"),
    ({"temperature": "hot"}, "temperature", "invalid_type"),
    ({"top_p": 1.1}, "top_p", "decimal_above_max_value"),
    ({"max_tokens": 0}, "max_tokens", "integer_below_min_value"),
    ({"max_tokens": 1.5}, "max_tokens", "invalid_type"),
    ({"max_tokens": 100_000}, "max_tokens", "invalid_value"),
    ({"n": 0}, "n", "integer_below_min_value"),
    ({"n": 129}, "n", "integer_above_max_value"),
    ({"stop": ["a", "b", "c", "d", "e"]}, "stop", "array_above_max_length"),
    ({"stop": [""]}, "stop[0]", "empty_string"),
    ({"stop": 7}, "stop", "invalid_type"),
    ({"seed": "one"}, "seed", "invalid_type"),
    ({"stream": "yes"}, "stream", "invalid_type"),
    ({"stream_options": {"include_usage": True}}, "stream_options", None),
    ({"messages": []}, "messages", "empty_array"),
    ({"messages": "hello"}, "messages", "invalid_type"),
    ({"messages": [{"role": "robot", "content": "x"}]}, "messages[0].role", "invalid_value"),
    ({"messages": [{"role": "user"}]}, "messages.[0].content", None),
    ({"messages": [{"role": "user", "content": 3}]}, "messages[0].content", "invalid_type"),
    ({"messages": [{"role": "user", "content": []}]}, "messages[0].content", "empty_array"),
    ({"messages": [{"content": "x"}]}, "messages[0].role", "missing_required_parameter"),
    ({"top_k": 5}, "top_k", "unknown_parameter"),
    ({"logprobs": 1}, "logprobs", "invalid_type"),
    ({"top_logprobs": 2}, "top_logprobs", None),
    ({"logprobs": True, "top_logprobs": 21}, "top_logprobs", "integer_above_max_value"),
    ({"logit_bias": {"x": 1}}, "logit_bias", "invalid_value"),
    ({"logit_bias": {"5": 101}}, "logit_bias.5", "invalid_value"),
    ({"logit_bias": {"99999999": 1}}, "logit_bias", None),
    ({"web_search_options": {}}, "web_search_options", "unsupported_parameter"),
    ({"modalities": ["text", "audio"]}, "modalities", "unsupported_value"),
    ({"verbosity": "chatty"}, "verbosity", "invalid_value"),
    ({"service_tier": "first"}, "service_tier", "invalid_value"),
    ({"response_format": {"type": "xml"}}, "response_format.type", "invalid_value"),
    ({"response_format": {"type": "json_object"}}, "messages", None),
    ({"response_format": {"type": "json_schema"}}, "response_format.json_schema", "missing_required_parameter"),
    ({"tools": []}, "tools", "empty_array"),
    ({"tools": [{"type": "function"}]}, "tools[0].function", "missing_required_parameter"),
    ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name", "invalid_value"),
    ({"tool_choice": "required"}, "tool_choice", None),
    ({"parallel_tool_calls": True}, "parallel_tool_calls", None),
    ({"presence_penalty": 2.5}, "presence_penalty", "decimal_above_max_value"),
    ({"max_completion_tokens": 5}, "max_tokens", None),
]


@pytest.mark.parametrize("wrong,param,code", INVALID, ids=[str(case[0])[:50] for case in INVALID])
def test_what_is_wrong_is_a_400_that_names_the_parameter(client, wrong, param, code):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, extra_body=wrong)
    assert (caught.value.param, caught.value.code) == (param, code)
    assert caught.value.type == "invalid_request_error"
    assert set(caught.value.body) == {"message", "type", "param", "code"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"temperature": 0}, {"temperature": 2}, {"top_p": 0}, {"top_p": 1}, {"temperature": None}, {"stop": None},
        {"stop": ["a", "b", "c", "d"]}, {"n": 8, "max_tokens": 2}, {"modalities": ["text"]}, {"verbosity": "low"}, {"store": True},
        {"prediction": {"type": "content", "content": "x"}}, {"seed": -1}, {"seed": 2**62}, {"user": "me"},
        {"presence_penalty": 0}, {"response_format": {"type": "text"}}, {"metadata": {"a": "b"}}, {"logprobs": False},
    ],
    ids=str,
)
def test_the_ends_of_ranges_are_taken(client, parameters):
    assert ask(client, **parameters).choices


def test_an_unknown_model_is_a_404(client):
    with pytest.raises(openai.NotFoundError) as caught:
        ask(client, model="gpt-99")
    assert caught.value.code == "model_not_found" and "gpt-99" in caught.value.message


def test_a_missing_model_is_a_400(lab):
    import httpx2 as http

    answer = http.post(
        f"{lab.url}/v1/chat/completions", json={}, headers={"Authorization": f"Bearer {lab.openai_key}"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "you must provide a model parameter"


def test_a_wrong_key_is_a_401_that_does_not_repeat_it(lab):
    wrong = "sk-wrong-but-long-enough-to-be-one-1234"
    client = openai.OpenAI(base_url=f"{lab.url}/v1", api_key=wrong, max_retries=0)
    with pytest.raises(openai.AuthenticationError) as caught:
        ask(client)
    assert caught.value.code == "invalid_api_key"
    assert wrong not in str(caught.value) and "sk-…1234" in str(caught.value)
    crossed = openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.anthropic_key, max_retries=0)
    with pytest.raises(openai.AuthenticationError):
        crossed.models.list()


def test_too_long_a_conversation_is_a_context_error(client):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, messages=[{"role": "user", "content": "word " * 9000}])
    assert (caught.value.code, caught.value.param) == ("context_length_exceeded", "messages")
    assert "8192" in caught.value.message
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, max_tokens=8192)
    assert caught.value.code == "context_length_exceeded"


def test_beyond_the_local_window_the_tail_is_answered(client):
    long = [{"role": "user", "content": "word " * 50_000 + "Explain REST in one line."}]
    raw = client.chat.completions.with_raw_response.create(model="gpt-4o", messages=long, max_tokens=4)
    assert raw.headers["x-lab-truncated"] == "true"
    assert raw.parse().usage.prompt_tokens > 50_000


def test_async_client_and_stream(lab):
    async def run():
        async with openai.AsyncOpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0) as client:
            answer = await client.chat.completions.create(model=MODEL, messages=QUESTION, max_tokens=12, seed=2)
            stream = await client.chat.completions.create(
                model=MODEL, messages=QUESTION, max_tokens=12, seed=2, stream=True
            )
            text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
            return answer.choices[0].message.content, text

    whole, streamed = asyncio.run(run())
    assert whole == streamed


def test_twenty_at_once_get_their_own_answers(client):
    def run(seed):
        chunks = list(ask(client, seed=seed, stream=True, max_tokens=60, temperature=1.5))
        return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)

    alone = [run(seed) for seed in range(20)]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(run, range(20))) == alone


def test_a_client_that_leaves_a_stream_harms_nobody(client):
    for _ in range(10):
        with ask(client, stream=True, max_tokens=4000, temperature=2) as stream:
            next(iter(stream))
    assert ask(client).choices
