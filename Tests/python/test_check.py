"""`workbook check`: the project's own course passes, and each broken one fails at the right place."""

import shutil
import subprocess
from pathlib import Path

import pytest

from screen import environment

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests/Fixtures"
BROKEN = sorted(path.parent for path in (FIXTURES / "broken-courses").glob("*/expected.txt"))


def check(binary, home, folder):
    return subprocess.run(
        [binary, "check", str(folder)], env=environment(home), capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def own_course(tmp_path):
    folder = tmp_path / "course"
    for name in ("lessons", "exercises", "solutions"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def test_the_projects_own_course_passes(workbook_binary, tmp_path):
    result = check(workbook_binary, tmp_path, ROOT)
    assert result.returncode == 0, result.stdout
    assert result.stdout.endswith("no problems\n")


@pytest.mark.parametrize("case", BROKEN, ids=lambda path: path.name)
def test_a_broken_course_fails_at_its_place(workbook_binary, tmp_path, case):
    folder = tmp_path / "course"
    shutil.copytree(FIXTURES / "course", folder)
    shutil.copytree(case, folder, dirs_exist_ok=True)
    (folder / "expected.txt").unlink()
    deleted = folder / "delete.txt"
    if deleted.exists():
        for name in deleted.read_text().split():
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        deleted.unlink()
    result = check(workbook_binary, tmp_path, folder)
    assert result.returncode == 1
    for line in (case / "expected.txt").read_text().splitlines():
        assert line in result.stdout.splitlines()


def replace(file, old, new):
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def test_a_model_answer_that_is_wrong_is_found_by_running_it(workbook_binary, tmp_path, own_course):
    replace(own_course / "solutions/01-rest/content-length.yaml", "answer: 77", "answer: 76")
    result = check(workbook_binary, tmp_path, own_course)
    assert result.returncode == 1
    # 76 is listed as a wrong answer too: now that gets full marks.
    assert "solutions/01-rest/content-length.yaml:" in result.stdout
    assert "this wrong answer gets 2" in result.stdout


def test_commands_that_no_longer_earn_the_points_are_found(workbook_binary, tmp_path, own_course):
    file = own_course / "solutions/01-rest/wrong-key.yaml"
    text = file.read_text()
    assert "Bearer wrong" in text
    file.write_text(text.replace("set header.Authorization", "set header.X-Other"))
    result = check(workbook_binary, tmp_path, own_course)
    assert result.returncode == 1
    assert "solutions/01-rest/wrong-key.yaml:2:" in result.stdout
    assert "the model answer of rest.wrong-key gets 0" in result.stdout


def test_a_try_line_that_does_not_run_is_found_in_its_line(workbook_binary, tmp_path, own_course):
    lesson = own_course / "lessons/01-rest/lesson.md"
    lines = lesson.read_text().splitlines()
    number = lines.index('user "Say hello."') + 1
    lines[number - 1] = "usr Hello"
    lesson.write_text("\n".join(lines) + "\n")
    result = check(workbook_binary, tmp_path, own_course)
    assert result.returncode == 1
    assert f"lessons/01-rest/lesson.md:{number}:1: `usr Hello` fails" in result.stdout
