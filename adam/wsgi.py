"""What a web server such as gunicorn runs: `gunicorn adam.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
application = get_wsgi_application()
