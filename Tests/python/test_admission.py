"""Keys and limits, as the official packages see them, steered from another process."""

import concurrent.futures
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from types import SimpleNamespace

import anthropic
import openai
import pytest

from conftest import ANTHROPIC_KEY, OPENAI_KEY, start_lab, stop_lab

TOKEN = "lab-token-for-the-tests"
QUESTION = [{"role": "user", "content": "What is a rate limit?"}]


def request(url, method="GET", headers=(), body=None):
    """One request without a package between; its status, header and text."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data, dict(headers), method=method)
    try:
        answer = urllib.request.urlopen(asked, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return SimpleNamespace(status=answer.status, headers=answer.headers, json=json.loads(answer.read()))


class Steered:
    """A lab of its own, and the commands that steer it."""

    def __init__(self, binary, url, home):
        self.url, self.binary = url, binary
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "WORKBOOK_LAB": url,
            "WORKBOOK_LAB_TOKEN": TOKEN,
        }

    def run(self, *arguments, status=0):
        done = subprocess.run(
            [self.binary, *arguments], capture_output=True, text=True, env=self.environment, timeout=60
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json"))

    def openai(self, key=OPENAI_KEY, **options):
        options.setdefault("max_retries", 0)
        return openai.OpenAI(api_key=key, base_url=f"{self.url}/v1", **options)

    def anthropic(self, key=ANTHROPIC_KEY, **options):
        options.setdefault("max_retries", 0)
        return anthropic.Anthropic(api_key=key, base_url=self.url, **options)


@pytest.fixture(scope="module")
def module_lab(workbook_binary, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    process, url = start_lab(
        workbook_binary, home, "--openai-key", OPENAI_KEY, "--anthropic-key", ANTHROPIC_KEY, "--token", TOKEN
    )
    yield Steered(workbook_binary, url, home)
    stop_lab(process)


@pytest.fixture
def steered(module_lab):
    yield module_lab
    module_lab.run("limits", "clear")


def chat(client, **options):
    return client.chat.completions.create(**{"model": "gpt-4", "messages": QUESTION, "max_tokens": 2, **options})


def message(client, **options):
    options = {"model": "claude-3-haiku-20240307", "messages": QUESTION, "max_tokens": 2, **options}
    return client.messages.create(**options)


# Keys


def test_key_is_created_restricted_rotated_and_revoked(steered):
    made = steered.json("keys", "create", "--provider", "openai", "--name", "ci")
    secret = made["secret"]
    assert secret not in steered.run("keys") and secret not in steered.run("keys", "--json")
    assert chat(steered.openai(secret)).id

    steered.run("keys", "restrict", "ci", "--read-only")
    assert steered.openai(secret).models.list().data
    with pytest.raises(openai.PermissionDeniedError) as caught:
        chat(steered.openai(secret))
    assert "Missing scopes: model.request." in caught.value.message and caught.value.code == "missing_scope"

    steered.run("keys", "restrict", "ci", "--scope", "model.request")
    assert chat(steered.openai(secret)).id
    with pytest.raises(openai.PermissionDeniedError, match="api.model.read"):
        steered.openai(secret).models.list()

    steered.run("keys", "restrict", "ci", "--all")
    rotated = steered.json("keys", "rotate", "ci", "--overlap", "1h")["secret"]
    assert chat(steered.openai(secret)).id and chat(steered.openai(rotated)).id
    again = steered.json("keys", "rotate", "ci")["secret"]
    with pytest.raises(openai.AuthenticationError):
        chat(steered.openai(rotated))

    steered.run("keys", "revoke", "ci")
    with pytest.raises(openai.AuthenticationError) as caught:
        chat(steered.openai(again))
    assert caught.value.code == "invalid_api_key" and again not in str(caught.value.body)
    assert caught.value.response.headers["x-lab-key"] == "revoked"


def test_anthropic_key_without_permission_is_a_403(steered):
    secret = steered.json("keys", "create", "--provider", "anthropic", "--name", "reader", "--read-only")["secret"]
    with pytest.raises(anthropic.PermissionDeniedError) as caught:
        message(steered.anthropic(secret))
    assert caught.value.body["error"]["type"] == "permission_error"


def test_expired_key_and_the_other_providers_key_are_401(steered):
    made = steered.json("keys", "create", "--provider", "anthropic", "--name", "short", "--expires", "0s")
    with pytest.raises(anthropic.AuthenticationError) as caught:
        message(steered.anthropic(made["secret"]))
    assert caught.value.response.headers["x-lab-key"] == "expired"
    with pytest.raises(openai.AuthenticationError):
        chat(steered.openai(ANTHROPIC_KEY))
    with pytest.raises(anthropic.AuthenticationError):
        message(steered.anthropic(OPENAI_KEY))


@pytest.mark.parametrize(
    "headers, code",
    [
        ({}, None),
        ({"Authorization": OPENAI_KEY}, None),
        ({"Authorization": "Bearer"}, None),
        ({"Authorization": "Bearer  "}, None),
        ({"Authorization": "Bearer sk-wrong"}, "invalid_api_key"),
        ({"Authorization": f"Bearer {OPENAI_KEY}x"}, "invalid_api_key"),
        ({"Authorization": f"Bearer {OPENAI_KEY}", "OpenAI-Organization": "org-other"}, "mismatched_organization"),
        ({"Authorization": f"Bearer {OPENAI_KEY}", "OpenAI-Project": "proj_other"}, "mismatched_project"),
    ],
)
def test_every_failure_of_authentication_has_its_code(steered, headers, code):
    answer = request(f"{steered.url}/v1/models", headers=headers)
    assert answer.status == 401 and answer.json["error"]["code"] == code
    assert answer.json["error"].keys() == {"message", "type", "param", "code"}


def test_exhausted_money_is_each_providers_own_error(steered):
    steered.run("keys", "exhaust", "org-lab")
    steered.run("keys", "exhaust", "00000000-0000-4000-8000-000000000000")
    try:
        with pytest.raises(openai.RateLimitError) as caught:
            chat(steered.openai())
        assert caught.value.code == "insufficient_quota" and caught.value.type == "insufficient_quota"
        assert steered.openai().models.list().data
        with pytest.raises(anthropic.BadRequestError, match="credit balance is too low"):
            message(steered.anthropic())
    finally:
        steered.run("keys", "pay", "lab")
    assert chat(steered.openai()).id and message(steered.anthropic()).id


# Limits


def test_headers_are_on_every_answer(steered):
    raw = steered.openai().chat.completions.with_raw_response.create(model="gpt-4", messages=QUESTION, max_tokens=2)
    for what in ("requests", "tokens"):
        for part in ("limit", "remaining"):
            assert int(raw.headers[f"x-ratelimit-{part}-{what}"]) > 0
        assert raw.headers[f"x-ratelimit-reset-{what}"].endswith("s")
    raw = steered.anthropic().messages.with_raw_response.create(
        model="claude-3-haiku-20240307", messages=QUESTION, max_tokens=2
    )
    for what in ("requests", "tokens", "input-tokens", "output-tokens"):
        for part in ("limit", "remaining"):
            assert int(raw.headers[f"anthropic-ratelimit-{what}-{part}"]) > 0
        assert raw.headers[f"anthropic-ratelimit-{what}-reset"].endswith("Z")
    answer = request(f"{steered.url}/v1/models", headers={"Authorization": f"Bearer {OPENAI_KEY}"})
    assert "x-ratelimit-limit-requests" in answer.headers


def test_limit_of_requests_is_told_in_the_providers_words(steered):
    steered.run("limits", "--rpm", "3")
    client = steered.openai()
    for left in (2, 1, 0):
        raw = client.chat.completions.with_raw_response.create(model="gpt-4", messages=QUESTION, max_tokens=2)
        assert raw.headers["x-ratelimit-limit-requests"] == "3"
        assert int(raw.headers["x-ratelimit-remaining-requests"]) == left
    with pytest.raises(openai.RateLimitError) as caught:
        chat(client)
    assert caught.value.body["message"] == (
        "Rate limit reached for gpt-4 in organization org-lab on requests per min (RPM): Limit 3, Used 3, Requested 1. "
        "Please try again in 20s. Visit https://platform.openai.com/account/rate-limits to learn more."
    )
    assert caught.value.type == "requests" and caught.value.code == "rate_limit_exceeded"
    headers = caught.value.response.headers
    assert headers["retry-after"] == "20" and headers["retry-after-ms"] == "20000"
    # Another model of the group shares the bucket, another group has its own.
    with pytest.raises(openai.RateLimitError):
        chat(client, model="gpt-4-0613")
    assert chat(client, model="gpt-4o").id
    table = steered.run("limits")
    assert "RPM" in table and "gpt-4o" in table and "org-lab" in table
    steered.run("limits", "reset")
    assert chat(client).id


def test_keys_of_one_organisation_share_its_limits(steered):
    second = steered.json("keys", "create", "--provider", "openai", "--name", "second")["secret"]
    other = steered.json("keys", "create", "--provider", "openai", "--name", "o", "--organization", "org-b")["secret"]
    steered.run("limits", "--rpm", "2")
    assert chat(steered.openai()).id and chat(steered.openai(second)).id
    with pytest.raises(openai.RateLimitError):
        chat(steered.openai(second))
    assert chat(steered.openai(other)).id


def test_retry_of_the_packages_gets_through(steered):
    steered.run("limits", "--rpm", "2", "--window", "2s")
    for client, ask in (
        (steered.openai(max_retries=3), chat),
        (steered.anthropic(max_retries=3), message),
    ):
        begin = time.monotonic()
        for _ in range(4):
            assert ask(client).id
        assert time.monotonic() - begin >= 1.9


def test_limit_of_tokens_counts_the_larger_of_max_tokens_and_an_estimate(steered):
    steered.run("limits", "--tpm", "100")
    client = steered.openai()
    with pytest.raises(openai.RateLimitError) as caught:
        chat(client, max_tokens=150)
    assert "Request too large for gpt-4 in organization org-lab on tokens per min (TPM): Limit 100, Requested 150." in (
        caught.value.message
    )
    assert caught.value.type == "tokens" and "retry-after" not in caught.value.response.headers
    raw = client.chat.completions.with_raw_response.create(model="gpt-4", messages=QUESTION, max_tokens=90)
    usage = raw.parse().usage
    # What was reserved comes back once the usage is known; the bucket has refilled a little meanwhile.
    assert int(raw.headers["x-ratelimit-remaining-tokens"]) >= 100 - usage.total_tokens


def test_anthropics_limit_of_input_tokens(steered):
    steered.run("limits", "--itpm", "5")
    with pytest.raises(anthropic.RateLimitError) as caught:
        message(steered.anthropic())
    assert caught.value.body["error"]["type"] == "rate_limit_error"


def test_fifty_requests_at_once_exactly_as_many_as_allowed(steered):
    steered.run("limits", "--rpm", "7", "--window", "10m")
    client = steered.openai()

    def one(_):
        try:
            return chat(client).id and 1
        except openai.RateLimitError:
            return 0

    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(one, range(50))) == 7


def test_place_is_free_when_the_answer_has_ended(steered):
    steered.run("limits", "--concurrent", "1")
    for client, ask in ((steered.openai(), chat), (steered.anthropic(), message)):
        for stream in (False, True, False, True):
            answer = ask(client, stream=stream)
            if stream:
                list(answer)


def test_tier_sets_the_providers_numbers(steered):
    steered.run("limits", "--tier", "1")
    raw = steered.openai().chat.completions.with_raw_response.create(model="gpt-4", messages=QUESTION, max_tokens=2)
    assert raw.headers["x-ratelimit-limit-requests"] == "500"
    assert raw.headers["x-ratelimit-limit-tokens"] == "10000"


def test_limits_off_admit_everything(steered):
    steered.run("limits", "--rpm", "0")
    with pytest.raises(openai.RateLimitError):
        chat(steered.openai())
    steered.run("limits", "off")
    assert chat(steered.openai()).id
    assert "off" in steered.run("limits")


def test_steering_needs_the_token(steered):
    assert request(f"{steered.url}/lab/limits").status == 401
    assert request(f"{steered.url}/lab/keys", headers={"Authorization": "Bearer x"}).status == 401
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for body in ({"rpm": -1}, {"rpm": "3"}, {"rmp": 3}, {"window": 0}, {"tier": "9"}, [], 3):
        assert request(f"{steered.url}/lab/limits", "PUT", headers, body).status == 400, body
