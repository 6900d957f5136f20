"""What systems speak to; no address of theirs begins with a language."""

from django.urls import path

from vecu.fieldlog.views import events

app_name = "events"

urlpatterns = [
    path("events/", events.take_events, name="take"),
    path("schema.json", events.serve_schema, name="schema"),
    path("client.py", events.serve_client, name="client"),
]
