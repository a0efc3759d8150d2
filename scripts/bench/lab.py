"""The lab beside its peers: requests a second and the time to a first byte beside the servers that have no model, tokens a
second beside llama.cpp's server on the same file, and two hundred streams at once.

All are asked in the same way, over plain sockets on loopback, and start anew for each measurement; the runs take turns. For the
comparison with the mocks alone the lab answers from a canned text, too (`serve --canned-text`). `BENCH_PARTS=mocks,tokens,crowd`
chooses among the three.
"""

import contextlib
import json
import os
import pathlib
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[2]
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
PARTS = os.environ.get("BENCH_PARTS", "mocks,tokens,crowd").split(",")
binary = os.environ.get("WORKBOOK_BIN", str(root / ".build/release/workbook"))
venv = os.environ.get("WORKBOOK_VENV", str(root / ".venv"))
KEY = "sk-bench"
PATH = "/v1/chat/completions"
CANNED = "Hello, class: this is a canned answer of a few words, made to be measured."
QUESTION = {"model": "gpt-4", "messages": [{"role": "user", "content": "Say hello to the class in one sentence."}]}
TOKENS = 128
TOPICS = (
    "a lighthouse, a clockmaker, a river in flood, two sisters, a lost dog, the first snow, a night train, an old map, "
    "a garden wall, a violin, a desert well, a storm at sea, a market day, a stone bridge, a comet, a school play"
).split(", ")


# MARK: Servers


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(command):
    """A server's process, once it listens on the port that stands for `PORT` in its command."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [str(part).replace("PORT", str(port)) for part in command], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                if process.poll() is not None:
                    sys.exit(f"{command[0]} ended with status {process.returncode}")
                time.sleep(0.05)
            else:
                sys.exit(f"{command[0]} does not listen")
            yield port, process.pid
        finally:
            process.kill()
            process.wait()


def lab(*options):
    return [binary, "serve", "--port", "PORT", "--openai-key", KEY, *options]


def llama(streams):
    return [f"{venv}/bin/python", __file__, "--llama", "PORT", str(streams)]


FAKELLM_RULES = json.dumps(
    {"version": 1, "rules": [{"name": "canned", "when": {"messages_contain": "hello"}, "respond": {"content": CANNED}}]}
)
MOCKS = {
    "llm-mock-api": [f"{venv}/bin/llm-mock-api", "start", "-H", "127.0.0.1", "-p", "PORT", "-f", CANNED, "-l", "0",
                     "--log-level", "none"],
    "fakellm": ["sh", "-c", f"echo '{FAKELLM_RULES}' > fakellm.yaml; exec {venv}/bin/fakellm serve --port PORT"],
    "llmock": [f"{venv}/bin/llmock", "serve", "--port", "PORT", "--log-level", "critical", "--latency-ms", "0"],
}  # fmt: skip


def serve_llama(port, streams):
    import xllamacpp

    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    folder = os.environ.get("WORKBOOK_MODELS") or f"{data}/workbook/models"
    params = xllamacpp.CommonParams()
    params.model.path = f"{folder}/smollm2-135m-instruct/model.gguf"
    params.port, params.n_parallel, params.n_ctx, params.n_gpu_layers = port, streams, 512 * streams, 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    kept = xllamacpp.Server(params)
    while kept:
        time.sleep(60)


# MARK: The client


def request(body, close=True):
    body = json.dumps(body).encode()
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"
    return (head + f"Content-Length: {len(body)}\r\n{'Connection: close' if close else 'X: 1'}\r\n\r\n").encode() + body


def streams(port, bodies):
    """All requests at once, read by one thread that looks into nothing until the end.

    Of each: seconds to its first byte, to its first text, to its end, and what it received."""
    selector, begin = selectors.DefaultSelector(), time.perf_counter()
    answers = []
    for body in bodies:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer = {"data": bytearray(), "byte": None, "text": None, "begin": time.perf_counter()}
        connection.sendall(request(body))
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, answer)
        answers.append(answer)
    while selector.get_map():
        for key, _ in selector.select(timeout=120):
            answer = key.data
            try:
                data = key.fileobj.recv(65536)
            except ConnectionResetError:
                data = b""
            now = time.perf_counter() - answer["begin"]
            if data:
                answer["data"] += data
                answer["byte"] = answer["byte"] or now
                if not answer["text"] and re.search(rb'"content": ?"[^"]', answer["data"]):
                    answer["text"] = now
            else:
                answer["end"] = now
                selector.unregister(key.fileobj)
                key.fileobj.close()
    return answers, time.perf_counter() - begin


def completion_tokens(answer):
    found = re.findall(rb'"completion_tokens": ?(\d+)', answer["data"])
    if not answer["data"].startswith(b"HTTP/1.1 200") or b"[DONE]" not in answer["data"] or not found:
        sys.exit(f"a stream failed: {bytes(answer['data'][-400:])}")
    return int(found[-1])


def story(topic, most):
    text = f"Write a long story about {topic}. Describe the place, the people and the weather in great detail."
    return {
        "model": "gpt-4", "messages": [{"role": "system", "content": "You tell stories."}, {"role": "user", "content": text}],
        "temperature": 0, "max_tokens": most, "stream": True, "stream_options": {"include_usage": True},
    }  # fmt: skip


# MARK: (a) Beside the mocks


def requests_per_second(port):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(
            'wrk.method = "POST"\n'
            'wrk.headers["Content-Type"] = "application/json"\n'
            f'wrk.headers["Authorization"] = "Bearer {KEY}"\n'
            f"wrk.body = [[{json.dumps(QUESTION)}]]\n"
        )
        script.flush()
        command = ["wrk", "-t1", "-c16", f"-d{SECONDS}", "-s", script.name, f"http://127.0.0.1:{port}{PATH}"]
        output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"requests failed:\n{output}")
    return float(re.search(r"Requests/sec: +([\d.]+)", output)[1])


def first_byte(port):
    """The median of seconds from a request for a stream to the first byte of its answer, one after the other."""
    times = []
    for _ in range(200):
        answers, _ = streams(port, [QUESTION | {"stream": True}])
        if not answers[0]["data"].startswith(b"HTTP/1.1 200"):
            sys.exit(f"a stream failed: {bytes(answers[0]['data'][:400])}")
        times.append(answers[0]["text"] or answers[0]["byte"])
    return statistics.median(times)


def beside_mocks():
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: scripts/setup bench installs it")
    commands = {"workbook": lab("--canned-text", CANNED)} | MOCKS
    rates, bytes_ = {name: [] for name in commands}, {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            with server(command) as (port, _pid):
                first_byte(port)  # warms up
                rates[name].append(requests_per_second(port))
                bytes_[name].append(first_byte(port))
    fastest = max(statistics.median(rates[name]) for name in MOCKS)
    print(f"{'canned text, 16 connections':<28}{'requests/s':>12}{'first text, streamed':>24}   (medians of {RUNS} in turns)")
    for name in commands:
        print(f"{name:<28}{statistics.median(rates[name]):>12,.0f}{statistics.median(bytes_[name]) * 1e6:>21,.0f} µs")
    print(f"{'ours beside the fastest':<28}{statistics.median(rates['workbook']) / fastest:>11.2f}x")


# MARK: (b) Beside llama.cpp


def tokens_per_second(command, count):
    with server(command) as (port, _pid):
        for _ in range(600):  # the port may listen before the model is there
            answers, _ = streams(port, [story("a test", 4)])
            if answers[0]["data"].startswith(b"HTTP/1.1 200"):
                break
            time.sleep(0.1)
        answers, seconds = streams(port, [story(topic, TOKENS) for topic in TOPICS[:count]])
    written = [completion_tokens(answer) for answer in answers]
    if set(written) != {TOKENS}:
        sys.exit(f"{command[0]} wrote {written} tokens, not {TOKENS} each")
    return sum(written) / seconds


def beside_llama():
    print(f"{'streams, tokens/s in all':<28}{'ours':>12}{'llama.cpp':>12}{'ratio':>9}   (medians of {RUNS} in turns)")
    for count in (1, 4, 16):
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(tokens_per_second(lab(), count))
            theirs.append(tokens_per_second(llama(count), count))
        a, b = statistics.median(ours), statistics.median(theirs)
        print(f"{f'{count} × {TOKENS} tokens':<28}{a:>12,.0f}{b:>12,.0f}{a / b:>8.2f}x")


# MARK: (c) Two hundred streams


def memory(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def crowd(count=200, most=64):
    with server(lab()) as (port, pid):
        streams(port, [story("a test", 4)])
        answers, seconds = streams(port, [story(TOPICS[place % 16] + f" and {place} bees", most) for place in range(count)])
        written = sum(completion_tokens(answer) for answer in answers)
        print(
            f"{count} streams at once: no error, {written:,} tokens in {seconds:.1f} s, first token after "
            f"{statistics.median(a['text'] for a in answers):.2f} s (median), {max(a['text'] for a in answers):.2f} s "
            f"(the last), {memory(pid):.0f} MiB at the highest"
        )


if sys.argv[1:2] == ["--llama"]:
    serve_llama(int(sys.argv[2]), int(sys.argv[3]))
else:
    if "mocks" in PARTS:
        beside_mocks()
    if "tokens" in PARTS:
        beside_llama()
    if "crowd" in PARTS:
        crowd()
