"""Structured outputs, tools and log-probabilities of chat completions, through OpenAI's own package."""

import asyncio
import json
import math
from enum import Enum
from typing import List, Literal, Optional, Union

import openai
import pytest
from pydantic import BaseModel

MODEL = "gpt-4o"
QUESTION = [{"role": "user", "content": "What is the weather in Paris? Answer in JSON."}]


@pytest.fixture
def client(lab):
    with openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0) as client:
        yield client


def ask(client, **parameters):
    return client.chat.completions.create(**{"model": MODEL, "messages": QUESTION, "seed": 1, **parameters})


def function(name, properties=None, description=None, **more):
    properties = properties if properties is not None else {"city": {"type": "string"}}
    parameters = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "function", "function": {"name": name, "description": description or "", "parameters": parameters, **more}}


WEATHER = function("get_weather", {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
                   "The weather in a city")
TIME = function("get_time", {"zone": {"type": "string"}}, "The time of day somewhere")
STOCK = function("stock_price", {"ticker": {"type": "string"}}, "The price of a share")


# Structured outputs


class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Part(BaseModel):
    name: str
    count: int
    colour: Colour
    children: List["Part"]


class Answer(BaseModel):
    kind: Literal["a", "b"]
    part: Optional[Part]
    score: float
    tags: List[str]
    either: Union[int, str]


@pytest.mark.parametrize("temperature", [0, 1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_a_parsed_answer_is_of_its_model(client, seed, temperature):
    answer = client.chat.completions.parse(
        model=MODEL, messages=QUESTION, response_format=Answer, seed=seed, temperature=temperature)
    [choice] = answer.choices
    assert isinstance(choice.message.parsed, Answer) and choice.finish_reason == "stop"
    assert choice.message.refusal is None
    assert json.loads(choice.message.content).keys() == Answer.model_fields.keys()


def test_a_parsed_stream_is_of_its_model(client):
    with client.chat.completions.stream(model=MODEL, messages=QUESTION, response_format=Answer, seed=4) as stream:
        kinds = [event.type for event in stream]
        assert isinstance(stream.get_final_completion().choices[0].message.parsed, Answer)
    assert "content.delta" in kinds and kinds[-1] == "content.done"


@pytest.mark.parametrize("seed", range(6))
def test_json_mode_gives_an_object(client, seed):
    answer = ask(client, seed=seed, temperature=1.5, response_format={"type": "json_object"})
    assert answer.choices[0].finish_reason == "stop"
    assert isinstance(json.loads(answer.choices[0].message.content), dict)


def test_json_that_is_cut_says_so(client):
    answer = ask(client, max_tokens=3, response_format={"type": "json_object"})
    assert answer.choices[0].finish_reason == "length"


def test_a_schema_that_is_not_strict_is_kept_all_the_same(client):
    schema = {"type": "object", "properties": {"year": {"type": "integer", "minimum": 1900, "maximum": 1999}}, "required": ["year"]}
    answer = ask(client, temperature=2, response_format={"type": "json_schema", "json_schema": {"name": "y", "schema": schema}})
    assert 1900 <= json.loads(answer.choices[0].message.content)["year"] <= 1999


def test_a_length_cut_is_an_error_of_the_package(client):
    with pytest.raises(openai.LengthFinishReasonError):
        client.chat.completions.parse(model=MODEL, messages=QUESTION, response_format=Answer, max_tokens=2)


def test_a_strict_schema_that_breaks_the_rules_is_a_400(client):
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, response_format={"type": "json_schema", "json_schema": {"name": "s", "schema": schema, "strict": True}})
    assert "Invalid schema for response_format 's': In context=()" in caught.value.message
    assert (caught.value.param, caught.value.code) == ("response_format", None)


# Tools


def arguments_of(call, tool):
    arguments = json.loads(call.function.arguments)
    assert arguments.keys() == tool["function"]["parameters"]["properties"].keys()
    return arguments


def test_a_tool_that_fits_is_called(client):
    answer = ask(client, tools=[STOCK, WEATHER], temperature=1)
    [choice] = answer.choices
    assert choice.finish_reason == "tool_calls" and choice.message.content is None
    [call] = choice.message.tool_calls
    assert call.type == "function" and call.id.startswith("call_") and call.function.name == "get_weather"
    assert arguments_of(call, WEATHER)["unit"] in ("celsius", "fahrenheit")


def test_where_no_tool_fits_words_answer(client):
    answer = ask(client, tools=[STOCK], max_tokens=8)
    assert answer.choices[0].message.tool_calls is None and answer.choices[0].message.content


def test_none_calls_nothing_and_required_something(client):
    assert ask(client, tools=[WEATHER], tool_choice="none", max_tokens=8).choices[0].message.tool_calls is None
    for seed in range(3):
        answer = ask(client, tools=[STOCK, TIME], tool_choice="required", seed=seed)
        assert answer.choices[0].message.tool_calls[0].function.name in ("stock_price", "get_time")


@pytest.mark.parametrize("seed", range(4))
def test_a_named_function_is_called(client, seed):
    answer = ask(client, tools=[WEATHER, STOCK], tool_choice={"type": "function", "function": {"name": "stock_price"}}, seed=seed)
    [call] = answer.choices[0].message.tool_calls
    assert call.function.name == "stock_price"
    arguments_of(call, STOCK)


def test_several_tools_are_called_at_once_unless_forbidden(client):
    messages = [{"role": "user", "content": "Tell me the weather and the time in Paris."}]
    calls = ask(client, messages=messages, tools=[WEATHER, TIME]).choices[0].message.tool_calls
    assert [call.function.name for call in calls] == ["get_weather", "get_time"]
    assert len({call.id for call in calls}) == 2
    assert len(ask(client, messages=messages, tools=[WEATHER, TIME], parallel_tool_calls=False).choices[0].message.tool_calls) == 1


def test_streamed_calls_come_in_pieces_with_their_index(client):
    messages = [{"role": "user", "content": "Tell me the weather and the time in Paris."}]
    chunks = list(ask(client, messages=messages, tools=[WEATHER, TIME], stream=True, seed=3))
    deltas = [call for chunk in chunks for choice in chunk.choices for call in choice.delta.tool_calls or []]
    assert {delta.index for delta in deltas} == {0, 1}
    for index, tool in enumerate([WEATHER, TIME]):
        first, *rest = [delta for delta in deltas if delta.index == index]
        assert first.id and first.type == "function" and first.function.name == tool["function"]["name"]
        assert first.function.arguments == ""
        assert rest and all(delta.id is None and delta.function.name is None for delta in rest)
        json.loads("".join(delta.function.arguments for delta in rest))
    assert chunks[-1].choices[0].finish_reason == "tool_calls"
    whole = ask(client, messages=messages, tools=[WEATHER, TIME], seed=3).choices[0].message.tool_calls
    joined = "".join(delta.function.arguments for delta in deltas if delta.index == 1)
    assert joined == whole[1].function.arguments


def test_the_packages_stream_gathers_calls(client):
    with client.chat.completions.stream(model=MODEL, messages=QUESTION, tools=[WEATHER], seed=1) as stream:
        kinds = {event.type for event in stream}
        [call] = stream.get_final_completion().choices[0].message.tool_calls
    assert "tool_calls.function.arguments.delta" in kinds and "tool_calls.function.arguments.done" in kinds
    arguments_of(call, WEATHER)


def test_a_tool_made_of_a_pydantic_model_gives_one(client):
    class GetWeather(BaseModel):
        city: str
        days: int

    answer = client.chat.completions.parse(
        model=MODEL, messages=QUESTION, tools=[openai.pydantic_function_tool(GetWeather)], tool_choice="required")
    assert isinstance(answer.choices[0].message.tool_calls[0].function.parsed_arguments, GetWeather)


def test_a_conversation_with_calls_goes_on_in_words(client):
    first = ask(client, tools=[WEATHER]).choices[0].message
    messages = QUESTION + [first, {"role": "tool", "tool_call_id": first.tool_calls[0].id, "content": "sunny, 20 degrees"}]
    answer = ask(client, messages=messages, tools=[WEATHER], max_tokens=12)
    assert answer.choices[0].message.content and answer.choices[0].message.tool_calls is None


def test_functions_are_answered_in_their_own_form(client):
    functions = [WEATHER["function"]]
    answer = ask(client, functions=functions)
    [choice] = answer.choices
    assert choice.finish_reason == "function_call" and choice.message.function_call.name == "get_weather"
    json.loads(choice.message.function_call.arguments)
    chunks = list(ask(client, functions=functions, stream=True))
    joined = "".join(
        chunk.choices[0].delta.function_call.arguments or "" for chunk in chunks if chunk.choices[0].delta.function_call)
    assert joined == choice.message.function_call.arguments


def test_a_custom_tool_gets_text_that_matches_its_grammar(client):
    grammar = {"type": "grammar", "grammar": {"syntax": "regex", "definition": r"\d{2}:\d{2}"}}
    tool = {"type": "custom", "custom": {"name": "alarm", "format": grammar}}
    [call] = ask(client, tools=[tool], tool_choice="required", temperature=2).choices[0].message.tool_calls
    assert call.type == "custom" and call.custom.name == "alarm"
    hours, minutes = call.custom.input.split(":")
    assert len(hours) == len(minutes) == 2 and (hours + minutes).isdigit()


def test_allowed_tools_leave_the_others_alone(client):
    choice = {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [{"type": "function", "function": {"name": "get_time"}}]}}
    [call] = ask(client, tools=[WEATHER, TIME], tool_choice=choice).choices[0].message.tool_calls
    assert call.function.name == "get_time"


# Log-probabilities, biases and penalties


def test_logprobs_list_every_token_of_the_text(client):
    answer = ask(client, max_tokens=12, logprobs=True, top_logprobs=3, temperature=0)
    [choice] = answer.choices
    tokens = choice.logprobs.content
    assert len(tokens) == answer.usage.completion_tokens
    assert b"".join(bytes(token.bytes) for token in tokens).decode() == choice.message.content
    for token in tokens:
        assert token.logprob <= 0 and len(token.top_logprobs) == 3
        assert token.top_logprobs[0].token == token.token
        assert sum(math.exp(top.logprob) for top in token.top_logprobs) <= 1.000001
    assert choice.logprobs.refusal is None


def test_streamed_logprobs_are_the_same(client):
    whole = ask(client, max_tokens=12, logprobs=True, top_logprobs=2).choices[0].logprobs.content
    chunks = list(ask(client, max_tokens=12, logprobs=True, top_logprobs=2, stream=True))
    assert [token for chunk in chunks for choice in chunk.choices if choice.logprobs for token in choice.logprobs.content] == whole


def test_without_top_logprobs_none_are_listed(client):
    [token, *_] = ask(client, max_tokens=2, logprobs=True).choices[0].logprobs.content
    assert token.top_logprobs == []


def test_constrained_text_reports_the_models_own_logprobs(client):
    answer = ask(client, logprobs=True, response_format={"type": "json_object"}, max_tokens=20)
    assert all(token.logprob > -9999 for token in answer.choices[0].logprobs.content)


def test_a_bias_bans_and_forces_tokens(client):
    texts = set()
    for _ in range(4):
        answer = ask(client, max_tokens=1, temperature=0, logprobs=True)
        texts.add(answer.choices[0].message.content)
    assert len(texts) == 1
    forced = ask(client, max_tokens=4, temperature=0, logit_bias={"300": 100}, logprobs=True)
    assert len({token.token for token in forced.choices[0].logprobs.content}) == 1


def test_penalties_change_what_is_written(client):
    messages = [{"role": "user", "content": "Tell me a story."}]
    write = lambda penalty: ask(
        client, messages=messages, max_tokens=200, temperature=1, seed=3, frequency_penalty=penalty, presence_penalty=penalty
    ).choices[0].message.content
    texts = [write(penalty) for penalty in (-2, 0, 2)]
    assert len(set(texts)) == 3
    # The more repeating is punished, the more of the words are different ones.
    variety = [len(set(text.split())) / len(text.split()) for text in texts]
    assert variety[0] < variety[2]


# The rest


def test_fields_of_an_answer_are_all_there(client):
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=QUESTION, max_tokens=4)
    body = json.loads(raw.text)
    assert set(body) == {"id", "object", "created", "model", "choices", "usage", "service_tier", "system_fingerprint"}
    assert set(body["choices"][0]) == {"index", "message", "logprobs", "finish_reason"}
    assert body["choices"][0]["message"]["refusal"] is None and body["choices"][0]["message"]["annotations"] == []
    assert body["usage"]["prompt_tokens_details"]["cached_tokens"] == 0
    assert body["usage"]["completion_tokens_details"]["reasoning_tokens"] == 0
    assert raw.headers["x-request-id"] and raw.parse().choices


def test_service_tiers_are_named_in_the_answer(client):
    tiers = {"auto": "default", "flex": "flex", "priority": "priority", "fast": "priority"}
    for asked, given in tiers.items():
        assert ask(client, max_tokens=1, service_tier=asked).service_tier == given


def test_obfuscation_pads_chunks_if_asked(client):
    chunks = list(ask(client, max_tokens=4, stream=True, stream_options={"include_obfuscation": True}))
    assert all(chunk.obfuscation for chunk in chunks)
    assert all(getattr(chunk, "obfuscation", None) is None for chunk in ask(client, max_tokens=4, stream=True))


def test_an_image_is_refused_as_a_model_without_eyes_does(client):
    part = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, messages=[{"role": "user", "content": [{"type": "text", "text": "What is it?"}, part]}])
    assert "image_url is only supported by certain models" in caught.value.message
    assert caught.value.param == "messages.[0].content.[1].type"


def test_async_calls_and_parsing(lab):
    async def run():
        async with openai.AsyncOpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0) as client:
            answers = await asyncio.gather(*[
                client.chat.completions.parse(model=MODEL, messages=QUESTION, response_format=Answer, seed=seed) for seed in range(4)])
            assert all(isinstance(answer.choices[0].message.parsed, Answer) for answer in answers)
            async with client.chat.completions.stream(model=MODEL, messages=QUESTION, tools=[WEATHER]) as stream:
                async for _ in stream:
                    pass
                final = await stream.get_final_completion()
            assert final.choices[0].message.tool_calls[0].function.name == "get_weather"

    asyncio.run(run())
