"""What an operator starts from: Django's own check of the default settings, the image and the compose file."""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

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


@pytest.mark.parametrize(
    "url",
    [
        "mysql://adam:secret@db/adam",
        "postgresql://adam:secret@db:5432",
        "postgresql://adam:secret@db:port/adam",
        "postgresql://adam:se/cret@db:5432/adam",
        "postgresql://adam:se#cret@db:5432/adam",
    ],
)
def test_an_address_of_a_database_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"In the password write %2F for /"):
        adam_settings.database(url)


def test_every_part_of_the_address_of_a_database_counts() -> None:
    read = adam_settings.database("postgresql://ad%40am:se%2Fcret@db:6432/adam?sslmode=require")

    assert [read[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        *("ad@am", "se/cret", "db", "6432", "adam")
    ]
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_a_database_that_cannot_be_reached_ends_a_command_with_a_sentence(tmp_path: Path) -> None:
    address = "postgresql://adam:secret@127.0.0.1:1/adam"

    result = manage("migrate", ADAM_VAR=str(tmp_path), DATABASE_URL=address)

    assert result.returncode == 1
    assert result.stderr.startswith("The database cannot be used. ")
    assert "Traceback" not in result.stderr


def test_a_database_without_tables_ends_a_command_with_a_sentence(tmp_path: Path, db: None) -> None:
    server = connection.get_connection_params()
    account = ":".join(quote(str(server.get(part) or ""), safe="") for part in ("user", "password"))
    address = f"postgresql://{account}@:{server.get('port') or ''}/postgres?host={server.get('host') or ''}"

    result = manage("find_duplicates", ADAM_VAR=str(tmp_path), DATABASE_URL=address)

    assert result.returncode == 1
    assert result.stderr.startswith("The database has not the tables of this release: run `python3 manage.py migrate`")


def test_a_wrong_setting_ends_the_images_web_server_with_a_sentence(tmp_path: Path) -> None:
    command = json.loads(
        re.findall(r"^CMD (\[.*?\])", (HOME / "Dockerfile").read_text(), re.M | re.S)[0].replace("\\", "")
    )
    environment = {"PATH": os.environ["PATH"], "ADAM_VAR": str(tmp_path), "ADAM_BASE_URL": "adam.example.org"}

    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=HOME, env=environment, capture_output=True, text=True, timeout=60
    )

    assert result.returncode == 3
    assert result.stderr.strip() == (
        "The settings are not in order. ADAM_BASE_URL is 'adam.example.org'; "
        "write the full address, such as https://adam.example.org."
    )


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore"])
def test_the_secrets_beside_the_compose_file_stay_there(name: str) -> None:
    assert ".env" in (HOME / name).read_text().splitlines()


def test_models_and_migrations_agree() -> None:
    result = manage("makemigrations", "--check", "--dry-run", ADAM_VAR=os.environ.get("ADAM_VAR", ""))

    assert result.returncode == 0, result.stdout


def test_compose_has_every_part(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"db", "setup", "web", "worker", "s3", "mail"}
    assert set(compose["volumes"]) == {"database", "documents"}


@pytest.mark.parametrize("name", ["setup", "web", "worker"])
def test_compose_passes_on_all_that_settings_know(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]

    assert set(environment) == KNOWN - {"ADAM_VAR", "ADAM_DEBUG"} | {"WEB_CONCURRENCY"}  # nothing stays in a container


def test_the_readme_names_every_setting() -> None:
    assert set(re.findall(r"`(\w+)`", (HOME / "README.md").read_text())) >= KNOWN


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


def test_compose_makes_the_image_once_and_asks_no_registry_for_it(compose: dict[str, Any]) -> None:
    services = {name: service for name, service in compose["services"].items() if service["image"] == "adam"}

    assert [name for name, service in services.items() if "build" in service] == ["setup"]
    assert {name for name, service in services.items() if service.get("pull_policy") == "never"} == {"web", "worker"}


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
