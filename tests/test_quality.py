"""The code as a whole: formatting, lint, types, and imports that go one way."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
MAY_IMPORT = {
    "partners": set(),
    "projects": {"partners"},
    "duplication": {"partners", "projects"},
    "roundtables": {"partners", "projects", "duplication"},
    "adam": {"partners", "projects", "roundtables", "duplication"},
}
NOT_KNOWN = {  # in duplication: by package, those that it does not import; what shows a thing knows what it is
    "matching": {"models", "calibration", "review", "notices", "presentation", "forms", "queue", "views"},
    "models": {"calibration", "review", "notices", "presentation", "forms", "queue", "views"},
    "review": {"presentation", "forms", "queue", "views"},
    "calibration": {"notices", "forms", "queue", "views"},
    "notices": {"review", "forms", "queue", "views"},
    "forms": {"notices", "presentation", "queue", "views"},
    "presentation": {"review", "notices", "forms", "queue", "views"},
    "queue": {"views"},
}
LONGEST = 400  # lines


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and first name of each import, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_imports_go_one_way(app: str) -> None:
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[app] - {app}
    wrong = [
        f"{path.relative_to(HOME)}:{line} imports {name}"
        for path in sorted((HOME / app).rglob("*.py"))
        if "migrations" not in path.parts
        for line, name in imports(path)
        if name in forbidden
    ]
    assert wrong == []


@pytest.mark.parametrize("package", NOT_KNOWN)
def test_within_duplication_what_decides_knows_no_page(package: str) -> None:
    """Names for types alone are no imports."""
    wrong = [
        f"{path.relative_to(HOME)} imports {node.module}"
        for path in sorted((HOME / "duplication" / package).rglob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for app, _, module in [node.module.partition(".")]
        if app == "duplication" and module.partition(".")[0] in NOT_KNOWN[package]
    ]
    assert wrong == []


def own_files(*suffixes: str) -> Iterator[Path]:
    """What people of this project write and read: no migrations, nothing that is installed or made at run time."""
    for folder in (*MAY_IMPORT, "tests", "static/adam"):
        for path in sorted((HOME / folder).rglob("*")):
            if path.suffix in suffixes and "migrations" not in path.parts:
                yield path


def test_no_module_stands_beside_a_package_of_its_name() -> None:
    """Python would read the package and never say that the module is not used."""
    hidden = [path for path in own_files(".py") if (path.with_suffix("") / "__init__.py").exists()]
    assert hidden == []


def test_no_file_is_too_long_to_be_read_in_one_go() -> None:
    """Most have less than 150 lines; one that nears the limit is cut where its names suggest it."""
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in own_files(".py", ".css", ".js")}
    assert {str(path.relative_to(HOME)): lines for path, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "--quiet"], ["ruff", "format", "--check", "--quiet"], ["mypy", "--cache-dir", os.devnull]],
    ids=["lint", "format", "types"],
)
def test_tools_have_no_complaint(command: list[str]) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=HOME, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout + result.stderr
