"""The site's settings for a worker that a test starts: the test's own database and tasks."""

import os

from adam.settings import *  # noqa: F403
from adam.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
JOBS = "tests.sample_jobs.JOBS"
