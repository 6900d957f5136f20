"""The WSGI application; `vecu serve` runs it in `vecu.site.rsgi`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from vecu.site.concurrency import ConcurrencyLimit, waiting_threads_per_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
unlimited = get_wsgi_application()
application = ConcurrencyLimit(
    unlimited, settings.THREADS, waiting=waiting_threads_per_process(settings.PROCESSES)
)
import_module(settings.ROOT_URLCONF)  # every page is loaded before the first request
# Objects loaded by now are permanent, so garbage collection need not scan them again; and a page
# creates so many short-lived objects that Python would collect several times for each.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
