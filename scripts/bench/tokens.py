"""Times `workbook tokens` beside its peers: one thread, 10 MB of mixed text, in one run, with ids compared on all of it.

Ours is timed inside the process (`--time`), a peer around its call from Python. quicktok spends half of that on the list
that it returns, so its `count`, which makes none, is timed as well. Passes are interleaved, the best of each counts:
what slows a pass down is the machine. The text is made here, the same on every machine with the same Python.
"""

import base64
import ctypes
import importlib.util
import json
import os
import pathlib
import random
import subprocess
import sysconfig
import tempfile
import time

import bpe_openai
import gguf
import quicktok
import riptoken
import tiktoken
import tiktoken_ext.openai_public
import tokenizers

root = pathlib.Path(__file__).resolve().parents[2]
binary = os.environ.get("WORKBOOK_BIN", str(root / ".build/release/workbook"))
data = pathlib.Path(os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share")
models = pathlib.Path(os.environ.get("WORKBOOK_MODELS") or data / "workbook/models").resolve()
PASSES = int(os.environ.get("BENCH_RUNS", "5"))
MB = 1_000_000

SENTENCES = [
    "Le chat s'est endormi près de la fenêtre, où l'été brûlait déjà les rideaux. ",
    "Die Größe des Häuschens überraschte niemanden, außer den Vögeln. ",
    "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "Η γρήγορη αλεπού πήδηξε πάνω από τον τεμπέλη σκύλο. ",
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
    "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心。",
    "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. ",
    "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. ",
    "כל בני האדם נולדו בני חורין ושווים בערכם. ",
    "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता प्राप्त है। ",
    "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน ",
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng. ",
    "🎉👩‍👩‍👧 wow 🇫🇷 ½ Ⅷ ② ",
]


def files(folder, pattern):
    return "".join(path.read_text(errors="ignore") for path in sorted(folder.glob(pattern)) if path.is_file())


def scripts(numbers):
    """Words of one language after the other, in any order."""
    words = [sentence.split() if " " in sentence.strip() else list(sentence) for sentence in SENTENCES]
    while True:
        chosen = numbers.choice(words)
        space = "" if all(len(word) == 1 for word in chosen) else " "
        yield space.join(numbers.choices(chosen, k=numbers.randint(4, 20))) + numbers.choice(["\n", ". ", "! "])


def records(numbers):
    names = ["alpha", "user_id", "HTTPError", "Content-Type", "eu-west-1", "prod"]
    while True:
        record = {
            "id": numbers.getrandbits(40),
            "name": f"{numbers.choice(names)}{numbers.randint(0, 999)}",
            "values": [numbers.random() for _ in range(4)],
            "tags": numbers.sample(names, 3),
        }
        yield json.dumps(record, indent=numbers.choice([None, 2])) + "\n"


def figures(numbers):
    while True:
        whole = numbers.randint(0, 10 ** numbers.randint(1, 12))
        yield f"{whole},{numbers.random() * 1e4:.3f}\t{numbers.getrandbits(32):x}\n"


def cut(parts, size):
    """As many of `parts` as make up `size` bytes."""
    text, length = [], 0
    for part in parts:
        text.append(part)
        length += len(part.encode())
        if length >= size:
            break
    return "".join(text).encode()[:size].decode(errors="ignore")


def forever(text):
    while True:
        yield text


def mixed_text():
    numbers = random.Random(7)
    library = pathlib.Path(sysconfig.get_paths()["stdlib"])
    python = files(library, "*.py")
    comments = "".join(line for line in python.splitlines(True) if line.lstrip().startswith("#"))
    prose = files(root, "lessons/**/*.md") + files(root, "*.md") + files(root, "docs/*.md")
    swift = files(root, "Sources/**/*.swift")
    shares = [
        (forever(prose), 2.1), (forever(python), 2), (forever(swift), 1), (forever(comments), 1),
        (records(numbers), 1), (scripts(numbers), 2), (figures(numbers), 0.9),
    ]  # fmt: skip
    return "".join(cut(parts, int(share * MB)) for parts, share in shares)


class Workbook:
    def __init__(self, name, file):
        self.command = [binary, "tokens", "--encoding", name, "--file", str(file)]

    def run(self, *arguments):
        environment = os.environ | {"WORKBOOK_MODELS": str(models)}
        result = subprocess.run([*self.command, *arguments], env=environment, capture_output=True, check=True)
        return json.loads(result.stdout)

    def ids(self):
        return self.run("--json")["tokens"]

    def seconds(self):
        return min(self.run("--time", "2")["seconds"])


class LlamaCpp:
    """llama.cpp's own function, from the library in the `xllamacpp` wheel."""

    def __init__(self, path):
        library = ctypes.CDLL(str(next(pathlib.Path(importlib.util.find_spec("xllamacpp").origin).parent.glob("*.so"))))

        # Its size differs between versions: too large is right for all, as the structure is passed in memory.
        class Parameters(ctypes.Structure):
            _fields_ = [("bytes", ctypes.c_char * 1024)]

        log = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
        self.silence = log(lambda *_: None)
        library.llama_log_set(self.silence, None)
        library.llama_model_default_params.restype = Parameters
        library.llama_model_load_from_file.argtypes = [ctypes.c_char_p, Parameters]
        library.llama_model_load_from_file.restype = ctypes.c_void_p
        library.llama_model_get_vocab.argtypes = [ctypes.c_void_p]
        library.llama_model_get_vocab.restype = ctypes.c_void_p
        self.tokenize = library.llama_tokenize
        self.tokenize.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_int32,
            ctypes.c_bool, ctypes.c_bool,
        ]  # fmt: skip
        library.llama_backend_init()
        model = library.llama_model_load_from_file(str(path).encode(), library.llama_model_default_params())
        self.vocabulary = library.llama_model_get_vocab(model)

    def encode(self, text):
        text = text.encode()
        ids = (ctypes.c_int32 * len(text))()
        count = self.tokenize(self.vocabulary, text, len(text), ids, len(text), False, False)
        return ids[:count]


def smollm_of_hugging_face(path):
    fields = gguf.GGUFReader(path).fields
    tokens = fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"].contents()]
    splits = tokenizers.pre_tokenizers
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={token: id for id, token in enumerate(tokens)}, merges=merges)
    )
    tokenizer.pre_tokenizer = splits.Sequence(
        [splits.Digits(individual_digits=True), splits.ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def ranks_of_tiktoken(name):
    lines = (models / name / f"{name}.tiktoken").read_bytes().splitlines()
    return {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}


def peers_of(name):
    """Of each peer: a function that gives ids, and what is timed, and how often."""
    if name == "smollm":
        path = models / "smollm2-135m-instruct/model.gguf"
        llama, face = LlamaCpp(path).encode, smollm_of_hugging_face(path)
        return {"llama.cpp": (llama, llama, 1), "HF tokenizers": (face, face, 1)}
    ranks = ranks_of_tiktoken(name)
    tiktoken_ext.openai_public.load_tiktoken_bpe = lambda *_, **__: ranks
    definition = getattr(tiktoken_ext.openai_public, name)()
    quick = quicktok.get_encoding(name)
    reference = tiktoken.Encoding(**definition).encode_ordinary
    # Its Python wrapper refuses a megabyte; the Rust inside does not.
    bpe = bpe_openai.get_encoding(name)._backend.encode
    rip = riptoken.CoreBPE(ranks, definition["special_tokens"], definition["pat_str"]).encode_ordinary
    return {
        "quicktok": (quick.encode_ordinary, quick.encode_ordinary, PASSES),
        "quicktok, count only": (None, quick.count, PASSES),
        "tiktoken": (reference, reference, 1),
        "bpe-openai": (bpe, bpe, 2),
        "riptoken": (rip, rip, 1),
    }


def seconds_of(function, text):
    start = time.perf_counter()
    function(text)
    return time.perf_counter() - start


def compare(name, text, file):
    ours, peers = Workbook(name, file), peers_of(name)
    ids = ours.ids()
    best = {"workbook": ours.seconds()} | {peer: float("inf") for peer in peers}
    for run in range(PASSES):
        best["workbook"] = min(best["workbook"], ours.seconds())
        for peer, (_, timed, passes) in peers.items():
            if run < passes:
                best[peer] = min(best[peer], seconds_of(timed, text))
    size = len(text.encode())
    print(f"{name:<24}{'MB/s':>8}{'ours is':>11}   ids of all {size / MB:.1f} MB")
    wrong = []
    for peer, seconds in best.items():
        encode = peers[peer][0] if peer in peers else None
        ratio = f"{seconds / best['workbook']:>9.1f} x" if peer in peers else " " * 11
        equal = "" if encode is None else "equal" if list(encode(text)) == ids else "NOT EQUAL"
        if equal == "NOT EQUAL" and peer in ("tiktoken", "llama.cpp"):
            wrong.append(peer)
        print(f"  {peer:<22}{size / seconds / MB:>8.1f}{ratio}   {equal or f'{len(ids)} tokens'}", flush=True)

    if wrong:
        raise SystemExit(f"{name}: other ids than those of {' and '.join(wrong)}")


def main():
    text = mixed_text()
    with tempfile.TemporaryDirectory(prefix="workbook-bench-") as folder:
        file = pathlib.Path(folder) / "mixed.txt"
        file.write_bytes(text.encode())
        for name in ("cl100k_base", "o200k_base", "smollm"):
            compare(name, text, file)


main()
