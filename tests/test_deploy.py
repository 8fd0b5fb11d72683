"""What an operator starts from: Django's own check of the default settings, the image and the compose file."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

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
def test_compose_sets_only_variables_that_settings_know(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]

    assert set(environment) <= KNOWN
    assert {"SECRET_KEY", "DATABASE_URL", "AWS_STORAGE_BUCKET_NAME", "EMAIL_HOST"} <= set(environment)


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
