"""What a hostile or clumsy client sends, byte for byte."""

import json
import os
import random
import socket
import time

import pytest
from conftest import start_lab, stop_lab

PATH = "/v1/chat/completions"
BODY = json.dumps(
    {"model": "gpt-4", "max_tokens": 4, "messages": [{"role": "user", "content": "Explain REST in one line."}]}
).encode()


@pytest.fixture
def wire(lab):
    """Opens a connection; closes all at the end."""
    opened = []

    def connect():
        connection = socket.create_connection(("127.0.0.1", lab.port), timeout=15)
        opened.append(connection)
        return connection

    yield connect
    for connection in opened:
        connection.close()


def head(lab, *lines, method="POST", path=PATH, host="127.0.0.1", key=True):
    fields = [f"{method} {path} HTTP/1.1"]
    if host is not None:
        fields.append(f"Host: {host}")
    if key:
        fields.append(f"Authorization: Bearer {lab.openai_key}")
    return ("\r\n".join([*fields, *lines]) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def read_response(connection, into=b""):
    """Reads one response with a length or chunks; gives status, headers, body, and what follows."""
    data = into
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise EOFError(data)
        data += more
    lines, rest = data.split(b"\r\n\r\n", 1)
    first, *fields = lines.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, value in (field.split(":", 1) for field in fields)}
    if "content-length" in headers:
        length = int(headers["content-length"])
        while len(rest) < length:
            more = connection.recv(65536)
            if not more:
                raise EOFError(rest)
            rest += more
        return int(first.split()[1]), headers, rest[:length], rest[length:]
    while b"0\r\n\r\n" not in rest:
        more = connection.recv(65536)
        if not more:
            break
        rest += more
    body, _, after = rest.partition(b"0\r\n\r\n")
    return int(first.split()[1]), headers, body, after


def read_to_end(connection):
    data = b""
    try:
        while more := connection.recv(65536):
            data += more
    except ConnectionResetError:
        pass
    return data


def assert_refused(connection, status):
    """A refusal has an envelope, says that it closes, and closes."""
    found, headers, body, _ = read_response(connection)
    assert found == status, body
    assert set(json.loads(body)["error"]) == {"message", "type", "param", "code"}
    assert headers["connection"] == "close" and headers["x-request-id"].startswith("req_")
    assert read_to_end(connection) == b""


def assert_alive(lab, wire):
    connection = wire()
    connection.sendall(head(lab, f"Content-Length: {len(BODY)}") + BODY)
    assert read_response(connection)[0] == 200


def test_a_connection_is_kept_and_used_again(lab, wire):
    connection = wire()
    for _ in range(5):
        connection.sendall(head(lab, f"Content-Length: {len(BODY)}") + BODY)
        status, headers, _, after = read_response(connection)
        assert status == 200 and "connection" not in headers and after == b""
    streamed = json.dumps({**json.loads(BODY), "stream": True}).encode()
    connection.sendall(head(lab, f"Content-Length: {len(streamed)}") + streamed)
    assert b"data: [DONE]" in read_response(connection)[2]
    connection.sendall(head(lab, method="GET", path="/v1/models"))
    assert read_response(connection)[0] == 200


@pytest.mark.parametrize("stops_sending", [False, True])
def test_pipelined_requests_are_answered_in_order(lab, wire, stops_sending):
    connection = wire()
    paths = ["/v1/models/gpt-4", "/v1/models/gpt-4o", "/v1/nothing", "/v1/models/gpt-4-turbo"]
    connection.sendall(b"".join(head(lab, method="GET", path=path) for path in paths))
    if stops_sending:
        connection.shutdown(socket.SHUT_WR)
    after, ids = b"", []
    for _ in paths:
        _, _, body, after = read_response(connection, after)
        ids.append(json.loads(body).get("id"))
    assert ids == ["gpt-4", "gpt-4o", None, "gpt-4-turbo"]
    if stops_sending:
        assert read_to_end(connection) == b""


def test_a_request_byte_by_byte_is_a_request(lab, wire):
    connection = wire()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in head(lab, "Transfer-Encoding: chunked") + b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY):
        connection.send(bytes([byte]))
    assert read_response(connection)[0] == 200


def test_connection_close_is_obeyed_in_any_case(lab, wire):
    for word in ("close", "Close", "keep-alive, CLOSE"):
        connection = wire()
        connection.sendall(head(lab, f"Connection: {word}", method="GET", path="/v1/models"))
        status, headers, _, _ = read_response(connection)
        assert status == 200 and headers["connection"] == "close"
        assert read_to_end(connection) == b""


def test_http_1_0_gets_no_chunks(lab, wire):
    streamed = json.dumps({**json.loads(BODY), "stream": True}).encode()
    connection = wire()
    request = head(lab, f"Content-Length: {len(streamed)}").replace(b"HTTP/1.1", b"HTTP/1.0") + streamed
    connection.sendall(request)
    answer = read_to_end(connection)
    assert b"transfer-encoding" not in answer.lower()
    assert answer.endswith(b"data: [DONE]\n\n")


def test_100_continue_is_said_before_the_body(lab, wire):
    connection = wire()
    connection.sendall(head(lab, f"Content-Length: {len(BODY)}", "Expect: 100-continue"))
    assert connection.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(BODY)
    assert read_response(connection)[0] == 200


HEADS = {
    "two lengths": (["Content-Length: 5", "Content-Length: 6"], 400),
    "two equal lengths": (["Content-Length: 5", "Content-Length: 5"], 400),
    "a list of lengths": (["Content-Length: 5, 5"], 400),
    "a negative length": (["Content-Length: -1"], 400),
    "a signed length": (["Content-Length: +5"], 400),
    "a hexadecimal length": (["Content-Length: 0x5"], 400),
    "an enormous length": (["Content-Length: 99999999999999999999999"], 400),
    "length and chunks": (["Content-Length: 5", "Transfer-Encoding: chunked"], 400),
    "chunks and length": (["Transfer-Encoding: chunked", "Content-Length: 5"], 400),
    "an unknown coding": (["Transfer-Encoding: gzip"], 400),
    "a coding after chunked": (["Transfer-Encoding: chunked, identity"], 400),
    "chunked twice": (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 400),
    "a disguised coding": (["Transfer-Encoding: xchunked"], 400),
    "a blank before the colon": (["Transfer-Encoding : chunked"], 400),
    "a folded line": (["X-Folded: one", " two"], 400),
    "no colon": (["nonsense"], 400),
    "an empty name": ([": x"], 400),
    "a NUL in a value": (["X-Nul: a\0b"], 400),
    "two hosts": (["Host: 127.0.0.1"], 400),
    "too large a body": (["Content-Length: 5000000"], 413),
    "too large a line": (["X-Long: " + "a" * 70_000], 431),
    "too many lines": ([f"X-{number}: a" for number in range(200)], 431),
    "an unknown expectation": (["Expect: miracles"], 417),
    "a foreign origin": (["Origin: https://example.com"], 403),
    "an opaque origin": (["Origin: null"], 403),
    "an origin like ours": (["Origin: http://127.0.0.1.example.com"], 403),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_bad_head_is_refused(lab, wire, name):
    lines, status = HEADS[name]
    connection = wire()
    connection.sendall(head(lab, *lines))
    assert_refused(connection, status)
    assert_alive(lab, wire)


@pytest.mark.parametrize(
    "host,status",
    [
        (None, 400), ("example.com", 421), ("127.0.0.1.example.com", 421), ("localhost.example.com:80", 421),
        ("127.0.0.1@example.com", 421), ("", 421), ("[::1].x", 421), ("10.0.0.1", 421),
        ("127.0.0.1", 200), ("localhost", 200), ("LOCALHOST:4711", 200), ("[::1]:80", 200),
    ],
)
def test_only_this_machines_names_are_hosts(lab, wire, host, status):
    connection = wire()
    connection.sendall(head(lab, method="GET", path="/v1/models", host=host))
    if status == 200:
        assert read_response(connection)[0] == 200
    else:
        assert_refused(connection, status)


def test_a_loopback_origin_is_served(lab, wire):
    for origin in ("http://127.0.0.1:3000", "http://localhost"):
        connection = wire()
        connection.sendall(head(lab, f"Origin: {origin}", method="GET", path="/v1/models"))
        assert read_response(connection)[0] == 200


@pytest.mark.parametrize(
    "target,status",
    [
        ("http://127.0.0.1/v1/models", 200), ("http://example.com/v1/models", 421), ("*", 400),
        ("/v1/models?limit=%00%ff", 200), ("/v1/models/%2e%2e/%00", 404), ("//v1/models", 404), ("/" + "a" * 70_000, 431),
    ],
    ids=lambda value: str(value)[:30],
)
def test_odd_targets(lab, wire, target, status):
    connection = wire()
    connection.sendall(head(lab, method="GET", path=target))
    assert read_response(connection)[0] == status


CHUNKS = {
    "no number": b"zz\r\nhello\r\n0\r\n\r\n",
    "a negative number": b"-5\r\nhello\r\n0\r\n\r\n",
    "too large a number": b"fffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    "more data than said": b"3\r\nhello\r\n0\r\n\r\n",
    "a prefixed number": b"0x5\r\nhello\r\n0\r\n\r\n",
    "an empty size": b"\r\nhello\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("name", CHUNKS)
def test_bad_chunks_are_refused(lab, wire, name):
    connection = wire()
    connection.sendall(head(lab, "Transfer-Encoding: chunked") + CHUNKS[name])
    assert_refused(connection, 400)
    assert_alive(lab, wire)


def test_chunks_without_end_are_cut_off(lab, wire):
    connection = wire()
    connection.sendall(head(lab, "Transfer-Encoding: chunked"))
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    try:
        for _ in range(200):
            connection.sendall(chunk)
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert read_to_end(connection).startswith(b"HTTP/1.1 413 ")
    assert_alive(lab, wire)


def test_a_smuggled_request_is_not_served(lab, wire):
    connection = wire()
    inner = head(lab, method="GET", path="/v1/models")
    connection.sendall(head(lab, "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n" + inner)
    answer = read_to_end(connection)
    assert answer.count(b"HTTP/1.1 ") == 1 and answer.startswith(b"HTTP/1.1 400 ") and b"gpt-4" not in answer


@pytest.mark.parametrize(
    "rubbish",
    [b"\r\n\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET\r\n\r\n",
     b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 4096, b"G" * 100_000, os.urandom(2000)],
    ids=["blank lines", "TLS", "HTTP/2", "a word", "a version", "zeros", "no blank", "noise"],
)  # fmt: skip
def test_what_is_not_http_is_no_trouble(lab, wire, rubbish):
    connection = wire()
    connection.sendall(rubbish)
    connection.shutdown(socket.SHUT_WR)
    answer = read_to_end(connection)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4") or answer.startswith(b"HTTP/1.1 505")
    assert_alive(lab, wire)


BODIES = {
    "nothing": b"",
    "no JSON": b"hello",
    "half of JSON": BODY[:-5],
    "more than JSON": BODY + b"}",
    "nesting of 10,000": b"[" * 10_000,
    "nesting of 10,000 within messages": b'{"model":"gpt-4","messages":' + b'{"a":' * 10_000,
    "invalid UTF-8": b'{"model": "\xff\xfe"}',
    "a lone continuation": BODY.replace(b"REST", b"\x80"),
    "an overlong form": BODY.replace(b"REST", b"\xc0\xaf"),
    "a surrogate in UTF-8": BODY.replace(b"REST", b"\xed\xa0\x80"),
    "a NUL": b"\0",
    "an array": b"[]",
    "a number": b"1e999999",
    "a raw line end in a string": BODY.replace(b"REST", b"\n"),
    "a byte order mark": b"\xef\xbb\xbf" + BODY,
    "NaN": b'{"model":"gpt-4","temperature":NaN,"messages":[]}',
    "an infinite temperature": b'{"model":"gpt-4","temperature":1e400,"messages":[{"role":"user","content":"x"}]}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_a_400_and_the_connection_stays(lab, wire, name):
    connection = wire()
    body = BODIES[name]
    connection.sendall(head(lab, f"Content-Length: {len(body)}") + body)
    status, _, answer, _ = read_response(connection)
    assert status == 400
    assert json.loads(answer)["error"]["type"] == "invalid_request_error"
    connection.sendall(head(lab, f"Content-Length: {len(BODY)}") + BODY)
    assert read_response(connection)[0] == 200


@pytest.mark.parametrize("text", ["\ud800", "a\u0000b", "\U0001f468\u200d\U0001f469", "\u202e", "é" * 1000, "  "])
def test_odd_text_is_text(lab, wire, text):
    body = json.dumps({**json.loads(BODY), "messages": [{"role": "user", "content": text}]}).encode()
    connection = wire()
    connection.sendall(head(lab, f"Content-Length: {len(body)}") + body)
    assert read_response(connection)[0] == 200


def test_anthropic_clients_get_their_own_envelope(lab, wire):
    connection = wire()
    lines = ["anthropic-version: 2023-06-01", f"x-api-key: {lab.anthropic_key}", "Content-Length: 5000000"]
    connection.sendall(head(lab, *lines, path="/v1/messages", key=False))
    status, headers, body, _ = read_response(connection)
    error = json.loads(body)
    assert status == 413 and error["error"]["type"] == "request_too_large"
    assert error["request_id"] == headers["request-id"]


def test_methods_and_paths_are_checked_in_the_envelope(lab, wire):
    for method, path, status in [("GET", PATH, 405), ("DELETE", "/v1/models", 405), ("POST", "/v1/x", 404), ("GET", "/", 404)]:
        connection = wire()
        connection.sendall(head(lab, method=method, path=path))
        found, headers, body, _ = read_response(connection)
        assert found == status and json.loads(body)["error"]["message"]
        if status == 405:
            assert headers["allow"]


def test_noise_never_ends_the_lab(lab, wire):
    source = random.Random(4)
    whole = head(lab, f"Content-Length: {len(BODY)}") + BODY
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(source.randint(1, 8)):
            position = source.randrange(len(data))
            change = source.random()
            if change < 0.4:
                data[position] = source.randrange(256)
            elif change < 0.7:
                del data[position : position + source.randint(1, 40)]
            else:
                data[position:position] = source.choice([b"\r\n", b"\0", b"\xff", b"0\r\n\r\n", b": ", b"[" * 50])
            if not data:
                data = bytearray(b"\n")
        connection = wire()
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        read_to_end(connection)
        connection.close()
    assert_alive(lab, wire)


def test_a_client_that_leaves_costs_no_more_than_a_token(lab, wire):
    """Many long streams, each left at once: were they written to their ends, the last request would wait for them."""
    long = json.dumps({**json.loads(BODY), "max_tokens": 4096, "n": 8, "temperature": 2, "stream": True}).encode()
    long = long.replace(b"gpt-4", b"gpt-4o")
    for _ in range(50):
        connection = wire()
        connection.sendall(head(lab, f"Content-Length: {len(long)}") + long)
        assert connection.recv(20).startswith(b"HTTP/1.1 200")
        connection.close()
    begin = time.monotonic()
    assert_alive(lab, wire)
    assert time.monotonic() - begin < 5


def test_a_client_that_does_not_read_holds_up_nobody(lab, wire):
    long = json.dumps({**json.loads(BODY), "max_tokens": 4096, "n": 8, "temperature": 2, "stream": True}).encode()
    long = long.replace(b"gpt-4", b"gpt-4o")
    for _ in range(8):
        wire().sendall(head(lab, f"Content-Length: {len(long)}") + long)
    assert_alive(lab, wire)


@pytest.mark.slow
@pytest.mark.parametrize("begun", [b"", b"POST ", b"POST / HTTP/1.1\r\nHost: localhost\r\nX-"], ids=["nothing", "a word", "half a head"])
def test_slow_heads_are_not_waited_for(lab, wire, begun):
    connection = wire()
    connection.settimeout(90)
    begin = time.monotonic()
    if begun:
        connection.sendall(begun)
    answer = read_to_end(connection)
    if begun:
        assert answer.startswith(b"HTTP/1.1 408 ") and time.monotonic() - begin < 20
    else:
        assert answer == b""


@pytest.mark.slow
def test_slow_bodies_are_not_waited_for(lab, wire):
    connection = wire()
    connection.settimeout(30)
    connection.sendall(head(lab, f"Content-Length: {len(BODY)}") + BODY[:10])
    begin = time.monotonic()
    deadline = begin + 30
    answer = b""
    connection.setblocking(False)
    while time.monotonic() < deadline and not answer:
        try:
            connection.send(b" ")
        except OSError:
            pass
        time.sleep(0.5)
        try:
            answer = connection.recv(65536)
        except BlockingIOError:
            pass
    assert answer.startswith(b"HTTP/1.1 408 ") and time.monotonic() - begin < 20


def test_connections_beyond_the_limit_are_told_so(workbook_binary, tmp_path):
    process, url = start_lab(workbook_binary, tmp_path)
    port = int(url.rsplit(":", 1)[1])
    connections = []
    try:
        refused = b""
        while len(connections) < 2000 and not refused:
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            connections.append(connection)
            connection.settimeout(0.001 if len(connections) < 250 else 0.05)
            try:
                refused = connection.recv(65536)
            except TimeoutError:
                pass
        assert refused.startswith(b"HTTP/1.1 503 ") and b"connections open" in refused
        for connection in connections:
            connection.close()
        connections.clear()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as again:
                again.sendall(b"GET /v1/x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if again.recv(65536).startswith(b"HTTP/1.1 404 "):
                    break
        else:
            pytest.fail("the lab did not recover")
    finally:
        for connection in connections:
            connection.close()
        stop_lab(process)


def test_a_taken_port_is_named(lab, workbook_binary, tmp_path):
    import subprocess

    done = subprocess.run(
        [workbook_binary, "serve", "--port", str(lab.port)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=20, env={**os.environ, "HOME": str(tmp_path)},
    )
    assert done.returncode != 0
    assert str(lab.port) in done.stderr + done.stdout


def test_the_lab_listens_on_loopback_only(lab):
    """By the kernel's own table, where there is one."""
    table = "/proc/net/tcp"
    if not os.path.exists(table):
        pytest.skip("no such table here")
    with open(table) as file:
        rows = [line.split() for line in file.readlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == lab.port]
    assert listening == [f"0100007F:{lab.port:04X}"]
