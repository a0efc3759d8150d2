#!/usr/bin/env python3
"""Writes the sampling fixtures: logits and settings, and what two well-known samplers make of them.

`openai`     the logits processors of Hugging Face transformers, in its order: temperature, top-k, top-p, min-p
             (generation/logits_process.py), in double precision.
`llama.cpp`  its samplers in the order top-k, top-p, min-p, temperature (src/llama-sampling.cpp), in double precision.

Both are written after the originals, step by step, and not after the Swift code: Hugging Face cuts the nucleus from the
bottom of the ascending order, llama.cpp adds up from the top. Ties within a nucleus are broken by index, which neither
promises. Needs nothing but Python 3.

    python3 make.py        writes openai.json and llama.cpp.json beside itself
"""

import json
import math
import pathlib
import random

# Ten tokens of 0.1 reach 0.9 with nine of them, though 1 - 0.9 is a hair below 0.1 in binary. The originals would leave
# such a case to chance.
ROUNDING = 1e-12
HERE = pathlib.Path(__file__).parent


def softmax(scores):
    top = max(scores)
    weights = [math.exp(s - top) if s != -math.inf else 0.0 for s in scores]
    total = math.fsum(weights)
    return [w / total for w in weights]


def hugging_face(logits, temperature, top_k, top_p, min_p):
    scores = [s / temperature for s in logits]
    if top_k is not None:
        kth = sorted(scores, reverse=True)[min(top_k, len(scores)) - 1]
        scores = [-math.inf if s < kth else s for s in scores]
    if top_p < 1:
        # Ascending; among equals the later index first, so that the earlier one is kept.
        order = sorted(range(len(scores)), key=lambda i: (scores[i], -i))
        probabilities = softmax(scores)
        cumulative = 0.0
        for i in order[:-1]:  # min_tokens_to_keep = 1
            cumulative += probabilities[i]
            if cumulative <= 1 - top_p + ROUNDING:
                scores[i] = -math.inf
    if min_p > 0:
        probabilities = softmax(scores)
        limit = min_p * max(probabilities)
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        scores = [s if i == best or p >= limit - ROUNDING else -math.inf
                  for i, (s, p) in enumerate(zip(scores, probabilities))]
    return scores


def llama_cpp(logits, temperature, top_k, top_p, min_p):
    data = sorted(((s, i) for i, s in enumerate(logits) if s != -math.inf), key=lambda d: (-d[0], d[1]))
    if top_k is not None:
        data = data[:top_k]
    if top_p < 1:
        probabilities = softmax([s for s, _ in data])
        cumulative, last = 0.0, len(data)
        for n, p in enumerate(probabilities):
            cumulative += p
            if cumulative >= top_p - ROUNDING:
                last = n + 1
                break
        data = data[:last]
    if min_p > 0:
        limit = math.log(min_p) + data[0][0]
        data = [d for n, d in enumerate(data) if n == 0 or d[0] >= limit - ROUNDING]
    data = data[:1] if temperature == 0 else [(s / temperature, i) for s, i in data]
    scores = [-math.inf] * len(logits)
    for s, i in data:
        scores[i] = s
    return scores


def case(sampler, logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    scores = sampler(logits, temperature, top_k, top_p, min_p)
    probabilities = softmax(scores)
    return {
        "logits": [None if s == -math.inf else s for s in logits],  # null is minus infinity
        "temperature": temperature, "topK": top_k, "topP": top_p, "minP": min_p,
        "kept": [{"token": i, "probability": probabilities[i]} for i, s in enumerate(scores) if s != -math.inf],
    }


def cases(sampler, random):
    yield case(sampler, [2.5])
    yield case(sampler, [2.5], temperature=0.5, top_k=3, top_p=0.0, min_p=1.0)
    yield case(sampler, [1.0, 1.0, 1.0, 1.0], top_p=0.6)
    yield case(sampler, [3.0, 1.0, 2.0, 2.0, 0.0], top_k=2)          # a tie at the k-th
    yield case(sampler, [3.0, 1.0, 2.0, 2.0, 0.0], top_k=2, top_p=0.5)
    yield case(sampler, [-math.inf, 1.0, -math.inf, 2.0, 0.5], top_k=4, top_p=0.95)
    yield case(sampler, [0.0, 700.0, -700.0, 699.0], temperature=1.5)
    yield case(sampler, [3.0, 2.0, 1.0], top_p=0.0)
    yield case(sampler, [3.0, 2.0, 1.0], top_p=1.0)
    yield case(sampler, [3.0, 2.0, 1.0], min_p=1.0)
    yield case(sampler, [3.0, 3.0, 1.0], min_p=1.0)
    for n in range(120):
        size = random.choice([2, 3, 5, 10, 30, 100])
        spread = random.choice([0.3, 1.0, 3.0, 8.0])
        logits = [random.gauss(0, spread) for _ in range(size)]
        if n % 5 == 0:
            logits = [round(s) * 1.0 for s in logits]                # many ties
        logits = [float(f"{s:.6g}") for s in logits]
        if n % 7 == 0:
            for i in random.sample(range(size), size // 3):
                logits[i] = -math.inf
        yield case(
            sampler, logits,
            temperature=random.choice([1.0, 1.0, 0.1, 0.5, 0.7, 1.3, 2.0]),
            top_k=random.choice([None, None, 1, 2, 5, 40]),
            top_p=random.choice([1.0, 0.95, 0.9, 0.5, 0.1, 0.999]),
            min_p=random.choice([0.0, 0.0, 0.02, 0.1, 0.5]))
    # A long flat tail, where sums in single precision go wrong.
    logits = [float(f"{random.gauss(0, 0.4):.6g}") for _ in range(478)]
    yield case(sampler, logits, top_p=0.999)
    yield case(sampler, logits, temperature=0.8, top_p=0.95)


for name, sampler in (("openai", hugging_face), ("llama.cpp", llama_cpp)):
    found = list(cases(sampler, random.Random(20241101)))
    if name == "llama.cpp":
        found.append(case(sampler, [1.0, 4.0, 4.0, 2.0], temperature=0, top_k=3))
    lines = ",\n".join("  " + json.dumps(c) for c in found)
    (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n")
    print(name, len(found))
