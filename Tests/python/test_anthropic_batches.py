"""Batches of messages, from their making to their results, with Anthropic's own package."""

import asyncio
import time

import anthropic
import pytest

MODEL = "claude-3-haiku-20240307"
QUESTION = [{"role": "user", "content": "Explain REST in one line."}]
OLD = {"anthropic-version": "2023-06-01"}


@pytest.fixture
def client(lab):
    with anthropic.Anthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
        yield client


def request(custom_id, **parameters):
    return {"custom_id": custom_id, "params": {"model": MODEL, "messages": QUESTION, "max_tokens": 4, **parameters}}


def ended(client, batch, within=60):
    deadline = time.monotonic() + within
    while batch.processing_status != "ended":
        assert time.monotonic() < deadline, "the batch did not end"
        time.sleep(0.05)
        batch = client.messages.batches.retrieve(batch.id)
    return batch


def test_a_batch_from_its_making_to_its_results(lab, client):
    batch = client.messages.batches.create(
        requests=[request("one"), request("two", model="claude-99"), request("three", max_tokens=0), request("four")]
    )
    assert batch.id.startswith("msgbatch_") and batch.type == "message_batch"
    assert batch.request_counts.processing == 4 and batch.results_url is None and batch.ended_at is None
    assert (batch.expires_at - batch.created_at).total_seconds() == 24 * 3600
    batch = ended(client, batch)
    counts = batch.request_counts
    assert (counts.processing, counts.succeeded, counts.errored) == (0, 2, 2)
    assert batch.results_url == f"{lab.url}/v1/messages/batches/{batch.id}/results"
    results = {entry.custom_id: entry.result for entry in client.messages.batches.results(batch.id)}
    assert list(results) == ["one", "two", "three", "four"]
    assert results["one"].type == "succeeded"
    message = results["one"].message
    assert message.content[0].type == "text" and message.usage.service_tier == "batch"
    assert results["two"].type == "errored"
    assert results["two"].error.error.type == "not_found_error"
    assert results["two"].error.request_id.startswith("req_")
    assert results["three"].error.error.type == "invalid_request_error"


def test_the_version_of_the_making_counts_for_each_request(client):
    hot = [request("hot", temperature=1)]
    for headers, kind in [({}, "errored"), (OLD, "succeeded")]:
        batch = ended(client, client.messages.batches.create(requests=hot, extra_headers=headers))
        [entry] = client.messages.batches.results(batch.id)
        assert entry.result.type == kind


def test_a_streamed_request_of_a_batch_is_an_error(client):
    batch = ended(client, client.messages.batches.create(requests=[request("s", stream=True)]))
    [entry] = client.messages.batches.results(batch.id)
    assert entry.result.type == "errored"


def test_a_cancelled_batch_ends_with_the_rest_cancelled(client):
    batch = client.messages.batches.create(requests=[request(f"r{n}", max_tokens=2000) for n in range(300)])
    cancelled = client.messages.batches.cancel(batch.id)
    assert cancelled.processing_status == "canceling" and cancelled.cancel_initiated_at
    batch = ended(client, cancelled)
    counts = batch.request_counts
    assert counts.canceled > 0 and counts.canceled + counts.succeeded == 300
    kinds = [entry.result.type for entry in client.messages.batches.results(batch.id)]
    assert len(kinds) == 300 and kinds[-1] == "canceled"
    with pytest.raises(anthropic.BadRequestError):
        client.messages.batches.cancel(batch.id)


def test_only_what_has_ended_is_deleted(client):
    batch = client.messages.batches.create(requests=[request(f"r{n}", max_tokens=2000) for n in range(50)])
    with pytest.raises(anthropic.BadRequestError):
        client.messages.batches.delete(batch.id)
    with pytest.raises(anthropic.AnthropicError):
        client.messages.batches.results(batch.id)
    client.messages.batches.cancel(batch.id)
    ended(client, batch)
    deleted = client.messages.batches.delete(batch.id)
    assert (deleted.id, deleted.type) == (batch.id, "message_batch_deleted")
    with pytest.raises(anthropic.NotFoundError):
        client.messages.batches.retrieve(batch.id)


def test_batches_are_listed_newest_first_in_pages(client):
    made = [client.messages.batches.create(requests=[request("x", max_tokens=1)]).id for _ in range(3)]
    page = client.messages.batches.list(limit=2)
    assert [batch.id for batch in page.data] == made[:0:-1] and page.has_more
    following = client.messages.batches.list(limit=2, after_id=page.last_id)
    assert following.data[0].id == made[0]
    before = client.messages.batches.list(limit=1, before_id=made[0])
    assert [batch.id for batch in before.data] == [made[1]]
    assert set(made) <= {batch.id for batch in client.messages.batches.list(limit=2)}
    for made_id in made:
        ended(client, client.messages.batches.retrieve(made_id))


@pytest.mark.parametrize(
    "requests,message",
    [
        ([], "requests: List should have at least 1 item"),
        ([request("a"), request("a")], "requests: Found duplicate custom_id"),
        ([request("a b")], "requests.0.custom_id: String should match pattern"),
        ([request("x" * 65)], "requests.0.custom_id: String should match pattern"),
        ([{"custom_id": "a"}], "requests.0.params: Field required"),
    ],
)
def test_what_is_wrong_with_a_batch_is_a_400(client, requests, message):
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.batches.create(requests=requests)
    assert caught.value.body["error"]["message"].startswith(message)


def test_wrong_methods_and_missing_versions(lab):
    import httpx2 as http

    url, key = f"{lab.url}/v1/messages/batches", {"x-api-key": lab.anthropic_key}
    for method, path in [("GET", ""), ("POST", ""), ("GET", "/x"), ("DELETE", "/x"), ("GET", "/x/results")]:
        answer = http.request(method, url + path, headers=key, content=b"{}" if method == "POST" else None)
        assert answer.json()["error"]["message"] == "anthropic-version: header is required"
    answer = http.request("PUT", url, headers={**key, **OLD}, content=b"{}")
    assert answer.status_code == 405 and "POST" in answer.headers["allow"]
    answer = http.post(url, headers={**key, **OLD}, content=b"{")
    assert answer.status_code == 400 and answer.json()["request_id"] == answer.headers["request-id"]


def test_batches_with_the_async_client(lab):
    async def run():
        async with anthropic.AsyncAnthropic(base_url=lab.url, api_key=lab.anthropic_key, max_retries=0) as client:
            batch = await client.messages.batches.create(requests=[request("one")])
            while batch.processing_status != "ended":
                await asyncio.sleep(0.05)
                batch = await client.messages.batches.retrieve(batch.id)
            return [entry async for entry in await client.messages.batches.results(batch.id)]

    [entry] = asyncio.run(asyncio.wait_for(run(), 60))
    assert entry.custom_id == "one" and entry.result.type == "succeeded"
