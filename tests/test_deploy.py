"""What an operator starts from: Django's own check of the default settings, the image and the compose file."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from adam import settings as adam_settings
from adam.db.embedded import programs

HOME = Path(__file__).parents[1]
KNOWN = set(re.findall(r'(?:environ\.get|flag|number)\("(\w+)"', (HOME / "adam" / "settings.py").read_text()))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HOME / "docker-compose.yml").read_text())
    return loaded


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py with nothing in its environment but these variables."""
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=HOME, env=bare, capture_output=True, text=True)


def test_default_settings_pass_djangos_deployment_check(tmp_path: Path) -> None:
    key = "x7Jq-test-only-" + "abcdefghij0123456789" * 3

    result = manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=key, ADAM_VAR=str(tmp_path))

    assert result.returncode == 0, result.stderr


def test_models_and_migrations_agree() -> None:
    result = manage("makemigrations", "--check", "--dry-run", ADAM_VAR=os.environ.get("ADAM_VAR", ""))

    assert result.returncode == 0, result.stdout


def test_compose_has_every_part(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"db", "setup", "web", "worker", "s3", "mail"}
    assert set(compose["volumes"]) == {"database", "documents"}


@pytest.mark.parametrize("name", ["setup", "web", "worker"])
def test_compose_passes_on_all_that_settings_know(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]

    assert set(environment) == KNOWN - {"ADAM_VAR", "ADAM_DEBUG"}  # nothing stays in a container


def test_postgresql_accepts_what_compose_sets_it_up_with(compose: dict[str, Any]) -> None:
    options = shlex.split(compose["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"])

    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - the account that PostgreSQL runs as passes through
        programs.private_folder(Path(folder) / "data")
        status, said = programs.call([str(programs.binaries() / "initdb"), "-D", f"{folder}/data", *options])

    assert status == 0, said
    assert options == ["--encoding=UTF8", *programs.locale_options(18)]  # as the embedded one


def test_compose_waits_for_the_database_that_others_reach(compose: dict[str, Any]) -> None:
    """While it is made, a server answers inside its container only; what starts then finds no database."""
    command = shlex.join(compose["services"]["db"]["healthcheck"]["test"])

    assert "pg_isready --host localhost" in command


def test_compose_catches_mail_at_the_port_that_another_server_would_have(compose: dict[str, Any]) -> None:
    assert compose["services"]["web"]["environment"]["EMAIL_PORT"] == "${EMAIL_PORT:-25}"
    assert compose["services"]["mail"]["environment"]["MP_SMTP_BIND_ADDR"].endswith(":25")


def test_a_folder_named_from_here_is_the_same_for_commands_that_start_elsewhere(tmp_path: Path) -> None:
    program = "from django.conf import settings; print(settings.VAR, settings.MEDIA_ROOT)"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HOME), "DJANGO_SETTINGS_MODULE": "adam.settings"}

    printed = subprocess.check_output(
        [sys.executable, "-c", program], cwd=tmp_path, env={**environment, "ADAM_VAR": "kept"}, text=True
    )

    assert printed.split() == [f"{tmp_path}/kept", f"{tmp_path}/kept/documents"]


def test_first_starts_at_once_have_one_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adam_settings, "VAR", tmp_path / "var")

    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: adam_settings.kept_secret("secret-key"), range(64)))

    assert len(secrets) == 1
    assert len(secrets.pop()) > 60
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_compose_holds_no_secret(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|DATABASE_URL|S3_KEY", name):
                assert "${" in value


def test_compose_starts_commands_that_exist(compose: dict[str, Any]) -> None:
    commands = re.findall(r"manage\.py (\w+)", str(compose) + (HOME / "Dockerfile").read_text())

    listed = manage("help", "--commands", SECRET_KEY="x", ADAM_VAR="/nonexistent").stdout.split()

    assert set(commands) >= {"migrate", "createcachetable", "load_reference", "work", "collectstatic"}
    assert set(commands) <= set(listed)
