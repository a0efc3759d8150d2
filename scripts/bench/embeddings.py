"""Times sentence embeddings beside a peer, in one run: sentences a second, and how far the vectors are apart.

The peer is sentence-transformers where it is installed (with its torch it is too large for the bench's own list:
`.venv/bin/pip install torch sentence-transformers`), and otherwise a plain encoder in numpy over the same weights, written
for this comparison: padded batches of like lengths, float32, the same mathematics.
"""

import json
import math
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
import numpy  # noqa: E402

root = pathlib.Path(__file__).resolve().parents[2]
binary = os.environ.get("WORKBOOK_BIN", str(root / ".build/release/workbook"))
data = pathlib.Path(os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share")
models = pathlib.Path(os.environ.get("WORKBOOK_MODELS") or data / "workbook/models")
folder = models / "all-minilm-l6-v2"
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
COUNT = 2000


def sentences(shortest, longest):
    """Sentences of whole words of the vocabulary."""
    source = random.Random(7)
    words = [word for word in (folder / "vocab.txt").read_text().split("\n") if word.isascii() and word.isalpha()]
    return [" ".join(source.choices(words, k=source.randint(shortest, longest))) for _ in range(COUNT)]


class NumpyEncoder:
    """all-MiniLM-L6-v2 in numpy. Token ids come from the workbook's own fixture-tested tokenizer, by way of `tokenizers`."""

    name = "numpy"

    def __init__(self):
        from tokenizers import BertWordPieceTokenizer

        raw = (folder / "model.safetensors").read_bytes()
        length = int.from_bytes(raw[:8], "little")
        self.weights = {
            name: numpy.frombuffer(raw, "<f4", math.prod(each["shape"]), 8 + length + each["data_offsets"][0]).reshape(each["shape"])
            for name, each in json.loads(raw[8 : 8 + length]).items()
            if name != "__metadata__" and each["dtype"] == "F32"
        }
        self.tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
        self.tokenizer.enable_truncation(256)

    def encode(self, texts):
        ids = [each.ids for each in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        vectors = numpy.empty((len(ids), 384), numpy.float32)
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            vectors[batch] = self.forward([ids[index] for index in batch])
        return vectors

    def forward(self, ids):
        w, count, longest = self.weights, len(ids), max(map(len, ids))
        tokens, mask = numpy.zeros((count, longest), int), numpy.zeros((count, longest), numpy.float32)
        for row, each in enumerate(ids):
            tokens[row, : len(each)], mask[row, : len(each)] = each, 1
        x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][:longest]
        x = self.norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(6):
            name = f"encoder.layer.{layer}"
            q, k, v = (
                self.linear(x, f"{name}.attention.self.{part}").reshape(count, longest, 12, 32).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            scores = q @ k.transpose(0, 1, 3, 2) / numpy.float32(math.sqrt(32)) + (mask[:, None, None] - 1) * numpy.float32(1e9)
            scores = numpy.exp(scores - scores.max(-1, keepdims=True))
            out = (scores / scores.sum(-1, keepdims=True)) @ v
            out = self.linear(out.transpose(0, 2, 1, 3).reshape(count, longest, 384), f"{name}.attention.output.dense")
            x = self.norm(x + out, f"{name}.attention.output.LayerNorm")
            inner = self.gelu(self.linear(x, f"{name}.intermediate.dense"))
            x = self.norm(x + self.linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / numpy.linalg.norm(mean, axis=1, keepdims=True)

    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / numpy.sqrt((x * x).mean(-1, keepdims=True) + numpy.float32(1e-12))
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    @staticmethod
    def gelu(x):
        # Abramowitz and Stegun, 7.1.26: numpy has no erf.
        z = numpy.abs(x) * numpy.float32(math.sqrt(0.5))
        t = 1 / (1 + numpy.float32(0.3275911) * z)
        p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * numpy.float32(1.061405429)))))
        return numpy.float32(0.5) * x * (1 + numpy.sign(x) * (1 - p * numpy.exp(-z * z)))


class SentenceTransformers:
    name = "sentence-transformers"

    def __init__(self):
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer import modules as parts

        torch.set_num_threads(os.cpu_count())
        home = pathlib.Path(tempfile.mkdtemp(prefix="workbook-bench-"))
        for file in ("model.safetensors", "config.json", "vocab.txt"):
            (home / file).symlink_to(folder / file)
        settings = {"do_lower_case": True, "model_max_length": 256, "tokenizer_class": "BertTokenizer"}
        (home / "tokenizer_config.json").write_text(json.dumps(settings))
        transformer = parts.Transformer(str(home), max_seq_length=256)
        pooling = parts.Pooling(384, pooling_mode="mean")
        self.model = SentenceTransformer(modules=[transformer, pooling, parts.Normalize()], device="cpu")

    def encode(self, texts):
        return self.model.encode(texts, batch_size=32, show_progress_bar=False)


def peer():
    try:
        return SentenceTransformers()
    except ImportError:
        return NumpyEncoder()


def ours(texts):
    """The whole process: start, mapping the model, the answer as JSON. So the rate is a lower bound."""
    start = time.perf_counter()
    done = subprocess.run(
        [binary, "embed", "--file", "-", "--json"], input="\n".join(texts), capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, done.stdout


def main():
    other = peer()
    print(f"{'embeddings':<34}{'workbook':>14}{other.name:>24}{'ratio':>8}   (sentences a second, {RUNS} interleaved runs)")
    for title, texts in (("3 to 12 words", sentences(3, 12)), ("20 to 40 words", sentences(20, 40))):
        # What a process costs beside its sentences is measured with one of them, and taken off.
        rates, worst = {"ours": [], "other": []}, 1.0
        for run in range(RUNS + 1):
            base, _ = ours(texts[:1])
            elapsed, answer = ours(texts)
            start = time.perf_counter()
            vectors = other.encode(texts)
            theirs = time.perf_counter() - start
            if run == 0:
                mine = numpy.array([each["embedding"] for each in json.loads(answer)["data"]])
                worst = float((mine * vectors).sum(1).min())
                continue  # the first run warms the file cache for both
            rates["ours"].append(len(texts) / (elapsed - base))
            rates["other"].append(len(texts) / theirs)
        mine, theirs = statistics.median(rates["ours"]), statistics.median(rates["other"])
        print(f"{title:<34}{mine:>14,.0f}{theirs:>24,.0f}{mine / theirs:>8.2f}   worst cosine {worst:.7f}")
    times = [ours(["one sentence"])[0] for _ in range(2 * RUNS)]
    print(f"{'process start to one vector':<34}{1000 * statistics.median(times):>11.1f} ms")


main()
