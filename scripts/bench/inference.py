"""SmolLM2 beside llama.cpp on the same file: prefill, decode, memory, and the way from nothing to a first token.

Each run starts both programs anew, in turns, so that a machine that slows down slows both. llama.cpp is the wheel
`xllamacpp`, which reports its own times; its start counts from the moment that loading begins, ours from exec.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parents[2]
RUNS = int(os.environ.get("BENCH_RUNS", "7"))
binary = os.environ.get("WORKBOOK_BIN", str(root / ".build/release/workbook"))
venv = os.environ.get("WORKBOOK_VENV", str(root / ".venv"))

SENTENCE = "The old lighthouse keeper walked down to the harbour every morning to watch the fishing boats come in. "
LONG = SENTENCE * 25
SHORT = (SENTENCE * 2).strip()
STORY = "Once upon a time, in a village by the sea, there lived"
DECODED = 128


def model_path():
    folder = os.environ.get("WORKBOOK_MODELS")
    if not folder:
        data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
        folder = f"{data}/workbook/models"
    return f"{folder}/smollm2-135m-instruct/model.gguf"


def status(field):
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    return 0


# MARK: llama.cpp, in a process of its own


def peer(threads):
    import xllamacpp

    before = status("VmRSS")
    start = time.perf_counter()
    params = xllamacpp.CommonParams()
    params.model.path = model_path()
    params.n_parallel, params.n_ctx, params.warmup, params.n_gpu_layers = 1, 2048, False, 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(params)

    def complete(prompt, count):
        answer = server.handle_completions(
            {"prompt": prompt, "n_predict": count, "temperature": 0, "cache_prompt": False}
        )
        return (json.loads(answer) if isinstance(answer, str) else answer)["timings"]

    complete(SHORT, 1)
    first = time.perf_counter() - start
    decode, prefill = complete(STORY, DECODED), complete(LONG, 1)
    print(
        "RESULT",
        json.dumps(
            {
                "first": first,
                "decode": decode["predicted_per_second"],
                "prefill": prefill["prompt_per_second"],
                "prompt": prefill["prompt_n"],
                "count": decode["predicted_n"],
                "memory": status("VmHWM") - before,
            }
        ),
        flush=True,
    )
    os._exit(0)  # its threads may outlive the interpreter


def run_peer(threads):
    output = subprocess.run(
        [f"{venv}/bin/python", __file__, "--peer", str(threads)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, check=True,
    ).stdout
    return json.loads(next(line for line in output.splitlines() if line.startswith("RESULT"))[7:])


# MARK: ours


def generate(prompt, count, threads):
    command = [binary, "generate", prompt, "--model", "smollm2-135m-instruct", "-T", "0", "--json"]
    command += ["--max-tokens", str(count), "--threads", str(threads)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, code, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    if code:
        sys.exit(f"{command} failed")
    return json.loads(text), elapsed, usage.ru_maxrss


def run_ours(threads):
    _, first, _ = generate(SHORT, 1, threads)
    decode, _, memory = generate(STORY, DECODED, threads)
    prefill, _, more = generate(LONG, 1, threads)
    return {
        "first": first,
        "decode": decode["tokens_per_second"],
        "prefill": prefill["prompt_tokens"] / prefill["prompt_seconds"],
        "prompt": prefill["prompt_tokens"],
        "count": decode["completion_tokens"],
        "memory": max(memory, more),
    }


def main():
    print(f"{'':<34}{'ours':>12}{'llama.cpp':>12}{'ratio':>8}   (medians of {RUNS} runs in turns)")
    for threads in (1, 2):
        ours, theirs = [], []
        for run in range(RUNS + 1):
            a, b = run_ours(threads), run_peer(threads)
            if run:  # the first warms the file cache for both
                ours.append(a)
                theirs.append(b)
        if ours[0]["prompt"] != theirs[0]["prompt"]:
            sys.exit(f"the prompts differ: {ours[0]['prompt']} and {theirs[0]['prompt']} tokens")
        plural = "" if threads == 1 else "s"
        rows = [
            (f"decode, {DECODED} tokens", "decode", "tok/s", 1, True),
            (f"prefill, {ours[0]['prompt']} tokens", "prefill", "tok/s", 1, True),
            ("start to first token", "first", "ms", 1000, False),
            ("memory at its highest", "memory", "MiB", 1 / 1024, False),
        ]
        for title, key, unit, scale, more_is_better in rows:
            a = statistics.median(row[key] for row in ours) * scale
            b = statistics.median(row[key] for row in theirs) * scale
            ratio = a / b if more_is_better else b / a
            print(f"{f'{title}, {threads} thread{plural}':<34}{a:>7.0f} {unit:<5}{b:>6.0f} {unit:<5}{ratio:>6.2f}x")


if sys.argv[1:2] == ["--peer"]:
    peer(int(sys.argv[2]))
else:
    main()
