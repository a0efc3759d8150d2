"""`/v1/moderations`, as OpenAI's own package sees it."""

import openai
import pytest

from models import needs_models
from openai_clients import LATER, client_of, refusal, run_async
from test_openai_embeddings import encoder_lab  # noqa: F401

CATEGORIES = {
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic",
}
HARMLESS, THREAT = "How do I bake bread?", "I will hurt you if I find you."


@pytest.fixture
def client(encoder_lab):  # noqa: F811
    with client_of(encoder_lab) as client:
        yield client


def test_without_the_model_it_says_how_to_get_it(lab):
    with client_of(lab) as client:
        error = refusal(lambda: client.moderations.create(input="text"), openai.InternalServerError)
    assert error.status_code == 503 and "models fetch" in error.message


@needs_models
def test_an_answer_is_whole(client):
    answer = client.moderations.create(input=[HARMLESS, THREAT], model="omni-moderation-latest", extra_headers=LATER)
    assert answer.id.startswith("modr-") and answer.model == "omni-moderation-2024-09-26"
    harmless, threat = answer.results
    for result in answer.results:
        for part in (result.categories, result.category_scores, result.category_applied_input_types):
            assert set(part.model_dump(by_alias=True)) == CATEGORIES
        flags, scores = result.categories.model_dump(by_alias=True), result.category_scores.model_dump(by_alias=True)
        assert all(0 <= score <= 1 for score in scores.values())
        assert flags == {name: score > 0.5 for name, score in scores.items()}
        assert result.flagged == any(flags.values())
        assert all(kinds == ["text"] for kinds in result.category_applied_input_types.model_dump().values())
    assert not harmless.flagged
    assert threat.flagged and threat.categories.violence and threat.categories.harassment_threatening


@needs_models
def test_input_may_be_a_string_a_list_or_parts(client):
    [one] = client.moderations.create(input=THREAT).results
    parts = [{"type": "text", "text": THREAT}]
    assert client.moderations.create(input=[THREAT]).results == [one]
    assert client.moderations.create(input=parts).results == [one]
    two = [{"type": "text", "text": HARMLESS}, {"type": "text", "text": THREAT}]
    assert len(client.moderations.create(input=two).results) == 1


@needs_models
def test_without_a_model_the_days_newest_answers(client):
    assert client.moderations.create(input=HARMLESS).model == "text-moderation-007"
    assert client.moderations.create(input=HARMLESS, extra_headers=LATER).model == "omni-moderation-2024-09-26"
    error = refusal(lambda: client.moderations.create(input="a", model="nobody"), openai.NotFoundError)
    assert error.code == "model_not_found"


@needs_models
def test_async_and_raw(encoder_lab, client):  # noqa: F811
    async def work(client):
        return await client.moderations.create(input=THREAT)

    raw = client.moderations.with_raw_response.create(input=THREAT)
    assert raw.parse().results == run_async(encoder_lab, work).results
    assert "stand-in" in raw.headers["x-lab-model"]


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ([], "input"),
        (7, "input"),
        ([7], "input[0]"),
        ([{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}], "input[0]"),
        ([{"type": "sound"}], "input[0].type"),
        ([{"type": "text"}], "input[0].text"),
    ],
)
def test_what_cannot_be_is_refused(lab, given, param):
    with client_of(lab) as client:
        assert refusal(lambda: client.moderations.create(input=given)).param == param
