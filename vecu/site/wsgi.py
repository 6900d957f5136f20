"""The door that a WSGI server opens: `granian --interface wsgi vecu.site.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
application = get_wsgi_application()
# What is loaded by now stays: no search for garbage need look at it again.
gc.collect()
gc.freeze()
