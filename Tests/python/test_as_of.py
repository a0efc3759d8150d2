"""The lab's day: official clients see the models, the errors and the lists of that day, typed."""

import anthropic
import openai
import pytest

from screen import Workbook, environment

TODAY = {"x-lab-as-of": "2026-11-25"}


@pytest.fixture
def client(lab):
    with openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0) as client:
        yield client


@pytest.fixture
def claude(lab):
    with anthropic.Anthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
        yield client


def ask(client, model, **more):
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": "Hello"}], **more)


def test_a_retired_model_is_told_from_one_that_never_was(client):
    ask(client, "gpt-4", max_tokens=1)
    with pytest.raises(openai.NotFoundError, match="has been deprecated, learn more here") as retired:
        ask(client, "gpt-4", max_tokens=1, extra_headers=TODAY)
    assert retired.value.code == "model_not_found"
    with pytest.raises(openai.NotFoundError, match="does not exist or you do not have access to it"):
        ask(client, "gpt-6-luna", max_completion_tokens=1)
    ask(client, "gpt-6-luna", max_completion_tokens=1, extra_headers=TODAY)


@pytest.mark.parametrize(
    ("field", "code", "said"),
    [
        ({"max_tokens": 5}, "unsupported_parameter", "Use 'max_completion_tokens' instead."),
        ({"temperature": 0.2}, "unsupported_value", "Only the default (1) value is supported."),
        ({"stop": ["x"]}, "unsupported_parameter", "'stop' is not supported with this model."),
        ({"reasoning_effort": "minimal"}, "unsupported_value", "Supported values are: 'none', 'low',"),
    ],
)
def test_newer_models_refuse_older_parameters(client, field, code, said):
    with pytest.raises(openai.BadRequestError) as error:
        ask(client, "gpt-6-luna", extra_headers=TODAY, **field)
    assert error.value.code == code
    assert said in error.value.message


def test_without_reasoning_the_temperature_is_taken(client):
    ask(client, "gpt-6-luna", temperature=0.2, reasoning_effort="none", max_completion_tokens=1, extra_headers=TODAY)


def test_lists_of_models_are_those_of_the_day(client):
    then = {model.id: model for model in client.models.list()}
    now = {model.id: model for model in client.models.list(extra_headers=TODAY)}
    assert {"gpt-4", "gpt-4-turbo", "gpt-4o", "gpt-3.5-turbo"} <= then.keys()
    assert "gpt-6-luna" not in then and "gpt-4" not in now
    assert then["gpt-4"].shutdown_date is None
    assert now["gpt-4o"].shutdown_date == "2027-01-14"
    assert now["gpt-6-luna"].shutdown_date is None


def test_claudes_life_is_told_as_its_types_have_it(claude):
    now = {model.id: model for model in claude.models.list(limit=1000, extra_headers=TODAY)}
    assert "claude-3-opus-20240229" not in now
    sonnet = now["claude-sonnet-4-5-20250929"]
    assert (sonnet.lifecycle, str(sonnet.deprecated_at.date()), str(sonnet.retires_at.date())) == (
        "deprecated", "2026-09-30", "2026-11-30",
    )  # fmt: skip
    haiku = now["claude-haiku-5-5"]
    assert (haiku.lifecycle, haiku.deprecated_at, haiku.retires_at, haiku.line) == ("active", None, None, "haiku")
    with pytest.raises(anthropic.NotFoundError, match="model: claude-3-opus-20240229"):
        claude.models.retrieve("claude-3-opus-20240229", extra_headers=TODAY)


def test_the_prompt_moves_the_day_and_back(workbook_binary, tmp_path):
    book = Workbook(workbook_binary, environment(tmp_path), columns=100)
    for line in ("request openai", 'user "Hello"', "set max_tokens 3"):
        book.type(line)
    book.type("send --as-of 2026-11-25")
    assert "has been deprecated" in " ".join(book.text().split())
    book.type("send")
    assert "200 OK" in book.text()
    book.type("as-of 2026-11-25")
    assert "The lab lives on 2026-11-25." in book.text()
    before = book.text().count("404 Not Found")
    book.type("send")
    assert book.text().count("404 Not Found") == before + 1
    book.type("as-of 2024-06-01")
    book.type("send")
    assert book.text().count("200 OK") == 2
    book.type("as-of")
    assert "The lab lives on 2024-06-01." in book.text()
    book.type("as-of yesterday")
    assert "yesterday" in book.text()
    book.kill()


def test_serve_lives_on_the_day_it_is_told(workbook_binary, tmp_path):
    from conftest import OPENAI_KEY, start_lab, stop_lab

    process, url = start_lab(workbook_binary, tmp_path, "--openai-key", OPENAI_KEY, "--as-of", "2026-11-25")
    try:
        with openai.OpenAI(base_url=f"{url}/v1", api_key=OPENAI_KEY, max_retries=0) as client:
            with pytest.raises(openai.NotFoundError):
                ask(client, "gpt-4")
            ask(client, "gpt-6-luna", max_completion_tokens=1)
    finally:
        stop_lab(process)
