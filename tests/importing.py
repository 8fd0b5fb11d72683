"""How tests import IATI files: activities written for the purpose, and the command."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

TITLE = "Dogs at the crossing"
DONE = "created {}, updated {}, unchanged {}, rejected {}"


def activity(
    identifier: str = "X-1", *, title: str = TITLE, body: str = "Border Service", amount: int = 500, more: str = ""
) -> str:
    return f"""
    <iati-activity xml:lang="en" default-currency="EUR" last-updated-datetime="2024-05-01T00:00:00Z">
      <iati-identifier>{identifier}</iati-identifier>
      <title><narrative>{title}</narrative></title>
      <description type="1"><narrative>Handlers and dogs for {identifier}.</narrative></description>
      <activity-status code="2"/>
      <activity-date type="1" iso-date="2024-01-01"/>
      <activity-date type="3" iso-date="2024-12-31"/>
      <participating-org role="4" type="10"><narrative>{body}</narrative></participating-org>
      <recipient-country code="TJ"/>
      <sector vocabulary="1" code="15134"/>
      <transaction>
        <transaction-type code="2"/><value value-date="2024-01-15">{amount}</value>
      </transaction>{more}
    </iati-activity>"""


@pytest.fixture
def publish(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of these activities."""

    def publish(*activities: str, name: str = "file.xml") -> Path:
        path = tmp_path / name
        path.write_text(f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>', encoding="utf-8")
        return path

    return publish


def command(*files: Path, partner: str = "DE", **options: Any) -> tuple[list[str], str, int]:
    """Lines of the report, what went to standard error, and the exit status."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("import_iati", *map(str, files), partner=partner, stdout=out, stderr=err, **options)
    except SystemExit as exit:
        status = int(exit.code or 0)
    return out.getvalue().splitlines(), err.getvalue(), status
