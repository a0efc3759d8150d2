"""`present`: the page for the projector, in real browsers, following a real prompt."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import browser
from screen import Workbook, environment

pytestmark = pytest.mark.slow

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/present/[A-Za-z0-9]{32}/")
BROWSERS = [(browser.Chromium, browser.CHROMIUM), (browser.Firefox, browser.FIREFOX)]
# Where pictures of the page are left for whoever wants to look at them.
PICTURES = os.environ.get("WORKBOOK_PICTURES")


def models_folder():
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return os.environ.get("WORKBOOK_MODELS") or str(Path(data) / "workbook/models")


@pytest.fixture
def home(tmp_path):
    return environment(tmp_path, WORKBOOK_MODELS=models_folder())


@pytest.fixture
def workbook(workbook_binary, home):
    started = Workbook(workbook_binary, home, columns=120, rows=50)
    yield started
    started.kill()


@pytest.fixture(params=BROWSERS, ids=lambda pair: pair[0].name)
def window(request, tmp_path):
    kind, names = request.param
    if not browser.find(names):
        pytest.skip(f"there is no {kind.name} here")
    opened = kind(tmp_path / "profile")
    yield opened
    opened.close()


def present(workbook):
    return ADDRESS.search(workbook.type("present")).group()


def numbers(workbook_binary, home, *arguments):
    """What `distribution --json` says, by token."""
    said = subprocess.run(
        [workbook_binary, "distribution", *arguments, "--json"], env=home, capture_output=True, check=True, text=True
    )
    return json.loads(said.stdout)


# The rows of the figure: token, the model's share, the sampler's.
SHOWN = """[...document.querySelectorAll("#rows tr[data-id]")].map((row) =>
    [Number(row.dataset.id), ...[...row.querySelectorAll("td.share")].slice(0, 2).map((cell) => cell.textContent)])"""


def wait_for_figure(window, numbers):
    """Waits until the figure shows these numbers."""
    expected = [[row["id"], percent(row["before"]), percent(row["after"])] for row in numbers["tokens"][:8]]
    try:
        window.wait(f"JSON.stringify({SHOWN}) === {json.dumps(json.dumps(expected, separators=(',', ':')))}")
    except AssertionError:
        assert window.evaluate(SHOWN) == expected


def wait_for_rows(window):
    window.wait("document.querySelectorAll('#rows tr[data-id]').length === 8", "eight tokens")


def wait_for_end(window, scene):
    window.wait(f"document.body.dataset.scene === '{scene}' && document.body.classList.contains('finished')")


def percent(share):
    if share == 0:
        return "cut"
    return "<0.1 %" if share < 0.0005 else f"{100 * share:.1f} %"


def picture(window, name):
    if PICTURES:
        window.evaluate("new Promise((done) => setTimeout(() => done(true), 300))")
        window.screenshot(Path(PICTURES) / f"{window.name}-{name}.png")


def test_page_follows_the_prompt(workbook, window, workbook_binary, home):
    workbook.type("request openai")
    workbook.type('user "Explain REST in one line."')
    workbook.type("set max_tokens 40")
    address = present(workbook)
    window.open(address)
    window.wait("document.querySelector('#connection').dataset.state === 'open'")
    picture(window, "idle")

    workbook.type('distribution "The sky is" --temperature 0.5 --top-p 0.6')
    window.wait("document.body.dataset.scene === 'distribution'")
    expected = numbers(workbook_binary, home, "The sky is", "--temperature", "0.5", "--top-p", "0.6")
    wait_for_figure(window, expected)
    assert window.text("#command") == 'distribution "The sky is" --temperature 0.5 --top-p 0.6'
    assert window.text("#prompt") == "The sky is"
    kept = expected["after"]["kept"]
    assert f"top-p 0.6 keeps {kept} token" in window.text("#rows tr.line")
    assert f"→ {expected['after']['entropy_bits']:.2f} bits" in window.text("#measures")
    picture(window, "distribution")

    workbook.type('compare "The sky is" -T 0.2 -T 1 -T 1.5')
    window.wait("document.body.dataset.scene === 'picture'")
    window.wait("document.querySelector('#drawing').naturalWidth > 0", "the picture")
    assert window.evaluate("document.querySelector('#drawing').clientHeight") > 500
    picture(window, "picture")

    workbook.type('generate "Once upon a time" --temperature 0.8 --seed 7 --max-tokens 40')
    wait_for_end(window, "generation")
    said = subprocess.run(
        [workbook_binary, "generate", "Once upon a time", "--temperature", "0.8", "--seed", "7", "--max-tokens", "40", "--json"],
        env=home, capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert window.text("#answer") == json.loads(said.stdout)["text"]
    assert "seed 7" in window.text("#outcome")
    assert window.evaluate("document.querySelectorAll('#rows tr.drawn').length") == 1
    picture(window, "generation")

    workbook.type("send --stream")
    wait_for_end(window, "request")
    assert window.text("#prompt") == "Explain REST in one line."
    count = int(re.search(r"(\d+) events", window.text("#outcome")).group(1))
    rows = window.evaluate(
        "[...document.querySelectorAll('#event-rows tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert [row[0] for row in rows] == [str(number + 1) for number in range(count)]
    assert [row[3] for row in rows] == ["message"] * count
    assert window.text("#data") == "[DONE]"
    assert window.text("#answer") == "".join(json.loads(row[4]) for row in rows if row[4])
    picture(window, "request")
    if window.name == "chromium":
        window.prefer(prefers_color_scheme="dark")
        picture(window, "request-dark")
        # Nothing was asked for but the page and its parts.
        assert window.requests and all(url.startswith((address, "data:")) for url in window.requests)
    assert window.troubles() == []


def test_sliders_move_the_same_sampler(workbook, window, workbook_binary, home):
    window.open(present(workbook))
    workbook.type('distribution "The capital of France is" --min-p 0.001')

    def moved_to(*settings):
        said = numbers(workbook_binary, home, "The capital of France is", "--min-p", "0.001", *settings)
        wait_for_figure(window, said)

    moved_to()
    window.press("ArrowLeft", 10)
    assert window.text("#temperature-value") == "0.5"
    moved_to("--temperature", "0.5")
    window.press("ArrowDown", 15)
    assert window.text("#top-p-value") == "0.85"
    moved_to("--temperature", "0.5", "--top-p", "0.85")
    window.press("r")
    moved_to()
    window.press("ArrowRight", 8)
    window.press("-", 13)
    assert window.text("#top-k-value") == "10"
    moved_to("--temperature", "1.4", "--top-k", "10")
    # An arrow on a slider that has the focus moves that one.
    window.press("r")
    window.evaluate("document.querySelector('#top-p').focus()")
    window.press("ArrowLeft", 40)
    assert window.text("#top-p-value") == "0.6" and window.text("#temperature-value") == "1"
    moved_to("--top-p", "0.6")
    assert window.evaluate("document.querySelector('#top-p').getAttribute('aria-valuetext')") == "0.6"
    # The prompt stays where it was.
    assert "after T 1 · min-p 0.001" in workbook.type('distribution "The capital of France is" --min-p 0.001')
    moved_to()
    assert window.troubles() == []


def test_hostile_text_stays_text(workbook, window):
    hostile = "<img src=x onerror=alert(1)><script>document.title=1</script>&lt;b&gt; {nonce}"
    window.open(present(workbook))
    workbook.type(f"distribution '{hostile}'")
    window.wait("document.body.dataset.scene === 'distribution'")
    assert window.text("#prompt") == hostile
    assert window.evaluate("document.title").startswith("distribution '<img")
    workbook.type("request anthropic")
    workbook.type(f"user {hostile}")
    workbook.type("set max_tokens 5")
    workbook.type("send --stream")
    wait_for_end(window, "request")
    assert window.text("#prompt") == hostile
    assert window.evaluate("document.querySelectorAll('img:not(#drawing), b, body script, #words *:not(p, span)').length") == 0
    assert window.troubles() == []


def test_keys_do_not_reach_the_page(workbook, window):
    key = "sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789"
    window.open(present(workbook))
    workbook.type("request openai")
    workbook.type(f"user Is {key} my key?")
    workbook.type("set max_tokens 20")
    workbook.type("send --stream")
    wait_for_end(window, "request")
    assert "abcdefghij" not in window.evaluate("document.documentElement.outerHTML")
    assert window.text("#prompt").startswith("Is sk-ant-")


def test_page_says_when_it_is_over(workbook, window):
    address = present(workbook)
    window.open(address)
    window.wait("document.querySelector('#connection').dataset.state === 'open'")
    workbook.type("present --off")
    window.wait("document.querySelector('#connection').textContent === 'switched off at the prompt'")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)
    assert refused.value.code == 404
    assert "There is no page to end." in workbook.type("present --off")

    again = present(workbook)
    assert again != address
    window.open(again)
    workbook.type('distribution "The sky is"')
    wait_for_rows(window)
    workbook.keys("\x04")
    assert workbook.finish() == 0
    window.wait("document.querySelector('#connection').textContent === 'the workbook has ended'")
    # What it showed last stays, and cannot be moved any more.
    wait_for_rows(window)
    assert window.evaluate("document.querySelector('#temperature').disabled")


def test_page_notices_a_workbook_that_was_killed(workbook, window):
    window.open(present(workbook))
    window.wait("document.querySelector('#connection').dataset.state === 'open'")
    os.kill(workbook.pid, signal.SIGKILL)
    window.wait("document.querySelector('#connection').dataset.state === 'lost'")
    window.wait("document.querySelector('#connection').textContent.startsWith('no answer')", timeout=30)


def test_viewer_that_does_not_read_holds_nobody_up(workbook):
    address = present(workbook)
    host, port, path = re.match(r"http://([^:]+):(\d+)(.*)", address).groups()
    with socket.create_connection((host, int(port))) as idle:
        idle.sendall(f"GET {path}events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        workbook.type('generate "Once upon a time" --seed 1 --max-tokens 200 --model ngram')
        assert "200 tokens" in workbook.text() or "end of text" in workbook.text()


def test_looks_right_in_any_size_and_light(workbook, window):
    """Nothing sticks out of the page or is smaller than 24 px, and the longest lines are shortened and not wrapped."""
    window.open(present(workbook))
    workbook.type('distribution "The sky is" --temperature 0.7 --top-p 0.8 --top-k 40 --min-p 0.01 --order llama.cpp')
    wait_for_rows(window)
    for width, height in [(1280, 720), (1920, 1080), (1024, 768)]:
        window.resize(width, height)
        window.wait(f"innerWidth === {width}")
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert window.evaluate("document.documentElement.scrollHeight <= innerHeight")
        small = window.evaluate(
            """[...document.querySelectorAll("body *")].filter((part) =>
                part.checkVisibility() && part.innerText?.trim() && parseFloat(getComputedStyle(part).fontSize) < 24
            ).map((part) => part.outerHTML)"""
        )
        assert small == []
        picture(window, f"distribution-{width}")
    assert window.troubles() == []
