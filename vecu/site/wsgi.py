"""The door that a WSGI server opens: `granian --interface wsgi vecu.site.wsgi:application`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from vecu.site.concurrency import ConcurrencyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
application = ConcurrencyLimit(get_wsgi_application(), settings.THREADS)
import_module(settings.ROOT_URLCONF)  # every page is loaded before the first person asks for one
# What is loaded by now stays, so no search for garbage need look at it again; and a page makes so
# many short-lived objects that Python would search several times for each.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
