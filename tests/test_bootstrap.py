"""The first command on a fresh clone, tried with a small project of the same shape and packages from a folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from adam import bootstrap

HOME = Path(__file__).parents[1]
PROJECT = """
[project]
dependencies = ["small~=1.0"]  # why
[dependency-groups]
test = ["tester>=1"]
"""
MANAGE = """
import sys
from adam import bootstrap
bootstrap.enter(sys.argv[1])
import small
print("small is in", sys.prefix)
if sys.argv[1] == "test":
    import tester
    print("tester is there")
"""


def clone(folder: Path) -> Path:
    home = folder / "a clone"
    (home / "adam").mkdir(parents=True)
    (home / "pyproject.toml").write_text(PROJECT)
    (home / "manage.py").write_text(MANAGE)
    (home / "adam" / "__init__.py").touch()
    shutil.copy(HOME / "adam" / "bootstrap.py", home / "adam")
    for name in "small", "tester":
        wheel(folder / "wheels", name)
    return home


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return clone(tmp_path)


@pytest.fixture(scope="module")
def used_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One whose environment was made already, and what its first command said."""
    home = clone(tmp_path_factory.mktemp("used"))
    status, output = run(home, "up")
    assert status == 0, output
    return home, output


@pytest.fixture
def used_project(used_once: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of it, as making it takes seconds."""
    shutil.copytree(used_once[0].parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "a clone"


def wheel(folder: Path, name: str) -> None:
    """The least that pip takes for a package."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as package:
        package.writestr(f"{name}.py", "")
        package.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        package.writestr(
            f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        package.writestr(f"{name}-1.0.dist-info/RECORD", "")


def start(home: Path, command: str, python: str = "", **environment: str) -> subprocess.Popen[str]:
    variables = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(home.parent / "wheels"), **environment}
    return subprocess.Popen(
        [python or os.path.realpath(sys.executable), "manage.py", command],
        cwd=home,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(home: Path, command: str, python: str = "", **environment: str) -> tuple[int, str]:
    process = start(home, command, python, **environment)
    output = process.communicate()[0]
    return process.returncode, output


def test_first_command_prepares_and_the_second_finds_all_ready(used_once: tuple[Path, str]) -> None:
    project, first = used_once
    assert "Installing 1 packages" in first
    assert first.endswith(f"small is in {project / '.venv'}\n")

    assert run(project, "up") == (0, f"small is in {project / '.venv'}\n")


def test_tests_in_the_own_environment_add_their_tools(used_project: Path) -> None:
    status, output = run(used_project, "test", python=str(used_project / ".venv" / "bin" / "python"))

    assert status == 0, output
    assert "tester is there" in output


def test_changed_requirements_are_installed(used_project: Path) -> None:
    (used_project / "pyproject.toml").write_text(PROJECT.replace('"small~=1.0"', '"small~=1.0", "tester"'))

    status, output = run(used_project, "up")

    assert status == 0
    assert "Installing 2 packages" in output


def test_unreachable_index_is_one_sentence_and_the_next_try_goes_on(project: Path) -> None:
    status, output = run(project, "up", PIP_FIND_LINKS="/nonexistent")
    assert status == 1
    assert "The packages could not be installed. Is the package index reachable? pip says: ERROR" in output
    assert "Traceback" not in output

    assert run(project, "up")[0] == 0


def test_environment_of_an_interrupted_start_is_made_anew(used_project: Path) -> None:
    (used_project / ".venv" / "bin" / "pip").write_text("half a file")
    (used_project / "var" / "environment-unfinished").touch()  # as a kill in the middle of pip leaves it

    status, output = run(used_project, "up")

    assert status == 0
    assert "Making" in output
    assert run(used_project, "up")[1].count("\n") == 1


def test_two_first_starts_at_once_share_the_work(project: Path) -> None:
    both = [start(project, "up"), start(project, "up")]

    outputs = [process.communicate()[0] for process in both]

    assert [process.returncode for process in both] == [0, 0], outputs
    assert "".join(outputs).count("Installing") == 1


def test_prepared_environment_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "none")

    bootstrap.enter("check")
    bootstrap.enter("test")


def test_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))

    with pytest.raises(SystemExit, match=r"ADAM needs Python 3\.11 or newer"):
        bootstrap.enter("up")


def test_missing_packages_are_found_by_name() -> None:
    assert bootstrap.missing(["django~=5.2", "django-storages[s3]~=1.14", "nothing-of-that-name>=1"]) == [
        "nothing-of-that-name"
    ]


def test_unknown_browser_ends_the_tests_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADAM_CHROMIUM", "/nonexistent/chromium")

    with pytest.raises(SystemExit, match="name its program in ADAM_CHROMIUM"):
        bootstrap.chromium()


@pytest.mark.parametrize(("is_offline", "taken"), [(False, "chromium-headless-shell"), (True, "chromium")])
def test_tests_install_the_browser_without_windows_or_use_the_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_offline: bool, taken: str
) -> None:
    shell = tmp_path / "chromium-headless-shell"
    install = f"#!{sys.executable}\nimport pathlib\npathlib.Path({str(shell)!r}).touch(0o755)\n"
    scripts = {"apt-cache": "#!/bin/sh", "chromium": "", "apt-get": "#!/bin/sh\nexit 100" if is_offline else install}
    for name, text in scripts.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ADAM_CHROMIUM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert bootstrap.chromium() == str(tmp_path / taken)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("up", "http://127.0.0.1:8000"),
        ("up --port 8001", "http://127.0.0.1:8001"),
        ("up --no-demo --host 0.0.0.0 --port=80", "http://127.0.0.1:80"),
        ("up --host 192.0.2.7", "http://192.0.2.7:8000"),
        ("runserver", "http://127.0.0.1:8000"),
        ("runserver 8123", "http://127.0.0.1:8123"),
        ("runserver 0.0.0.0:8123 --noreload", "http://127.0.0.1:8123"),
        ("invite a@b.example --role administrator", "http://127.0.0.1:8000"),
        ("test tests/test_up.py -x", "http://127.0.0.1:8000"),
        ("check --deploy", None),
    ],
)
def test_address_of_a_site_on_ones_own_machine(words: str, address: str | None) -> None:
    command, *arguments = words.split()

    assert bootstrap.local_address(command, arguments) == address


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ADAM_BASE_URL", "adam.example", "ADAM_BASE_URL is 'adam.example'; write the full"),
        ("ADAM_DIGEST_HOUR", "24", "ADAM_DIGEST_HOUR is 24; write an hour from 0 to 23."),
        ("ADAM_TIME_ZONE", "Vienna", "ADAM_TIME_ZONE is 'Vienna'; write a name such as Europe/Vienna."),
    ],
)
def test_wrong_setting_is_one_sentence(name: str, value: str, sentence: str) -> None:
    environment = {**os.environ, name: value}
    command = [sys.executable, "manage.py", "up"]

    result = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True)

    assert result.returncode == 1
    assert result.stderr.startswith(f"The settings are not in order. {sentence}")
