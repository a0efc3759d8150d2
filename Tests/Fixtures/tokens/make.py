"""Writes tokens.json: texts, and their ids as the reference tokenizers have them.

cl100k_base and o200k_base are asked of tiktoken, smollm of llama.cpp: both read the fetched model files. Run it in this
folder after adding a text, with `tiktoken` and `xllamacpp` installed (scripts/setup bench); look at what changed.
"""

import base64
import json
import os
import pathlib
import random
import urllib.request

import tiktoken
import tiktoken_ext.openai_public
import xllamacpp

data = pathlib.Path(os.environ.get("XDG_DATA_HOME", pathlib.Path.home() / ".local/share"))
models = pathlib.Path(os.environ.get("WORKBOOK_MODELS", data / "workbook/models"))

TEXTS = [
    "",
    "a",
    "Hello, world!",
    "The quick brown fox jumps over the lazy dog.",
    "I'm you'll WE'VE they'RE he'd it'S isn't 'twas rock'n'roll O'Neill",
    "it'ſ 'ſ IT'Ll don'T'LL's",
    "tabs\tand\t\tmore  spaces   here    \n\n\n  indented\r\n\r\nCRLF\rCR \n ",
    "trailing spaces   ",
    "trailing newlines\n\n\n",
    "   ",
    "\n",
    " \n ",
    "\t\n\t \u00a0\u2003\u3000x",
    "1 12 123 1234 12345 1234567890 3.14159 1,000,000 0x1F 1e-9",
    "½ Ⅷ ② ²³ ٣٤٥ ๑๒๓ 一二三",
    "camelCase PascalCase HTTPServer XMLHttpRequest snake_case kebab-case SCREAMING_CASE iPhone eBay",
    "def main():\n    return {'a': [1, 2], \"b\": None}  # comment\n",
    "if (x != y) { return x->y[0]++; } // ¯\\_(ツ)_/¯",
    "https://example.com/a/b?c=d&e=%20#frag /usr/local/bin //// \\n/\n/",
    "{\"id\":\"chatcmpl-9PGX\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}",
    "naïve café Ångström e\u0301 n\u0303 \u0301alone \u0301\u0302A \u0301a",
    "ǅ Ǆ ǆ ʰ ª º ﬁ ß ẞ İ ı",
    "日本語のテキスト。中文文本,混合English和日本。",
    "한국어 텍스트입니다. 모든 인간은",
    "العربية نصٌّ مُشكَّل عبرית",
    "हिन्दी में पाठ क्षेत्र ज़",
    "ภาษาไทยไม่มีช่องว่าง",
    "Ελληνικά Русский текст Українська",
    "🎉 👩‍👩‍👧 🇫🇷 👍🏽 ❤️ 1️⃣",
    "zero\u200bwidth\u200djoin\ufeffbom\u2028line\u2029para\u0085nel",
    "\x00\x01\x04\x06\x13\x14\x16\x1d\x7f controls",
    "\U00040000\U000bffff\U000e0041\U000e0100\U0010ffff\ue000",
    "<|endoftext|>",
    "a<|endoftext|>b<|endofprompt|><|fim_prefix|><|im_start|>user\nhi<|im_end|>\n<|im_start",
    "<repo_name>x<file_sep>y<empty_output>",
    "a" * 300,
    " " * 300,
    "\n" * 100,
    "'" * 100,
    "ab" * 200,
    "\u0301" * 100,
    "日" * 100,
    "A" * 100 + "b",
    "!?" * 60,
    "9" * 50,
    "supercalifragilisticexpialidocious antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
]
PARTS = [
    *" \n\r\t'!/-.,sSltAbZ1½",
    "  ", "'s", "'LL", "'re", "\r\n", "É", "ǅ", "ʰ", "日", "क", "\u0301", "ि", "🎉", "\u200d", "\u00a0", "\u2028", "the",
    " of", "HTTP", "123", "<|endoftext|>", "<|im_end|>", "\U000e0100", "\ue000", "\x04",
]  # fmt: skip
random.seed(3)
TEXTS += ["".join(random.choices(PARTS, k=random.randint(2, 12))) for _ in range(150)]


def tiktoken_encoding(name):
    lines = (models / name / f"{name}.tiktoken").read_bytes().splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}
    tiktoken_ext.openai_public.load_tiktoken_bpe = lambda *_, **__: ranks
    return tiktoken.Encoding(**getattr(tiktoken_ext.openai_public, name)())


def llama_cpp():
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(models / "smollm2-135m-instruct/model.gguf")
    parameters.n_ctx, parameters.n_parallel, parameters.warmup = 128, 1, False
    return xllamacpp.Server(parameters)


def main():
    encodings = {name: tiktoken_encoding(name) for name in ("cl100k_base", "o200k_base")}
    server = llama_cpp()

    def smollm(text, special):
        body = json.dumps({"content": text, "add_special": False, "parse_special": special}).encode()
        request = urllib.request.Request(
            f"{server.listening_address}/tokenize", body, {"content-type": "application/json"}
        )
        return json.load(urllib.request.urlopen(request))["tokens"]

    fixtures = []
    for text in TEXTS:
        plain = {name: encoding.encode_ordinary(text) for name, encoding in encodings.items()}
        special = {name: encoding.encode(text, allowed_special="all") for name, encoding in encodings.items()}
        plain["smollm"], special["smollm"] = smollm(text, False), smollm(text, True)
        fixtures.append({"text": text, "plain": plain, "special": special})
    lines = ",\n".join(json.dumps(fixture, separators=(",", ":")) for fixture in fixtures)
    pathlib.Path("tokens.json").write_text(f"[\n{lines}\n]\n")


main()
