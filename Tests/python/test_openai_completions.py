"""`/v1/completions`, as OpenAI's own package sees it."""

import math

import openai
import pytest

from openai_clients import client_of, refusal, run_async

MODEL = "gpt-3.5-turbo-instruct"
PROMPT = "An API key is"


@pytest.fixture
def client(lab):
    with client_of(lab) as client:
        yield client


def ask(client, **parameters):
    return client.completions.create(**{"model": MODEL, "prompt": PROMPT, "seed": 1, **parameters})


def test_an_answer_is_whole(client):
    answer = ask(client)
    assert answer.id.startswith("cmpl-") and answer.object == "text_completion"
    assert answer.model == "gpt-3.5-turbo-instruct-0914" and answer.system_fingerprint.startswith("fp_")
    [choice] = answer.choices
    assert choice.text and choice.index == 0 and choice.logprobs is None
    assert choice.finish_reason in ("stop", "length")
    assert 0 < answer.usage.completion_tokens <= 16
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_streamed_or_not_sync_or_not_it_is_the_same(client, lab):
    whole = ask(client, max_tokens=30)
    chunks = list(ask(client, max_tokens=30, stream=True, stream_options={"include_usage": True}))
    assert len({chunk.id for chunk in chunks}) == 1
    assert all(chunk.object == "text_completion" for chunk in chunks)
    assert "".join(choice.text for chunk in chunks for choice in chunk.choices) == whole.choices[0].text
    assert chunks[-1].choices == [] and chunks[-1].usage == whole.usage
    assert [chunk.usage for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-2].choices[0].finish_reason == whole.choices[0].finish_reason

    async def work(client):
        answer = await client.completions.create(model=MODEL, prompt=PROMPT, seed=1, max_tokens=30)
        stream = await client.completions.create(model=MODEL, prompt=PROMPT, seed=1, max_tokens=30, stream=True)
        return answer.choices[0].text, "".join([chunk.choices[0].text async for chunk in stream])

    assert run_async(lab, work) == (whole.choices[0].text,) * 2


def test_each_of_several_prompts_has_its_own_choices(client):
    prompts = [PROMPT, "The status 404 means"]
    answer = ask(client, prompt=prompts, n=2, temperature=1.5, max_tokens=8)
    assert [choice.index for choice in answer.choices] == [0, 1, 2, 3]
    alone = [ask(client, prompt=prompt, n=2, temperature=1.5, max_tokens=8) for prompt in prompts]
    assert [c.text for c in answer.choices] == [c.text for one in alone for c in one.choices]
    assert answer.usage.prompt_tokens == sum(one.usage.prompt_tokens for one in alone)
    texts = [""] * 4
    for chunk in ask(client, prompt=prompts, n=2, temperature=1.5, max_tokens=8, stream=True):
        texts[chunk.choices[0].index] += chunk.choices[0].text
    assert texts == [choice.text for choice in answer.choices]


def test_logprobs_have_the_older_shape(client):
    [choice] = ask(client, logprobs=3, temperature=0, max_tokens=8).choices
    logprobs = choice.logprobs
    lengths = {len(logprobs.tokens), len(logprobs.token_logprobs), len(logprobs.top_logprobs), len(logprobs.text_offset)}
    assert lengths == {len(logprobs.tokens)} and logprobs.tokens
    assert "".join(logprobs.tokens) == choice.text
    assert logprobs.text_offset[0] == len(PROMPT)
    for token, logprob, top in zip(logprobs.tokens, logprobs.token_logprobs, logprobs.top_logprobs, strict=True):
        assert top[token] == logprob <= 0 and 3 <= len(top) <= 4
        # Greedy: nothing is more probable than what was drawn.
        assert logprob == max(top.values())
    streamed = list(ask(client, logprobs=3, temperature=0, max_tokens=8, stream=True))
    parts = [chunk.choices[0].logprobs for chunk in streamed if chunk.choices[0].logprobs]
    assert [token for part in parts for token in part.tokens] == logprobs.tokens
    assert [offset for part in parts for offset in part.text_offset] == logprobs.text_offset
    assert ask(client, logprobs=0, max_tokens=2).choices[0].logprobs.top_logprobs is None


def test_echo_scores_the_prompt(client):
    [choice] = ask(client, echo=True, max_tokens=0, logprobs=1).choices
    assert choice.text == PROMPT and choice.finish_reason == "length"
    assert "".join(choice.logprobs.tokens) == PROMPT
    assert choice.logprobs.token_logprobs[0] is None and choice.logprobs.text_offset[0] == 0
    assert all(logprob <= 0 for logprob in choice.logprobs.token_logprobs[1:])
    [longer] = ask(client, echo=True, max_tokens=4, logprobs=1).choices
    assert longer.text.startswith(PROMPT)
    assert longer.logprobs.token_logprobs[1 : len(choice.logprobs.tokens)] == choice.logprobs.token_logprobs[1:]


def test_best_of_gives_the_most_probable(client):
    def mean(choice):
        return sum(choice.logprobs.token_logprobs) / len(choice.logprobs.token_logprobs)

    everything = ask(client, n=6, logprobs=0, temperature=1.5)
    best = ask(client, n=1, best_of=6, logprobs=0, temperature=1.5)
    assert best.choices[0].text == max(everything.choices, key=mean).text
    assert best.usage == everything.usage


def test_tokens_are_a_prompt_too(client):
    def echo(prompt):
        return ask(client, prompt=prompt, echo=True, max_tokens=0).choices

    [text] = [choice.text for choice in echo([5, 6, 7])]
    assert text
    assert [choice.text for choice in echo([[5, 6, 7], [5]])][0] == text


def test_a_bias_forces_a_token_and_excludes_it(client):
    [wanted] = [choice.text for choice in ask(client, prompt=[7], echo=True, max_tokens=0).choices]
    [forced] = ask(client, logit_bias={"7": 100}, max_tokens=1, logprobs=0).choices
    assert forced.logprobs.tokens == [wanted]
    for seed in range(20):
        [choice] = ask(client, logit_bias={"7": -100}, max_tokens=8, logprobs=0, temperature=2, seed=seed).choices
        assert wanted not in choice.logprobs.tokens


def test_a_stop_string_ends_the_text(client):
    whole = ask(client, temperature=0, max_tokens=30).choices[0].text
    stop = whole.split()[2]
    [choice] = ask(client, temperature=0, max_tokens=30, stop=[stop]).choices
    assert (choice.text, choice.finish_reason) == (whole[: whole.index(stop)], "stop")


@pytest.mark.parametrize(
    ("parameters", "param"),
    [
        ({"logprobs": 6}, "logprobs"),
        ({"best_of": 1, "n": 2}, "best_of"),
        ({"best_of": 3, "stream": True}, "best_of"),
        ({"suffix": "end"}, "suffix"),
        ({"prompt": []}, "prompt"),
        ({"prompt": [1 << 40]}, "prompt"),
        ({"prompt": [900_000_000]}, "prompt"),
        ({"prompt": [True]}, "prompt[0]"),
        ({"logit_bias": {"x": 1}}, "logit_bias"),
        ({"logit_bias": {"1": 101}}, "logit_bias.1"),
        ({"temperature": 3}, "temperature"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"extra_body": {"messages": []}}, "messages"),
    ],
)
def test_what_cannot_be_is_refused(client, parameters, param):
    assert refusal(lambda: ask(client, **parameters)).param == param


def test_models_of_other_endpoints_are_refused(client):
    refusal(lambda: ask(client, model="gpt-4"), openai.APIStatusError)
    assert refusal(lambda: ask(client, model="nobody"), openai.NotFoundError).code == "model_not_found"


def test_the_context_is_the_named_models(client):
    error = refusal(lambda: ask(client, prompt="word " * 5000))
    assert "4096" in error.message or "4097" in error.message


def test_a_raw_answer_says_who_wrote_it(client):
    raw = client.completions.with_raw_response.create(model=MODEL, prompt=PROMPT, max_tokens=1)
    assert raw.headers["x-lab-model"] and raw.parse().choices[0].text is not None
    assert math.isfinite(float(raw.headers["openai-processing-ms"]))
