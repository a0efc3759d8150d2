"""Anthropic's side of the lab late in 2026: models that think, that keep a form, and that take no prefill."""

import json

import anthropic
import pydantic
import pytest

from conftest import ANTHROPIC_KEY, start_lab, stop_lab

OPUS = "claude-opus-4-8"
SONNET = "claude-sonnet-4-6"
QUESTION = [{"role": "user", "content": "Name a city and its people."}]


@pytest.fixture(scope="module")
def url(workbook_binary, tmp_path_factory):
    process, url = start_lab(
        workbook_binary, tmp_path_factory.mktemp("home"), "--anthropic-key", ANTHROPIC_KEY, "--as-of", "2026-11-20"
    )
    yield url
    stop_lab(process)


@pytest.fixture
def client(url):
    with anthropic.Anthropic(base_url=url, api_key=ANTHROPIC_KEY, max_retries=0) as client:
        yield client


def ask(client, **parameters):
    return client.messages.create(**{"model": OPUS, "messages": QUESTION, "max_tokens": 200, **parameters})


class City(pydantic.BaseModel):
    name: str
    people: int
    coastal: bool
    rivers: list[str]


def test_an_answer_keeps_its_schema(client):
    message = client.messages.parse(model=OPUS, messages=QUESTION, max_tokens=200, output_format=City)
    assert message.stop_reason == "end_turn" and message.content[0].type == "text"
    city = message.parsed_output
    assert isinstance(city, City) and City.model_validate_json(message.content[0].text) == city


def test_a_streamed_answer_keeps_its_schema(client):
    with client.messages.stream(model=OPUS, messages=QUESTION, max_tokens=200, output_format=City) as stream:
        text = "".join(stream.text_stream)
        assert stream.get_final_message().parsed_output == City.model_validate_json(text)


def test_a_schema_has_to_be_closed(client):
    form = {"type": "json_schema", "schema": {"type": "object", "properties": {}}}
    with pytest.raises(anthropic.BadRequestError, match="'additionalProperties' must be explicitly set to false"):
        ask(client, output_config={"format": form})


def test_strict_tools(client):
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}
    tool = {"name": "count", "strict": True, "input_schema": schema}
    message = ask(client, tools=[tool], tool_choice={"type": "any"})
    assert list(message.content[0].input) == ["n"] and isinstance(message.content[0].input["n"], int)


def test_thinking_and_effort_depend_on_the_model(client):
    for parameters in [
        {"thinking": {"type": "adaptive"}, "output_config": {"effort": "high"}},
        {"thinking": {"type": "disabled"}},
        {"model": SONNET, "thinking": {"type": "enabled", "budget_tokens": 1024}, "max_tokens": 1100},
    ]:
        message = ask(client, **{"max_tokens": 8, **parameters})
        # The local model does not think, and nothing is made up in its place.
        assert [block.type for block in message.content] == ["text"]
        assert message.usage.output_tokens_details.thinking_tokens == 0
    for parameters in [
        {"thinking": {"type": "enabled", "budget_tokens": 1024}, "max_tokens": 2000},
        {"model": "claude-haiku-4-5", "thinking": {"type": "adaptive"}},
        {"model": "claude-haiku-4-5", "output_config": {"effort": "low"}},
        {"model": SONNET, "output_config": {"effort": "xhigh"}},
    ]:
        with pytest.raises(anthropic.BadRequestError):
            ask(client, **parameters)


def test_prefill_is_gone_and_system_turns_are_there(client):
    with pytest.raises(anthropic.BadRequestError, match="does not support assistant message prefill"):
        ask(client, messages=[*QUESTION, {"role": "assistant", "content": "Paris"}])
    turn = {"role": "system", "content": "Be brief."}
    assert ask(client, messages=[*QUESTION, turn], max_tokens=4).content
    for messages in [[turn, *QUESTION], [*QUESTION, turn, *QUESTION]]:
        with pytest.raises(anthropic.BadRequestError, match="a system message must"):
            ask(client, messages=messages)


def test_a_prompt_is_cached_without_an_answer(client):
    words = "The fox counted its tokens twice. " * 200
    system = [{"type": "text", "text": words, "cache_control": {"type": "ephemeral"}}]
    warm = ask(client, system=system, max_tokens=0)
    assert warm.content == [] and warm.stop_reason == "max_tokens" and warm.usage.output_tokens == 0
    assert warm.usage.cache_creation_input_tokens > 1024
    assert ask(client, system=system, max_tokens=1).usage.cache_read_input_tokens == warm.usage.cache_creation_input_tokens


def test_models_tell_their_lives_and_what_they_can_do(client):
    models = {model.id: model for model in client.models.list(limit=100)}
    assert models[OPUS].lifecycle == "active" and models[OPUS].retires_at is None
    old = models["claude-sonnet-4-5-20250929"]
    assert old.lifecycle == "deprecated" and old.deprecated_at < old.retires_at
    assert client.models.retrieve("claude-sonnet-4-5").id == old.id
    can = models[OPUS].capabilities
    assert can.thinking.types.adaptive.supported and not can.thinking.types.enabled.supported
    assert can.effort.max.supported and can.structured_outputs.supported and can.image_input.supported
    deprecated = client.models.list(lifecycle=["deprecated"]).data
    assert deprecated and all(model.lifecycle == "deprecated" for model in deprecated)
    body = client.models.with_raw_response.retrieve(OPUS).http_response.json()
    assert json.dumps(body) and set(body) == set(anthropic.types.ModelInfo.model_fields)
