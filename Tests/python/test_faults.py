"""What the official packages make of each fault, and what the journal and the verdict say of them.

The table of docs/lab.md is asserted here: what an SDK shows for a fault is part of what the lab teaches.
"""

import asyncio
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import anthropic
import openai
import pytest
from conftest import ANTHROPIC_KEY, OPENAI_KEY, ROOT, Lab, start_lab, stop_lab

TOKEN = "lab-token-of-the-tests"
MESSAGES = [{"role": "user", "content": "Explain REST in one line."}]


@pytest.fixture(scope="module")
def lab(workbook_binary, tmp_path_factory):
    process, url = start_lab(
        workbook_binary, tmp_path_factory.mktemp("home"),
        "--openai-key", OPENAI_KEY, "--anthropic-key", ANTHROPIC_KEY, "--token", TOKEN,
    )  # fmt: skip
    yield Lab(url, OPENAI_KEY, ANTHROPIC_KEY, process)
    assert process.poll() is None, "the lab did not live through the tests"
    stop_lab(process)


def steer(lab, method, path, body=None, status=None):
    request = urllib.request.Request(
        lab.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {TOKEN}"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request) as answer:
            assert status in (None, answer.status)
            return json.load(answer)
    except urllib.error.HTTPError as error:
        assert error.code == status, error.read()
        return json.load(error)


@pytest.fixture
def armed(lab):
    """Arms faults; takes all off at the end."""
    yield lambda line: steer(lab, "POST", "/lab/faults", {"fault": line}, 201)
    steer(lab, "DELETE", "/lab/faults")


def newest(lab):
    exchanges = steer(lab, "GET", "/lab/journal")["exchanges"]
    return exchanges[-1]["number"] if exchanges else 0


def openai_client(lab, **options):
    return openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, **{"max_retries": 0, "timeout": 3, **options})


def anthropic_client(lab, **options):
    return anthropic.Anthropic(
        base_url=lab.url, api_key=lab.anthropic_key, **{"max_retries": 0, "timeout": 3, **options}
    )


def outcome(body):
    """The name of what was raised, or what came."""
    try:
        return body()
    except Exception as error:
        status = getattr(error, "status_code", None)
        return type(error).__name__ + (f" {status}" if status else "")


def openai_whole(lab, fault):
    def run():
        with openai_client(lab) as client:
            answer = client.chat.completions.create(
                model="gpt-4", messages=MESSAGES, max_tokens=12, seed=1, extra_headers={"x-lab-fault": fault})
        if isinstance(answer, str):
            return "a string"
        if not answer.choices:
            return "no choice"
        return answer.choices[0].finish_reason if answer.usage else "no usage"

    return outcome(run)


def openai_stream(lab, fault):
    def run():
        reason, texts, usage = None, 0, False
        with openai_client(lab) as client:
            stream = client.chat.completions.create(
                model="gpt-4", messages=MESSAGES, max_tokens=12, seed=1, stream=True,
                stream_options={"include_usage": True}, extra_headers={"x-lab-fault": fault})
            if isinstance(stream, str):
                return "a string"
            for chunk in stream:
                usage = usage or chunk.usage is not None
                for choice in chunk.choices:
                    reason = choice.finish_reason or reason
                    texts += bool(choice.delta.content)
        if reason is None:
            return "a short text, no error"
        return reason if usage else "no usage"

    return outcome(run)


def anthropic_whole(lab, fault):
    def run():
        with anthropic_client(lab) as client:
            answer = client.messages.create(
                model="claude-3-haiku-20240307", messages=MESSAGES, max_tokens=12, extra_headers={"x-lab-fault": fault})
        if isinstance(answer, str):
            return "a string"
        if not answer.content and answer.stop_reason != "refusal":
            return "no content"
        return answer.stop_reason if answer.usage else "no usage"

    return outcome(run)


def anthropic_stream(lab, fault):
    def run():
        reason, ended, usage = None, False, False
        with anthropic_client(lab) as client:
            stream = client.messages.create(
                model="claude-3-haiku-20240307", messages=MESSAGES, max_tokens=12, stream=True,
                extra_headers={"x-lab-fault": fault})
            if isinstance(stream, str):
                return "a string"
            for event in stream:
                ended = ended or event.type == "message_stop"
                if event.type == "message_delta":
                    reason = event.delta.stop_reason
                    usage = usage or getattr(event, "usage", None) is not None
        if not ended:
            return "a short text, no error"
        return reason if usage else "no usage"

    return outcome(run)


WAYS = {
    "OpenAI": openai_whole,
    "OpenAI, stream": openai_stream,
    "Anthropic": anthropic_whole,
    "Anthropic, stream": anthropic_stream,
}


def documented():
    """The rows of the table: fault, then a cell for each way."""
    text = (ROOT / "docs/lab.md").read_text()
    table = text.split("<!-- what the SDKs show -->")[1].split("\n\n")[1]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


@pytest.mark.parametrize("row", documented(), ids=lambda row: row[0])
def test_the_packages_show_a_fault_as_documented(lab, row):
    fault, *cells = row
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda way: way(lab, fault), WAYS.values()))
    fine = {"stop", "length", "end_turn", "max_tokens"}
    assert ["fine" if cell in fine else cell for cell in found] == cells


def test_every_fault_is_in_the_table(lab):
    kinds = {kind["name"] for kind in steer(lab, "GET", "/lab/faults")["kinds"]}
    assert {row[0].split()[0] for row in documented()} == kinds


@pytest.mark.parametrize("status", [429, 500, 503, 529, 408, 409])
@pytest.mark.parametrize("stream", [False, True])
def test_the_packages_own_retry_gets_through(lab, armed, status, stream):
    before = newest(lab)
    armed(f"{status} times=2 retry-after=50ms")
    with openai_client(lab, max_retries=2) as client:
        answer = client.chat.completions.create(model="gpt-4", messages=MESSAGES, max_tokens=4, stream=stream)
        assert list(answer) if stream else answer.choices
    armed(f"{status} times=1 retry-after=50ms")
    with anthropic_client(lab, max_retries=2) as client:
        answer = client.messages.create(
            model="claude-3-haiku-20240307", messages=MESSAGES, max_tokens=4, stream=stream)
        assert list(answer) if stream else answer.content
    statuses = [entry["status"] for entry in steer(lab, "GET", f"/lab/journal?since={before}")["exchanges"]]
    assert statuses == [status, status, 200, status, 200]


def test_async_clients_retry_too(lab, armed):
    async def main():
        armed("429 times=1 retry-after=50ms")
        async with openai.AsyncOpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key) as client:
            assert (await client.chat.completions.create(model="gpt-4", messages=MESSAGES, max_tokens=4)).choices
        armed("500 times=1")
        async with anthropic.AsyncAnthropic(base_url=lab.url, api_key=lab.anthropic_key) as client:
            answer = await client.messages.create(
                model="claude-3-haiku-20240307", messages=MESSAGES, max_tokens=4)
            assert answer.content

    asyncio.run(main())


def test_official_packages_get_a_clean_verdict(lab, armed):
    before = newest(lab)
    with openai_client(lab, max_retries=2) as client, anthropic_client(lab, max_retries=2) as other:
        for line in ["429 times=1 retry-after=100ms", "500 times=2", "529 times=1"]:
            armed(line)
            client.chat.completions.create(model="gpt-4", messages=MESSAGES, max_tokens=4)
            armed(line)
            other.messages.create(model="claude-3-haiku-20240307", messages=MESSAGES, max_tokens=4)
    verdict = steer(lab, "GET", f"/lab/verdict?since={before}")
    assert verdict["clean"], verdict
    assert verdict["calls"] == 6 and verdict["requests"] == 14
    assert {"honoured-retry-after", "backed-off", "recovered"} <= {finding["name"] for finding in verdict["findings"]}


def test_retrying_a_used_up_quota_is_true_of_the_package(lab, armed):
    before = newest(lab)
    armed("insufficient-quota always")
    with openai_client(lab, max_retries=2) as client, pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="gpt-4", messages=MESSAGES)
    verdict = steer(lab, "GET", f"/lab/verdict?since={before}")
    assert [f["name"] for f in verdict["findings"] if f["severity"] == "problem"] == ["retried-hopeless"]


def test_a_bad_client_is_told_so(lab, armed):
    before = newest(lab)
    armed("429 times=12 retry-after=2s")
    body = json.dumps({"model": "gpt-4", "max_tokens": 2, "messages": MESSAGES}).encode()
    for _ in range(13):
        request = urllib.request.Request(
            f"{lab.url}/v1/chat/completions?api_key={lab.openai_key}", data=body,
            headers={"Authorization": f"Bearer {lab.openai_key}", "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as error:
            assert error.code == 429
    verdict = steer(lab, "GET", f"/lab/verdict?since={before}")
    problems = {f["name"] for f in verdict["findings"] if f["severity"] == "problem"}
    assert problems == {"ignored-retry-after", "retry-storm", "too-many-attempts", "leaked-key"}
    assert lab.openai_key not in json.dumps(steer(lab, "GET", f"/lab/journal?since={before}"))


def test_the_journal_holds_what_a_socket_sent_and_got(lab):
    before = newest(lab)
    body = json.dumps({"model": "gpt-4", "max_tokens": 3, "messages": MESSAGES}).encode()
    one = (
        b"POST /v1/chat/completions HTTP/1.1\r\nhOsT: localhost\r\nX-Odd:   two  blanks \r\nContent-Length: %d\r\n"
        b"authorization: Bearer %s\r\n\r\n%s" % (len(body), lab.openai_key.encode(), body)
    )
    two = b"GET /v1/models/gpt-4 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    three = b"\x16\x03\x01 this is no HTTP\r\n\r\n"
    with socket.create_connection(("127.0.0.1", lab.port)) as connection:
        # Two requests in one write, cut at an odd place.
        connection.sendall((one + two)[:100])
        connection.sendall((one + two)[100:])
        got = b""
        while more := connection.recv(65536):
            got += more
    with socket.create_connection(("127.0.0.1", lab.port)) as connection:
        connection.sendall(three)
        while connection.recv(65536):
            pass
    numbers = [entry["number"] for entry in steer(lab, "GET", f"/lab/journal?since={before}")["exchanges"]]
    found = [steer(lab, "GET", f"/lab/journal/{number}")["exchange"] for number in numbers]

    def joined(pieces):
        import base64

        return b"".join(p["text"].encode() if "text" in p else base64.b64decode(p["base64"]) for p in pieces)

    key = lab.openai_key.encode()
    hidden = re.compile(re.escape(key[:7]) + rb"[^\s]{%d}" % (len(key) - 7))
    sent = [joined(exchange["sent"]) for exchange in found]
    assert len(sent) == 3 and key not in b"".join(sent)
    assert hidden.sub(key, sent[0]) == one and sent[1:] == [two, three]
    assert b"".join(joined(exchange["received"]) for exchange in found[:2]) == got
    assert found[2]["ending"] in ("failed", "complete")


def test_live_streams_can_be_watched(lab):
    request = urllib.request.Request(f"{lab.url}/lab/journal/events", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=10) as watch, openai_client(lab, timeout=20) as client:
        assert watch.readline().startswith(b":")
        stream = client.chat.completions.create(
            model="gpt-4", messages=MESSAGES, max_tokens=6, temperature=0, stream=True,
            extra_headers={"x-lab-pace": "interval=60ms"})
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
        events, seen = [], ""
        while not events or events[-1] != "end":
            line = watch.readline().decode()
            if line.startswith("event: "):
                events.append(line.split()[1])
            elif line.startswith("data: ") and events[-1] == "text":
                seen += json.loads(line[6:])["text"]
    assert events[:2] == ["request", "answer"] and events.count("text") >= 3
    assert seen == text


def test_latency_responds_to_load(lab):
    steer(lab, "PUT", "/lab/pace", {"latency-per-active": "500ms"})
    together = threading.Barrier(16)

    def ask(barrier):
        if barrier:
            barrier.wait(20)
        began = time.monotonic()
        client.chat.completions.create(model="gpt-4", messages=MESSAGES, max_tokens=1)
        return time.monotonic() - began

    try:
        with ThreadPoolExecutor(16) as pool, openai_client(lab, timeout=60) as client:
            assert max(pool.map(ask, [together] * 16)) >= 0.45
            # With no other answer under way there is nothing to wait for.
            assert ask(None) < 0.45
    finally:
        steer(lab, "DELETE", "/lab/pace")


def test_steering_needs_the_token(lab):
    for path in ("/lab/faults", "/lab/journal", "/lab/verdict", "/lab/pace"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(lab.url + path)
        assert caught.value.code == 401
