"""Uses of tools and answers of a given form, as Anthropic's own package sees them."""

import asyncio
import json

import anthropic
import pytest
from anthropic import beta_tool

MODEL = "claude-3-opus-20240229"
WEATHER = {
    "name": "get_weather",
    "description": "The weather in a city.",
    "input_schema": {
        "type": "object",
        "properties": {
            "city": {"type": "string", "minLength": 2, "maxLength": 20},
            "unit": {"enum": ["celsius", "fahrenheit"]},
            "days": {"type": "integer", "minimum": 1, "maximum": 7},
        },
        "required": ["city", "unit", "days"],
    },
}
TIME = {"name": "get_time", "input_schema": {"type": "object", "properties": {"zone": {"$ref": "#/$defs/zone"}},
                                             "$defs": {"zone": {"type": ["string", "null"]}}}}
ASKED = [{"role": "user", "content": "What is the weather in Paris?"}]
CHAT = [{"role": "user", "content": "Tell me a story."}]


@pytest.fixture
def client(lab):
    with anthropic.Anthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
        yield client


def ask(client, **parameters):
    return client.messages.create(
        **{"model": MODEL, "messages": ASKED, "max_tokens": 300, "tools": [WEATHER], **parameters}
    )


def check_weather(block):
    assert block.type == "tool_use" and block.id.startswith("toolu_") and block.name == "get_weather"
    assert set(block.input) == {"city", "unit", "days"}
    assert 2 <= len(block.input["city"]) <= 20
    assert block.input["unit"] in ("celsius", "fahrenheit")
    assert isinstance(block.input["days"], int) and 1 <= block.input["days"] <= 7


@pytest.mark.parametrize("choice", [{"type": "tool", "name": "get_weather"}, {"type": "any"}, {"type": "auto"}])
def test_a_tool_is_used_with_an_input_of_its_schema(client, choice):
    message = ask(client, tool_choice=choice)
    assert message.stop_reason == "tool_use" and message.stop_sequence is None
    [block] = message.content
    check_weather(block)
    assert block.caller.type == "direct" and message.usage.output_tokens > 5


def test_a_forced_tool_is_used_whatever_was_said(client):
    check_weather(ask(client, messages=CHAT, tool_choice={"type": "any"}).content[0])
    named = ask(client, tools=[WEATHER, TIME], tool_choice={"type": "tool", "name": "get_time"})
    assert named.content[0].name == "get_time" and isinstance(named.content[0].input["zone"], str)
    either = ask(client, tools=[TIME, WEATHER], tool_choice={"type": "any", "disable_parallel_tool_use": True})
    assert [block.type for block in either.content] == ["tool_use"]


def test_none_and_other_subjects_are_answered_in_words(client):
    for parameters in [{"tool_choice": {"type": "none"}}, {"messages": CHAT}]:
        message = ask(client, max_tokens=8, **parameters)
        assert message.stop_reason in ("end_turn", "max_tokens")
        assert [block.type for block in message.content] == ["text"]


def test_the_input_comes_in_pieces(client):
    with client.messages.stream(model=MODEL, messages=ASKED, max_tokens=300, tools=[WEATHER]) as stream:
        events = list(stream)
        message = stream.get_final_message()
    check_weather(message.content[0])
    assert message.stop_reason == "tool_use"
    start = next(event for event in events if event.type == "content_block_start")
    assert start.content_block.input == {} and start.content_block.name == "get_weather"
    pieces = [event for event in events if event.type == "input_json"]
    assert len(pieces) > 4
    assert json.loads("".join(piece.partial_json for piece in pieces)) == message.content[0].input
    assert pieces[-1].snapshot == message.content[0].input


def test_an_input_that_is_cut_off_ends_with_max_tokens(client):
    message = ask(client, max_tokens=6)
    assert message.stop_reason == "max_tokens" and message.content[0].input == {}
    assert message.usage.output_tokens <= 6


def test_a_result_is_answered_in_words(client):
    message = ask(client)
    result = {"type": "tool_result", "tool_use_id": message.content[0].id, "content": "Rain."}
    messages = [*ASKED, message.to_param(), {"role": "user", "content": [result]}]
    again = ask(client, messages=messages, max_tokens=8)
    assert again.content[0].type == "text" and again.stop_reason in ("end_turn", "max_tokens")


def test_the_packages_tool_runner_runs_to_the_end(client):
    calls = []

    @beta_tool
    def get_weather(city: str) -> str:
        """The weather in a city.

        Args:
            city: The city.
        """
        calls.append(city)
        return "Rain, 9 degrees."

    runner = client.beta.messages.tool_runner(model=MODEL, max_tokens=100, tools=[get_weather], messages=ASKED)
    last = runner.until_done()
    assert len(calls) == 1 and isinstance(calls[0], str)
    assert last.content[0].type == "text" and last.stop_reason in ("end_turn", "max_tokens")


def test_tools_with_the_async_client(lab):
    async def run():
        async with anthropic.AsyncAnthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
            whole = await ask(client)
            async with client.messages.stream(model=MODEL, messages=ASKED, max_tokens=300, tools=[WEATHER]) as stream:
                return whole, await stream.get_final_message()

    for message in asyncio.run(run()):
        check_weather(message.content[0])
