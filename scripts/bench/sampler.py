"""A token drawn from a vocabulary's logits: ours, llama.cpp's samplers and numpy, in one run.

The chain is temperature 0.8, top-p 0.95 and the draw, in that order for ours and numpy; llama.cpp's default chain has
top-p first. Median of many draws, in microseconds. llama.cpp is its own C library, out of the xllamacpp wheel.
"""

import ctypes
import json
import os
import pathlib
import statistics
import subprocess
import time

import numpy
import xllamacpp

WORKBOOK = os.environ.get("WORKBOOK_BIN", ".build/release/workbook")
VOCABULARIES = (49_152, 128_256, 200_019)
DRAWS = 60
TEMPERATURE, TOP_P = 0.8, 0.95
SHAPES = {
    "peaked": lambda source, size: numpy.concatenate([source.normal(12, 1, 8), source.normal(0, 3, size - 8)]),
    "broad": lambda source, size: source.normal(0, 2, size),
    "flat": lambda source, size: source.normal(0, 0.01, size),
}

library = ctypes.CDLL(str(next(pathlib.Path(xllamacpp.__file__).parent.glob("*.so"))))
TOKEN_DATA = numpy.dtype([("id", "<i4"), ("logit", "<f4"), ("p", "<f4")])


class TokenDataArray(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t), ("selected", ctypes.c_int64),
                ("sorted", ctypes.c_bool)]


def sampler(name, *arguments):
    function = getattr(library, f"llama_sampler_init_{name}")
    function.restype = ctypes.c_void_p
    return ctypes.c_void_p(function(*arguments))


def ours(logits):
    line = json.dumps({"logits": logits.tolist(), "temperature": TEMPERATURE, "top_p": TOP_P})
    done = subprocess.run(
        [WORKBOOK, "distribution", "--jsonl", "--time", str(DRAWS * 4)], input=line, capture_output=True, text=True,
        check=True)
    report = json.loads(done.stdout)
    return statistics.median(report["seconds"]), statistics.median(report["seconds_with_records"])


def llama_cpp(logits):
    chain = [sampler("top_p", ctypes.c_float(TOP_P), ctypes.c_size_t(1)), sampler("temp", ctypes.c_float(TEMPERATURE)),
             sampler("dist", ctypes.c_uint32(1))]
    data = numpy.zeros(len(logits), TOKEN_DATA)
    seconds = []
    for _ in range(DRAWS):
        data["id"], data["logit"] = numpy.arange(len(logits)), logits
        array = TokenDataArray(data.ctypes.data, len(logits), -1, False)
        started = time.perf_counter()
        for one in chain:
            library.llama_sampler_apply(one, ctypes.byref(array))
        seconds.append(time.perf_counter() - started)
        assert 0 <= array.selected < array.size
    for one in chain:
        library.llama_sampler_free(one)
    return statistics.median(seconds)


def with_numpy(logits):
    source = numpy.random.default_rng(1)
    seconds = []
    for _ in range(DRAWS):
        started = time.perf_counter()
        scaled = logits / numpy.float32(TEMPERATURE)
        order = numpy.argsort(-scaled)
        weights = numpy.exp(scaled[order] - scaled[order[0]])
        cumulative = numpy.cumsum(weights, dtype=numpy.float64)
        kept = numpy.searchsorted(cumulative, TOP_P * cumulative[-1]) + 1
        order[numpy.searchsorted(cumulative[:kept], source.random() * cumulative[kept - 1], side="right")]
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


print(f"{'vocabulary':>10}  {'logits':<8}{'workbook':>10}{'+ records':>11}{'llama.cpp':>11}{'numpy':>9}   µs a token")
for size in VOCABULARIES:
    for shape, make in SHAPES.items():
        logits = make(numpy.random.default_rng(7), size).astype(numpy.float32)
        plain, recorded = ours(logits)
        figures = [seconds * 1e6 for seconds in (plain, recorded, llama_cpp(logits), with_numpy(logits))]
        print(f"{size:>10,}  {shape:<8}{figures[0]:>10,.0f}{figures[1]:>11,.0f}{figures[2]:>11,.0f}{figures[3]:>9,.0f}",
              flush=True)
