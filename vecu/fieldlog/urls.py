"""URLs of logs: first what workers and everybody open, then members' pages."""

from django.urls import URLPattern

app_name = "fieldlog"

public: list[URLPattern] = []

staff: list[URLPattern] = []

urlpatterns = [*public, *staff]
