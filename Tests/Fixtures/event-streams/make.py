"""Writes the pairs NAME.sse and NAME.json.

The expected events come from a second, deliberately plain implementation: the steps of WHATWG HTML section 9.2.6 over
the whole stream at once, decoded first. Run it in this folder after adding a stream; look at what changed.
"""

import json
import re
import sys


def utf8_decode(raw):
    """The Encoding standard's "UTF-8 decode": its decoder, step by step, after one byte order mark."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    out, needed, seen, point, lower, upper = [], 0, 0, 0, 0x80, 0xBF
    i = 0
    while i < len(raw):
        byte = raw[i]
        i += 1
        if needed == 0:
            if byte <= 0x7F:
                out.append(chr(byte))
            elif 0xC2 <= byte <= 0xDF:
                needed, point = 1, byte & 0x1F
            elif 0xE0 <= byte <= 0xEF:
                lower = 0xA0 if byte == 0xE0 else lower
                upper = 0x9F if byte == 0xED else upper
                needed, point = 2, byte & 0xF
            elif 0xF0 <= byte <= 0xF4:
                lower = 0x90 if byte == 0xF0 else lower
                upper = 0x8F if byte == 0xF4 else upper
                needed, point = 3, byte & 0x7
            else:
                out.append("\ufffd")
        elif not lower <= byte <= upper:
            point = needed = seen = 0
            lower, upper = 0x80, 0xBF
            out.append("\ufffd")
            i -= 1
        else:
            lower, upper = 0x80, 0xBF
            point = (point << 6) | (byte & 0x3F)
            seen += 1
            if seen == needed:
                out.append(chr(point))
                point = needed = seen = 0
    if needed:
        out.append("\ufffd")
    return "".join(out)


def interpret(raw):
    lines = re.split("\r\n|\n|\r", utf8_decode(raw))[:-1]  # what no line end follows is no line
    events, data, kind, last_id, source_id, retry = [], "", "", "", "", None
    for line in lines:
        if line == "":
            source_id = last_id
            if data == "":
                kind = ""
                continue
            if data.endswith("\n"):
                data = data[:-1]
            events.append({"event": kind or "message", "data": data, "id": source_id})
            data = kind = ""
            continue
        if line.startswith(":"):
            continue
        field, colon, value = line.partition(":")
        if value.startswith(" "):
            value = value[1:]
        if field == "event":
            kind = value
        elif field == "data":
            data += value + "\n"
        elif field == "id" and "\0" not in value:
            last_id = value
        elif field == "retry" and re.fullmatch("[0-9]+", value):
            retry = int(value)
    return {"events": events, "lastEventID": source_id, "retry": retry}


STREAMS = {
    "empty": b"",
    "one-event": b"data: hello\n\n",
    "standard-example-stocks": b"data: YHOO\ndata: +2\ndata: 10\n\n",
    "standard-example-four-blocks": b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    "standard-example-two-empty-events": b"data\n\ndata\ndata\n\ndata:",
    "standard-example-space-after-colon": b"data:test\n\ndata: test\n\n",
    "line-ends-lf": b"event: a\ndata: 1\n\ndata: 2\n\n",
    "line-ends-cr": b"event: a\rdata: 1\r\rdata: 2\r\r",
    "line-ends-crlf": b"event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n",
    "line-ends-mixed": b"data: 1\r\n\ndata: 2\n\r\ndata: 3\r\rdata: 4\n\rdata: 5\r\n\r\n",
    "line-end-lf-cr-is-two": b"data: 1\n\rdata: 2\n\n",
    "line-end-crcrlf": b"data: 1\r\r\ndata: 2\r\r\n",
    "line-ends-only": b"\r\n\r\n\n\n\r\r",
    "line-end-cr-last": b"data: 1\n\r",
    "line-separators-are-text": "data: a\u2028b\u2029c\u0085d\vd\ff\n\n".encode(),
    "byte-order-mark": b"\xef\xbb\xbfdata: 1\n\n",
    "byte-order-mark-twice": b"\xef\xbb\xbf\xef\xbb\xbfdata: 1\n\ndata: 2\n\n",
    "byte-order-mark-later": b"data: 1\n\n\xef\xbb\xbfdata: 2\n\ndata: \xef\xbb\xbf3\n\n",
    "byte-order-mark-after-line": b"\n\xef\xbb\xbfdata: 1\n\ndata: 2\n\n",
    "byte-order-mark-cut-short": b"\xef\xbbdata: 1\n\ndata: 2\n\n",
    "byte-order-mark-one-byte": b"\xef\ndata: 1\n\n",
    "byte-order-mark-utf-16": b"\xff\xfedata: 1\n\ndata: 2\n\n",
    "byte-order-mark-then-comment": b"\xef\xbb\xbf:c\ndata: 1\n\n",
    "comments": b":\n: \n:data: no\n:: no\n : no comment\ndata: 1\n:between\ndata: 2\n\n:\n\n",
    "comment-alone": b": ping\n\n: ping\n\n",
    "comment-within-event": b"event: a\n: still the same event\ndata: 1\n\n",
    "spaces": b"data:no\n\ndata: one\n\ndata:  two\n\ndata:\ttab\n\ndata: trailing \n\ndata: \n\ndata:  \n\n",
    "space-before-name": b" data: 1\n\ndata : 2\n\n\tdata: 3\n\ndata: 4\n\n",
    "case-of-names": b"Data: 1\nDATA: 2\nEvent: a\nID: 1\ndata: 3\n\n",
    "unknown-fields": b"foo: 1\ndata: 2\nbar\ndatas: 3\ndat: 4\neventt: x\nids: 5\n\n",
    "colons-in-value": b"data: a:b: c\ndata::\nevent: x:y\nid::1\n\n",
    "field-without-colon": b"data\n\nevent\ndata: 1\n\nid: 7\ndata: 2\n\nid\ndata: 3\n\nretry\ndata: 4\n\n",
    "data-lines": b"data: a\ndata\ndata:\ndata: b\n\n",
    "data-empty-lines-first-and-last": b"data\ndata: a\ndata\n\n",
    "data-empty": b"data\n\ndata:\n\ndata: \n\n",
    "data-none": b"event: a\nid: 1\n\nid: 2\n\nevent: b\n\ndata: 1\n\n",
    "event-without-data-resets-name": b"event: lost\n\ndata: 1\n\n",
    "event-last-wins": b"event: a\nevent: b\ndata: 1\n\n",
    "event-empty": b"event: a\nevent\ndata: 1\n\nevent: \ndata: 2\n\nevent:  \ndata: 3\n\n",
    "event-named-message": b"event: message\ndata: 1\n\n",
    "event-does-not-persist": b"event: a\ndata: 1\n\ndata: 2\n\n",
    "event-after-data": b"data: 1\nevent: late\n\n",
    "id-persists": b"id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\n",
    "id-empty-resets": b"id: 1\ndata: a\n\nid\ndata: b\n\nid: 2\ndata: c\n\nid: \ndata: d\n\n",
    "id-with-nul": b"id: 1\ndata: a\n\nid: \x00\ndata: b\n\nid: 2\x00\ndata: c\n\nid: \x003\ndata: d\n\n",
    "id-last-wins": b"id: 1\nid: 2\ndata: a\n\n",
    "id-nul-after-good": b"id: 1\nid: 2\x00\ndata: a\n\n",
    "id-of-unfinished-event": b"id: 1\ndata: a\n\nid: 2\ndata: b\n",
    "id-non-ascii": "id: …é\ndata: a\n\n".encode(),
    "nul-in-data-and-event": b"event: a\x00b\ndata: c\x00d\n\nda\x00ta: e\n\n",
    "retry": b"retry: 1000\ndata: a\n\nretry: 2000 \nretry: +3\nretry: -4\nretry: 5.0\nretry: 0x6\nretry: 7a\nretry:\nretry\n\n",
    "retry-without-event": b"retry: 10",
    "retry-takes-effect-at-once": b"retry: 10\n",
    "retry-leading-zeros": b"retry: 00042\n\n",
    "retry-zero": b"retry: 0\n\n",
    "retry-space": b"retry:  5\n\nretry:6\n\nretry: 7\t\n\n",
    "retry-other-digits": "retry: 5\nretry: ٣\nretry: ３\n\n".encode(),
    "unfinished-no-blank-line": b"data: 1\n\ndata: 2\n",
    "unfinished-no-line-end": b"data: 1\n\ndata: 2",
    "unfinished-blank-line": b"data: 1\n\ndata: 2\r",
    "many-blank-lines": b"\n\n\ndata: 1\n\n\n\n\ndata: 2\n\n\n",
    "utf-8": "data: ä€😀 𝄞\nevent: naïve\n\n".encode(),
    "utf-8-not-normalised": "data: e\u0301 \u00e9 \u212b\n\n".encode(),
    "utf-8-emoji-sequence": "data: 👩‍👩‍👧‍👦🇩🇪\n\n".encode(),
    "utf-8-noncharacters": "data: \ufffe\uffff\U0010ffff\ufffd\n\n".encode(),
    "utf-8-lone-continuation": b"data: \x80a\xbf\xbfb\n\n",
    "utf-8-impossible-bytes": b"data: \xc0\xc1\xf5\xff\xfe\n\n",
    "utf-8-overlong": b"data: \xc0\x80|\xe0\x80\x80|\xe0\x9f\xbf|\xf0\x80\x80\x80|\xf0\x8f\xbf\xbf\n\n",
    "utf-8-surrogates": b"data: \xed\xa0\x80|\xed\xbf\xbf|\xed\x9f\xbf|\xee\x80\x80\n\n",
    "utf-8-too-large": b"data: \xf4\x90\x80\x80|\xf4\x8f\xbf\xbf|\xf5\x80\x80\x80\n\n",
    "utf-8-cut-before-line-end": b"data: \xe2\x82\ndata: \xf0\x9f\x98\ndata: \xc3\n\n",
    "utf-8-cut-before-ascii": b"data: \xe2\x82a\xf0\x9f\x98b\xf0\x9fc\xc3d\n\n",
    "utf-8-cut-before-lead": b"data: \xe2\x82\xe2\x82\xac\xf0\x9f\xf0\x9f\x98\x80\xc3\xc3\xa9\n\n",
    "utf-8-cut-at-end": b"data: 1\n\ndata: \xe2\x82",
    "utf-8-bad-in-name": b"da\xffta: 1\ndata: 2\nevent\xc3: x\nevent: \xff\n\n",
    "utf-8-bad-in-id": b"id: \xff1\ndata: 1\n\n",
    "utf-8-bad-before-colon": b"data\xe2: 1\n\xe2data: 2\ndata: 3\n\n",
    "utf-8-overlong-line-end": b"data: a\xc0\x8ab\xc0\x8dc\n\n",
    "controls": bytes(b for b in b"data: " + bytes(range(32)) + b"\x7f" if b not in (10, 13)) + b"\n\n",
    "openai-chat": b"".join(
        b"data: " + line + b"\n\n" for line in (
            b'{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}',
            '{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Grüße "},"finish_reason":null}],"usage":null}'.encode(),
            '{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"😀"},"finish_reason":null}],"usage":null}'.encode(),
            b'{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}',
            b'{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}',
            b"[DONE]",
        )
    ),
    "anthropic-messages": b"".join(
        b"event: " + json.loads(line)["type"].encode() + b"\ndata: " + line + b"\n\n" for line in (
            b'{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"stop_reason":null,"usage":{"input_tokens":9,"output_tokens":1}}}',
            b'{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
            b'{"type":"ping"}',
            '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße "}}'.encode(),
            '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"😀"}}'.encode(),
            b'{"type":"content_block_stop","index":0}',
            b'{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}',
            b'{"type":"message_stop"}',
        )
    ),
}

for name, raw in STREAMS.items():
    with open(name + ".sse", "wb") as file:
        file.write(raw)
    with open(name + ".json", "w", encoding="utf-8") as file:
        json.dump(interpret(raw), file, indent=2)
        file.write("\n")
print(len(STREAMS), "streams", file=sys.stderr)
