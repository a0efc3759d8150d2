#!/usr/bin/env python3
"""Writes Sources/Tokenization/BytePair/CharacterClass+Unicode.swift: which class each Unicode scalar has.

The classes are asked of tiktoken's own regex engine, one property at a time, so that they are of its Unicode version
and not of the Swift runtime's or Python's. Needs the `tiktoken` package: python scripts/generate/character_classes.py
"""

import importlib.metadata
import pathlib

import tiktoken

TARGET = pathlib.Path(__file__).resolve().parents[2] / "Sources/Tokenization/BytePair/CharacterClass+Unicode.swift"
BYTES = {bytes([byte]): byte for byte in range(256)}
SCALARS = [scalar for scalar in range(0x110000) if not 0xD800 <= scalar < 0xE000]
TEXT = "".join(map(chr, SCALARS))

# The letter that stands for the class in the table, and what belongs to it. The first that fits is taken.
CLASSES = [
    ("b", r"[\r\n]"),
    ("s", r"\s"),
    ("u", r"[\p{Lu}\p{Lt}]"),
    ("l", r"\p{Ll}"),
    ("c", r"[\p{Lm}\p{Lo}]"),
    ("m", r"\p{M}"),
    ("n", r"\p{N}"),
]


def members(pattern):
    """The scalars that match: what tiktoken finds no match for, it leaves out."""
    probe = tiktoken.Encoding("probe", pat_str=pattern, mergeable_ranks=BYTES, special_tokens={})
    return {ord(character) for character in probe.decode(probe.encode_ordinary(TEXT))}


classes = {}
for letter, pattern in reversed(CLASSES):
    classes.update(dict.fromkeys(members(pattern), letter))
assert members(r"\p{L}") == {s for s, letter in classes.items() if letter in "ulc"}

dense = max(scalar for scalar in classes if scalar < 0xE0000) + 1
tail = sorted(scalar for scalar in classes if scalar >= dense)
assert tail == list(range(tail[0], tail[-1] + 1)) and {classes[scalar] for scalar in tail} == {"m"}

runs, start = [], 0
for scalar in range(1, dense + 1):
    if scalar == dense or classes.get(scalar, "o") != classes.get(start, "o"):
        runs.append(f"{classes.get(start, 'o')}{scalar - start}")
        start = scalar

lines, line = [], ""
for run in runs:
    if len(line) + len(run) > 110:
        lines.append(line)
        line = ""
    line += run
lines.append(line)

TARGET.write_text(
    f"""// Written by scripts/generate/character_classes.py from tiktoken {importlib.metadata.version("tiktoken")}. Not to be edited.

extension CharacterClass {{
    /// The scalars from 0 to `denseLimit`, as runs of one class: its letter and its length.
    static let runs: StaticString = \"\"\"
"""
    + "".join(f"        {line}\\\n" for line in lines[:-1])
    + f"        {lines[-1]}\n"
    + f"""        \"\"\"

    /// Above it there is nothing but ``tailMarks`` and characters of the class ``other``.
    static let denseLimit: UInt32 = 0x{dense:X}

    static let tailMarks: ClosedRange<UInt32> = 0x{tail[0]:X}...0x{tail[-1]:X}
}}
"""
)
print(f"{TARGET.name}: {len(runs)} runs")
