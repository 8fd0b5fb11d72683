"""What a web server such as gunicorn runs: `gunicorn adam.wsgi`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(f"The settings are not in order. {error}", file=sys.stderr)
    sys.exit(3)  # gunicorn then gives up; after any other number it would start the next process, for ever

from adam.warming import warm

warm()
