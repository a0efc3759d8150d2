#!/usr/bin/env python3
"""Writes the sampling fixtures: logits and settings, and what two well-known samplers make of them.

`openai`     the logits processors of Hugging Face transformers, as its `generate` chooses and orders them, in double
             precision.
`llama.cpp`  the samplers of llama.cpp's C library, out of the xllamacpp wheel, in the order of its default chain.

Neither is imitated: both are called. llama.cpp computes in single precision, and both leave it to chance which of equal
logits a cut keeps, so cases are left out where a setting a hair's breadth away, or another choice among equals, would
give another set. Large vocabularies are a formula, and of the result only a digest is kept.

    python3 -m venv venv
    venv/bin/pip install torch==2.15.0 transformers==5.24.0 numpy==2.4.6 xllamacpp==2026.10.11549
    venv/bin/python make.py        writes openai.json and llama.cpp.json beside itself; or name one
"""

import ctypes
import json
import math
import pathlib
import random
import sys
import types

import numpy
import torch
import xllamacpp
from transformers import GenerationConfig
from transformers.generation.logits_process import LogitsProcessorList
from transformers.generation.utils import GenerationMixin

HERE = pathlib.Path(__file__).parent
NEUTRAL = {
    "temperature": 1.0, "topK": None, "topP": 1.0, "minP": 0.0, "typicalP": 1.0, "repetitionPenalty": 1.0,
    "frequencyPenalty": 0.0, "presencePenalty": 0.0, "logitBias": {}, "prompt": [],
}


class Generator(GenerationMixin):
    """What chooses and orders the processors; it needs no model for that."""

    config = types.SimpleNamespace(is_encoder_decoder=False)


def hugging_face(logits, s):
    config = GenerationConfig(
        do_sample=True, temperature=s["temperature"], top_k=s["topK"] or 0, top_p=s["topP"],
        min_p=s["minP"] or None, typical_p=s["typicalP"], repetition_penalty=s["repetitionPenalty"],
        sequence_bias={(int(t),): b for t, b in s["logitBias"].items()} or None)
    processors = Generator()._get_logits_processor(
        config, input_ids_seq_length=len(s["prompt"]), encoder_input_ids=None, prefix_allowed_tokens_fn=None,
        logits_processor=LogitsProcessorList(), device="cpu")
    ids = torch.tensor([s["prompt"]], dtype=torch.long)
    return processors(ids, torch.tensor(logits[None])).numpy()[0]


class TokenData(ctypes.Structure):
    _fields_ = [("id", ctypes.c_int32), ("logit", ctypes.c_float), ("p", ctypes.c_float)]


class TokenDataArray(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(TokenData)), ("size", ctypes.c_size_t),
                ("selected", ctypes.c_int64), ("sorted", ctypes.c_bool)]


class Bias(ctypes.Structure):
    _fields_ = [("token", ctypes.c_int32), ("bias", ctypes.c_float)]


library = ctypes.CDLL(next(str(p) for p in pathlib.Path(xllamacpp.__file__).parent.glob("*.so")))
DATA = numpy.dtype([("id", "<i4"), ("logit", "<f4"), ("p", "<f4")])


def sampler(name, *arguments):
    init = getattr(library, f"llama_sampler_init_{name}")
    init.restype = ctypes.c_void_p
    return init(*(ctypes.c_float(a) if isinstance(a, float) else a for a in arguments))


def llama_cpp(logits, s):
    """As `common_sampler_init` in common/sampling.cpp adds them; what is not asked for is at its neutral setting."""
    biases = (Bias * len(s["logitBias"]))(*(Bias(int(t), b) for t, b in s["logitBias"].items()))
    chain = [
        sampler("logit_bias", len(logits), len(biases), biases),
        sampler("penalties", len(logits), 64, s["repetitionPenalty"], s["frequencyPenalty"], s["presencePenalty"]),
        sampler("top_k", s["topK"] or 0),
        sampler("typical", s["typicalP"], ctypes.c_size_t(1)),
        sampler("top_p", s["topP"], ctypes.c_size_t(1)),
        sampler("min_p", s["minP"], ctypes.c_size_t(1)),
        sampler("temp", s["temperature"]),
    ]
    # A token of minus infinity is out for good; llama.cpp would keep it with probability 0.
    ids = numpy.flatnonzero(logits > -math.inf)
    data = numpy.zeros(len(ids), DATA)
    data["id"], data["logit"] = ids, logits[ids]
    array = TokenDataArray(data.ctypes.data_as(ctypes.POINTER(TokenData)), len(ids), -1, False)
    for token in s["prompt"]:
        library.llama_sampler_accept(ctypes.c_void_p(chain[1]), token)
    for one in chain:
        library.llama_sampler_apply(ctypes.c_void_p(one), ctypes.byref(array))
        library.llama_sampler_free(ctypes.c_void_p(one))
    scores = numpy.full(len(logits), -math.inf)
    kept = data[: array.size]
    scores[kept["id"]] = kept["logit"].astype(float)
    return scores


def softmax(scores):
    weights = numpy.exp(scores - scores.max())
    return weights / weights.sum()


def rounded(probability):
    return float(f"{probability:.10g}")


def is_certain(run, logits, s, scores, hair):
    """Whether the set kept does not hang on rounding, nor on a choice among equals."""
    kept = scores > -math.inf
    uncut = run(logits, s | {"temperature": 1.0, "topK": None, "topP": 1.0, "minP": 0.0, "typicalP": 1.0})
    cut = ~kept & (uncut > -math.inf)
    if numpy.intersect1d(uncut[kept].astype("f4"), uncut[cut].astype("f4")).size:
        return False
    for name in ("topP", "minP", "typicalP"):
        for factor in (1 - hair, 1 + hair):
            if 0 < s[name] < 1:
                nudged = s[name] * factor
                if not numpy.array_equal(run(logits, s | {name: nudged}) > -math.inf, kept):
                    return False
    return True


def formula(seed, spread, size):
    """Four 16-bit halves of SplitMix64 added: a bell of `size` logits that single precision holds exactly."""
    golden, mask = 0x9E3779B97F4A7C15, (1 << 64) - 1
    z = (numpy.arange(1, size + 1, dtype=numpy.uint64) * numpy.uint64(golden) + numpy.uint64(seed * golden & mask))
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    z = z ^ (z >> numpy.uint64(31))
    halves = sum(((z >> numpy.uint64(shift)) & numpy.uint64(0xFFFF)).astype(numpy.int64) for shift in (0, 16, 32, 48))
    return (halves - 131070) / 32768 * spread


def digest(logits, scores):
    probabilities = softmax(scores)
    kept = numpy.flatnonzero(scores > -math.inf)
    top = sorted(kept, key=lambda t: (-scores[t], t))[:6]
    picked = range(0, len(logits), max(1, len(logits) // 11))
    positive = probabilities[probabilities > 0]
    return {
        "count": len(kept), "tokenSum": int(kept.sum()),
        "entropy": float(-(positive * numpy.log2(positive)).sum()),
        "some": [{"token": int(t), "probability": rounded(probabilities[t])} for t in [*top, *picked]],
    }


def case(run, logits, **settings):
    s = NEUTRAL | settings
    scores = run(logits, s)
    if not is_certain(run, logits, s, scores, 1e-9 if run is hugging_face else 2e-4):
        return None
    probabilities = softmax(scores)
    return s | {
        "logits": [None if x == -math.inf else x for x in logits.tolist()],  # null is minus infinity
        "kept": [{"token": int(t), "probability": rounded(probabilities[t])} for t in numpy.flatnonzero(scores > -math.inf)],
    }


def large(run, size, seed, spread, **settings):
    s = NEUTRAL | settings
    logits = formula(seed, spread, size)
    scores = run(logits, s)
    if not is_certain(run, logits, s, scores, 1e-10 if run is hugging_face else 2e-4):
        return None
    return s | {"formula": {"seed": seed, "spread": spread, "size": size}, "digest": digest(logits, scores)}


def cases(run, random):
    def logits(*values):
        return numpy.array(values, dtype=float)

    infinity = math.inf
    yield case(run, logits(2.5))
    yield case(run, logits(2.5), temperature=0.5, topK=3, topP=0.1, minP=1.0)
    yield case(run, logits(3.0, 1.0, 2.0, 1.5, 0.0), topK=2)
    yield case(run, logits(-infinity, 1.0, -infinity, 2.0, 0.5), topK=4, topP=0.95)
    yield case(run, logits(0.0, 700.0, -700.0, 699.0), temperature=1.5)
    yield case(run, logits(3.0, 2.0, 1.0), topP=1e-6)
    yield case(run, logits(3.0, 2.0, 1.0), minP=1.0)
    if run is hugging_face:
        # Ties at the k-th, and among the equally typical: it keeps them all.
        for s in ({"topK": 2}, {"topK": 2, "topP": 0.5}, {"typicalP": 0.3}):
            values, s = logits(3.0, 1.0, 2.0, 2.0, 0.0), NEUTRAL | s
            scores = run(values, s)
            probabilities = softmax(scores)
            yield s | {"logits": values.tolist(), "kept": [
                {"token": int(t), "probability": rounded(probabilities[t])} for t in numpy.flatnonzero(scores > -infinity)]}
    for n in range(150):
        size = random.choice([2, 3, 5, 5, 10, 30, 80])
        spread = random.choice([0.3, 1.0, 3.0, 8.0])
        values = [float(f"{random.gauss(0, spread):.5g}") for _ in range(size)]
        if n % 5 == 0:
            values = [round(x) * 1.0 for x in values]                # many ties
        if n % 7 == 0:
            for i in random.sample(range(size), size // 3):
                values[i] = -infinity
        settings = {
            "temperature": random.choice([1.0, 1.0, 0.1, 0.5, 0.7, 1.3, 2.0]),
            "topK": random.choice([None, None, 1, 2, 5, 40]),
            "topP": random.choice([1.0, 0.95, 0.9, 0.5, 0.1, 0.999]),
            "minP": random.choice([0.0, 0.0, 0.02, 0.1, 0.5]),
            "typicalP": random.choice([1.0, 1.0, 0.2, 0.5, 0.9]),
        }
        if n % 4 == 0:
            settings["prompt"] = [random.randrange(size) for _ in range(random.choice([1, 4, 100]))]
            settings["repetitionPenalty"] = random.choice([1.0, 1.1, 1.3, 2.0, 0.9])
            if run is llama_cpp:
                settings["frequencyPenalty"] = random.choice([0.0, 0.5, -0.25])
                settings["presencePenalty"] = random.choice([0.0, 0.7])
        if n % 6 == 0:
            settings["logitBias"] = {str(random.randrange(size)): random.choice([-3.5, 2.0, 5.0])}
        yield case(run, numpy.array(values), **settings)
    for size in (5, 300, 4097, 49152, 128256, 200000):
        for seed, spread in enumerate((0.03125, 0.5, 2.0, 8.0), start=size):
            for settings in (
                {}, {"topP": 0.95, "temperature": 0.8}, {"topP": 0.999}, {"topP": 0.37, "temperature": 1.7},
                {"topK": 40, "topP": 0.95, "minP": 0.05}, {"minP": 0.1, "temperature": 0.5},
                {"typicalP": 0.6}, {"typicalP": 0.95, "topP": 0.9, "temperature": 1.2},
                {"repetitionPenalty": 1.2, "topP": 0.9, "prompt": [seed * 7919 * k % size for k in range(50)]},
            ):
                yield large(run, size, seed, spread, **settings)


samplers = {"openai": hugging_face, "llama.cpp": llama_cpp}
for name in sys.argv[1:] or samplers:
    run = samplers[name]
    found = [c for c in cases(run, random.Random(20241101)) if c]
    compact = [{k: v for k, v in c.items() if k not in NEUTRAL or v != NEUTRAL[k]} for c in found]
    lines = ",\n".join("  " + json.dumps(c) for c in compact)
    (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n")
    print(name, len(found), "of them large:", sum("formula" in c for c in found))
