"""The door that a WSGI server opens: `granian --interface wsgi vecu.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
application = get_wsgi_application()
