"""What systems speak to; no address of theirs begins with a language."""

from django.urls import URLPattern

app_name = "events"

urlpatterns: list[URLPattern] = []
