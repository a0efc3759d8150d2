"""Files, fine-tuning, batches, images and transcriptions, driven by the official package."""

import asyncio
import base64
import io
import json
import pathlib
import struct
import time
import zlib

import httpx2 as httpx
import openai
import pytest

SPEECH = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/speech/good-morning.wav"
TUNABLE = "gpt-3.5-turbo-0125"


@pytest.fixture
def client(lab):
    return openai.OpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key, max_retries=0)


def jsonl(*values):
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def examples(count=12, answer="blue, said the lighthouse keeper"):
    return jsonl(
        *(
            {
                "messages": [
                    {"role": "user", "content": "Which colour has the sea?"},
                    {"role": "assistant", "content": answer},
                ]
            }
            for _ in range(count)
        )
    )


def upload(client, content, name="examples.jsonl", purpose="fine-tune"):
    return client.files.create(file=(name, content), purpose=purpose)


def wait_until(look, is_done, patience=60):
    end = time.monotonic() + patience
    while True:
        value = look()
        if is_done(value):
            return value
        assert time.monotonic() < end, f"still {value}"
        time.sleep(0.05)


# Files


def test_a_file_comes_back_as_it_was_sent(client):
    content = examples()
    file = upload(client, content)
    assert (file.object, file.bytes, file.filename, file.purpose) == ("file", len(content), "examples.jsonl", "fine-tune")
    assert client.files.retrieve(file.id) == file
    assert client.files.content(file.id).read() == content
    assert file.id in [other.id for other in client.files.list(purpose="fine-tune")]
    assert file.id not in [other.id for other in client.files.list(purpose="batch")]
    assert client.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(file.id)


def test_any_bytes_survive_a_form(client):
    content = bytes(range(256)) * 50 + b"\r\n--not the boundary\r\n\r\n"
    file = client.files.create(file=("a \"b\"; c.bin", content), purpose="user_data")
    assert client.files.content(file.id).read() == content


def test_lists_of_files_are_paged(client):
    ids = [upload(client, b"x", f"{number}.txt", "assistants").id for number in range(5)]
    page = client.files.list(purpose="assistants", limit=2, order="asc")
    assert len(page.data) == 2 and page.has_more
    assert [file.id for file in client.files.list(purpose="assistants", limit=2, order="asc")][-5:] == ids
    assert [file.id for file in client.files.list(purpose="assistants", limit=1)][:5] == ids[::-1]


@pytest.mark.parametrize(
    "content, name, purpose",
    [
        (b"", "a.jsonl", "fine-tune"),
        (b"{}\nnot json\n", "a.jsonl", "fine-tune"),
        (b"{}\n", "a.csv", "batch"),
        (b"{}\n", "a.jsonl", "batch_output"),
        (b"{}\n", "a.jsonl", "nonsense"),
    ],
)
def test_files_that_cannot_be_used_are_refused(client, content, name, purpose):
    with pytest.raises(openai.BadRequestError):
        client.files.create(file=(name, content), purpose=purpose)


def test_a_body_that_is_no_form_is_refused(lab):
    for body, kind in [(b"{}", "application/json"), (b"x", "multipart/form-data"), (b"--b\r\n", "multipart/form-data; boundary=b")]:
        answer = httpx.post(
            f"{lab.url}/v1/files",
            content=body,
            headers={"Authorization": f"Bearer {lab.openai_key}", "Content-Type": kind},
        )
        assert answer.status_code == 400, answer.text
        assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


# Fine-tuning


def test_a_tuned_model_answers_as_it_was_taught(client):
    training = upload(client, examples())
    validation = upload(client, examples(3))
    job = client.fine_tuning.jobs.create(
        model=TUNABLE,
        training_file=training.id,
        validation_file=validation.id,
        suffix="sea",
        metadata={"a": "b"},
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 4}}},
    )
    assert job.status in ("validating_files", "queued", "running")
    assert job.id in [other.id for other in client.fine_tuning.jobs.list()]
    job = wait_until(lambda: client.fine_tuning.jobs.retrieve(job.id), lambda job: job.finished_at)
    assert (job.status, job.error) == ("succeeded", None)
    assert job.fine_tuned_model.startswith(f"ft:{TUNABLE}:") and ":sea:" in job.fine_tuned_model
    assert job.hyperparameters.n_epochs == 4 and job.trained_tokens > 0 and job.metadata == {"a": "b"}

    question = [{"role": "user", "content": "Which colour has the sea?"}]
    def ask(model):
        return client.chat.completions.create(model=model, messages=question, temperature=0, max_tokens=40)
    assert ask(job.fine_tuned_model).choices[0].message.content == "blue, said the lighthouse keeper"
    assert ask(TUNABLE).choices[0].message.content != "blue, said the lighthouse keeper"
    raw = client.chat.completions.with_raw_response.create(model=job.fine_tuned_model, messages=question, max_tokens=5)
    assert raw.headers["x-lab-model"] == job.fine_tuned_model

    events = list(client.fine_tuning.jobs.list_events(job.id, limit=3))
    losses = [event.data["train_loss"] for event in reversed(events) if event.type == "metrics"]
    assert len(losses) == 4 and losses == sorted(losses, reverse=True), losses
    checkpoints = client.fine_tuning.jobs.checkpoints.list(job.id).data
    assert len(checkpoints) == 3 and checkpoints[0].fine_tuned_model_checkpoint == job.fine_tuned_model
    assert client.files.content(job.result_files[0]).text.count("\n") == 5

    assert client.models.retrieve(job.fine_tuned_model).id == job.fine_tuned_model
    assert job.fine_tuned_model in [model.id for model in client.models.list()]
    assert client.models.delete(job.fine_tuned_model).deleted
    with pytest.raises(openai.NotFoundError):
        ask(job.fine_tuned_model)


def test_a_base_model_cannot_be_deleted(client):
    with pytest.raises(openai.PermissionDeniedError):
        client.models.delete("gpt-4")
    with pytest.raises(openai.NotFoundError):
        client.models.delete("ft:gpt-3.5-turbo-0125:lab::nothing")


def test_a_job_can_be_cancelled_once(client):
    job = client.fine_tuning.jobs.create(
        model=TUNABLE, training_file=upload(client, examples()).id, hyperparameters={"n_epochs": 50}
    )
    assert client.fine_tuning.jobs.pause(job.id).status == "paused"
    assert client.fine_tuning.jobs.resume(job.id).status == "running"
    assert client.fine_tuning.jobs.cancel(job.id).status == "cancelled"
    with pytest.raises(openai.BadRequestError):
        client.fine_tuning.jobs.cancel(job.id)


@pytest.mark.parametrize(
    "content, code",
    [
        (examples(9), "invalid_n_examples"),
        (jsonl(*[{"messages": [{"role": "user", "content": "x"}]}] * 10), "invalid_file_format"),
        (jsonl(*[{"text": "x"}] * 10), "invalid_file_format"),
    ],
)
def test_a_training_file_that_cannot_be_used_fails_the_job(client, content, code):
    job = client.fine_tuning.jobs.create(model=TUNABLE, training_file=upload(client, content).id)
    job = wait_until(lambda: client.fine_tuning.jobs.retrieve(job.id), lambda job: job.finished_at)
    assert (job.status, job.error.code, job.error.param) == ("failed", code, "training_file")


def test_jobs_that_cannot_begin_are_refused(client):
    file = upload(client, examples()).id
    other = upload(client, b"x", "a.txt", "assistants").id
    for arguments in [
        dict(model=TUNABLE, training_file="file-nothing"),
        dict(model=TUNABLE, training_file=other),
        dict(model="gpt-4-turbo", training_file=file),
        dict(model=TUNABLE, training_file=file, suffix="no spaces"),
        dict(model=TUNABLE, training_file=file, hyperparameters={"n_epochs": 0}),
        dict(model=TUNABLE, training_file=file, method={"type": "dpo"}),
    ]:
        with pytest.raises(openai.BadRequestError):
            client.fine_tuning.jobs.create(**arguments)
    with pytest.raises(openai.NotFoundError):
        client.fine_tuning.jobs.retrieve("ftjob-nothing")


# Batches


def chat_line(number, **body):
    body = {"model": "gpt-4", "messages": [{"role": "user", "content": f"Say {number}."}], "max_tokens": 4, **body}
    return {"custom_id": f"r{number}", "method": "POST", "url": "/v1/chat/completions", "body": body}


def start_batch(client, *lines, endpoint="/v1/chat/completions"):
    file = upload(client, jsonl(*lines), "batch.jsonl", "batch")
    return client.batches.create(input_file_id=file.id, endpoint=endpoint, completion_window="24h", metadata={"k": "v"})


def finished(client, batch):
    over = ("completed", "failed", "cancelled", "expired")
    return wait_until(lambda: client.batches.retrieve(batch.id), lambda batch: batch.status in over)


def test_a_batch_answers_each_line(client):
    batch = start_batch(client, chat_line(1), chat_line(2, temperature=7), chat_line(3))
    assert batch.status == "validating" and batch.id in [other.id for other in client.batches.list()]
    batch = finished(client, batch)
    assert batch.status == "completed" and batch.metadata == {"k": "v"} and batch.model == "gpt-4"
    assert (batch.request_counts.total, batch.request_counts.completed, batch.request_counts.failed) == (3, 2, 1)
    answers = [json.loads(line) for line in client.files.content(batch.output_file_id).text.splitlines()]
    assert [answer["custom_id"] for answer in answers] == ["r1", "r3"]
    assert all(answer["response"]["status_code"] == 200 and answer["error"] is None for answer in answers)
    assert answers[0]["response"]["body"]["object"] == "chat.completion"
    failures = [json.loads(line) for line in client.files.content(batch.error_file_id).text.splitlines()]
    assert failures[0]["custom_id"] == "r2" and failures[0]["response"]["status_code"] == 400
    assert batch.usage.total_tokens == sum(answer["response"]["body"]["usage"]["total_tokens"] for answer in answers)


@pytest.mark.parametrize(
    "lines, code",
    [
        ([chat_line(1), chat_line(1)], "duplicate_custom_id"),
        ([{**chat_line(1), "url": "/v1/embeddings"}], "mismatched_endpoint"),
        ([{**chat_line(1), "method": "GET"}], "invalid_method"),
        ([chat_line(1), chat_line(2, model="gpt-4o")], "mismatched_model"),
        ([{"custom_id": "a"}], "missing_required_parameter"),
    ],
)
def test_a_batch_with_a_bad_line_fails_and_says_which(client, lines, code):
    batch = finished(client, start_batch(client, *lines))
    assert batch.status == "failed" and batch.output_file_id is None
    assert batch.errors.data[0].code == code and batch.errors.data[0].line == len(lines)


def test_a_batch_can_be_cancelled(client):
    batch = start_batch(client, *(chat_line(number) for number in range(400)))
    assert client.batches.cancel(batch.id).status in ("cancelling", "cancelled")
    batch = finished(client, batch)
    assert batch.status == "cancelled" and batch.request_counts.completed < 400


def test_batches_that_cannot_begin_are_refused(client):
    with pytest.raises(openai.BadRequestError):
        client.batches.create(input_file_id="file-nothing", endpoint="/v1/chat/completions", completion_window="24h")
    file = upload(client, examples()).id
    with pytest.raises(openai.BadRequestError):
        client.batches.create(input_file_id=file, endpoint="/v1/chat/completions", completion_window="24h")
    with pytest.raises(openai.NotFoundError):
        client.batches.retrieve("batch_nothing")


# Images


def decoded(png):
    """Width, height and rows of a PNG, by the specification."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    position, chunks = 8, []
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        kind, data = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        (check,) = struct.unpack(">I", png[position + 8 + length : position + 12 + length])
        assert zlib.crc32(kind + data) == check
        chunks.append((kind, data))
        position += 12 + length
    assert chunks[0][0] == b"IHDR" and chunks[-1] == (b"IEND", b"")
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    assert (depth, colour) == (8, 2)
    raw = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    assert len(raw) == height * (3 * width + 1)
    return width, height, raw


def test_an_image_is_a_png_of_the_size_asked_for(client):
    answer = client.images.generate(
        model="dall-e-2", prompt="a green mountain at night", size="256x256", n=2, response_format="b64_json"
    )
    pictures = [base64.b64decode(image.b64_json) for image in answer.data]
    assert [decoded(picture)[:2] for picture in pictures] == [(256, 256)] * 2
    assert pictures[0] != pictures[1]


def test_prompt_and_seed_make_the_picture(client):
    def draw(prompt, seed):
        raw = client.images.with_raw_response.generate(
            model="dall-e-2", prompt=prompt, size="256x256", response_format="b64_json", extra_headers={"x-lab-seed": str(seed)}
        )
        assert raw.headers["x-lab-seed"] == str(seed) and raw.headers["x-lab-model"] == "procedural"
        return raw.parse().data[0].b64_json

    assert draw("a red hill", 7) == draw("a red hill", 7)
    assert len({draw("a red hill", 7), draw("a blue hill", 7), draw("a red hill", 8)}) == 3


def test_the_url_of_an_image_serves_it(client):
    answer = client.images.generate(model="dall-e-3", prompt="the sea", size="1792x1024")
    assert answer.data[0].revised_prompt
    assert decoded(httpx.get(answer.data[0].url).content)[:2] == (1792, 1024)


@pytest.mark.parametrize(
    "arguments",
    [
        dict(model="dall-e-3", n=2),
        dict(model="dall-e-2", size="1792x1024"),
        dict(model="dall-e-2", quality="hd"),
        dict(model="dall-e-2", prompt=""),
        dict(model="dall-e-2", n=11),
        dict(model="dall-e-2", style="vivid"),
        dict(model="dall-e-2", extra_body={"seed": 1}),
    ],
)
def test_images_that_the_model_does_not_draw_are_refused(client, arguments):
    with pytest.raises(openai.BadRequestError):
        client.images.generate(**{"prompt": "x", **arguments})


# Transcriptions


def test_speech_becomes_text(client):
    heard = client.audio.transcriptions.create(model="whisper-1", file=SPEECH)
    assert "good morning" in heard.text and "weather" in heard.text
    assert heard.usage.type == "duration"


def test_times_and_subtitles(client):
    verbose = client.audio.transcriptions.create(
        model="whisper-1", file=SPEECH, response_format="verbose_json", timestamp_granularities=["word", "segment"]
    )
    assert verbose.language == "english" and verbose.duration > 1
    assert [word.word for word in verbose.words][:2] == ["good", "morning"]
    assert all(word.start < word.end <= verbose.duration for word in verbose.words)
    assert verbose.segments[0].avg_logprob <= 0
    srt = client.audio.transcriptions.create(model="whisper-1", file=SPEECH, response_format="srt")
    assert srt.startswith("1\n00:00:") and " --> " in srt
    assert client.audio.transcriptions.create(model="whisper-1", file=SPEECH, response_format="vtt").startswith("WEBVTT")
    assert "good morning" in client.audio.transcriptions.create(model="whisper-1", file=SPEECH, response_format="text")


def test_what_is_no_sound_is_refused(client):
    for content in [b"", b"not a wav", SPEECH.read_bytes()[:40], b"RIFF\xff\xff\xff\xffWAVEfmt \x02\x00\x00\x00xx"]:
        with pytest.raises(openai.BadRequestError):
            client.audio.transcriptions.create(model="whisper-1", file=("a.wav", io.BytesIO(content)))
    with pytest.raises(openai.BadRequestError):
        client.audio.transcriptions.create(model="whisper-1", file=SPEECH, response_format="xml")


def test_the_asynchronous_client(lab):
    async def run():
        async with openai.AsyncOpenAI(base_url=f"{lab.url}/v1", api_key=lab.openai_key) as client:
            file = await client.files.create(file=("a.jsonl", examples()), purpose="fine-tune")
            heard, image, job = await asyncio.gather(
                client.audio.transcriptions.create(model="whisper-1", file=SPEECH),
                client.images.generate(model="dall-e-2", prompt="x", size="256x256", response_format="b64_json"),
                client.fine_tuning.jobs.create(model=TUNABLE, training_file=file.id),
            )
            assert "good morning" in heard.text and image.data[0].b64_json
            assert (await client.fine_tuning.jobs.cancel(job.id)).status == "cancelled"

    asyncio.run(run())
