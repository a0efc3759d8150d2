"""`scan`: keys in a folder and in its git history, with real repositories."""

import json
import os
import subprocess

import pytest

# No key stands whole in this file: scanners of others read it too.
RANDOM = "aZ3kQ9xW1vB7nM5tR2yL8pD4sF6gH0jC"
OPENAI = "sk-proj-" + RANDOM + RANDOM
ANTHROPIC = "sk-ant-api03-" + RANDOM + "-" + RANDOM
GITHUB = "ghp_" + RANDOM + "wXy9"


@pytest.fixture
def scan(workbook_binary, tmp_path):
    def run(path, *arguments, environment=None):
        environment = environment or {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
        done = subprocess.run(
            [workbook_binary, "scan", str(path), *arguments], capture_output=True, timeout=60, env=environment
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def git(folder, *arguments):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True, env=environment
    ).stdout.strip()


def commit(folder, message="change"):
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def findings(result):
    status, output, errors = result
    found = json.loads(output)["findings"]
    assert status == (1 if found else 0), errors
    return found


def test_folder_without_keys_is_clean(scan, tmp_path):
    folder = tmp_path / "clean"
    folder.mkdir()
    (folder / "app.py").write_text('client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n')
    (folder / ".env.example").write_text("OPENAI_API_KEY=sk-your-key-here\n")
    status, output, _ = scan(folder)
    assert status == 0 and "No key was found." in output


def test_key_in_a_file_is_told_with_its_place_and_never_whole(scan, tmp_path):
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "app.py").write_text(f'import openai\n\nclient = OpenAI(api_key="{OPENAI}")\n')
    status, output, _ = scan(folder)
    assert status == 1 and "app.py:3:26" in output and "OpenAI key" in output
    assert OPENAI not in output and RANDOM not in output and "sk-proj-…" in output and "Rotate first" in output
    assert OPENAI not in scan(folder, "--json")[1]


def test_deleted_file_is_found_in_the_history(scan, repository):
    (repository / "config.txt").write_text(f"key: {ANTHROPIC}\n")
    first = commit(repository)
    (repository / "other.txt").write_text("nothing\n")
    last = commit(repository)
    (repository / "config.txt").unlink()
    commit(repository)
    git(repository, "gc", "-q", "--aggressive")
    [found] = findings(scan(repository, "--json"))
    assert (found["source"], found["path"], found["line"]) == ("history", "config.txt", 1)
    assert found["first_commit"]["id"] == first and found["last_commit"]["id"] == last and not found["current"]
    assert findings(scan(repository, "--json", "--no-history")) == []


def test_branches_tags_stashes_and_messages_are_looked_through(scan, repository):
    (repository / "a.txt").write_text("a\n")
    commit(repository)
    git(repository, "switch", "-q", "-c", "side")
    (repository / "side.txt").write_text(OPENAI + "\n")
    commit(repository)
    git(repository, "switch", "-q", "main")
    (repository / "a.txt").write_text(GITHUB + "\n")
    git(repository, "stash", "-q")
    commit(repository, f"use {ANTHROPIC}")
    found = findings(scan(repository, "--json"))
    assert {(f["source"], f["kind"]) for f in found} == {
        ("history", "OpenAI key"),
        ("history", "GitHub token"),
        ("message", "Anthropic key"),
    }


def test_rewritten_history_is_clean(scan, repository):
    (repository / "a.txt").write_text("a\n")
    commit(repository)
    (repository / "a.txt").write_text(OPENAI + "\n")
    commit(repository)
    assert len(findings(scan(repository, "--json"))) == 2
    git(repository, "reset", "-q", "--hard", "HEAD~1")
    assert findings(scan(repository, "--json")) == []


def test_ignored_files_are_passed_over_unless_asked_for(scan, repository):
    (repository / ".gitignore").write_text(".env\nbuild/\n")
    (repository / ".env").write_text(f"OPENAI_API_KEY={OPENAI}\n")
    (repository / "build").mkdir()
    (repository / "build" / "out.js").write_text(OPENAI)
    commit(repository)
    assert findings(scan(repository, "--json")) == []
    assert {f["path"] for f in findings(scan(repository, "--json", "--ignored"))} == {".env", "build/out.js"}


def test_binary_files_links_and_hostile_names(scan, tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_text(OPENAI)
    (folder / "link.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    (folder / "data.bin").write_bytes(b"\x00\xff" * 70_000 + ANTHROPIC.encode() + b"\x00")
    (folder / "a\n\x1b[31mred.txt").write_text(GITHUB)
    found = findings(scan(folder, "--json"))
    assert [f["kind"] for f in found] == ["GitHub token", "Anthropic key"]
    output = scan(folder)[1]
    assert "\x1b" not in output and "a\\u{a}\\u{1b}[31mred.txt:1:1" in output


def test_missing_git_is_said(scan, repository, tmp_path):
    (repository / "a.txt").write_text(OPENAI)
    commit(repository)
    empty = tmp_path / "empty"
    empty.mkdir()
    status, output, _ = scan(repository, environment={"PATH": str(empty), "HOME": str(tmp_path), "LANG": "C.UTF-8"})
    assert status == 1 and "git is not installed" in output and "a.txt:1:1" in output


def test_settings_of_the_repository_run_nothing(scan, repository, tmp_path):
    mark = tmp_path / "ran"
    (repository / "a.txt").write_text("a\n")
    commit(repository)
    git(repository, "config", "core.fsmonitor", f"touch {mark}")
    git(repository, "config", "core.pager", f"touch {mark}")
    git(repository, "config", "diff.external", f"touch {mark}")
    assert findings(scan(repository, "--json")) == []
    assert not mark.exists()


def test_path_that_is_not_there_is_an_error(scan, tmp_path):
    status, _, errors = scan(tmp_path / "nowhere")
    assert status == 1 and "nowhere" in errors
