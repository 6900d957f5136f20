"""The door that a WSGI server opens: `granian --interface wsgi vecu.site.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
application = get_wsgi_application()
# What is loaded by now stays, so no search for garbage need look at it again; and a page makes so
# many short-lived objects that Python would search several times for each.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
