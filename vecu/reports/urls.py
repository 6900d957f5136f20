"""URLs of public pages, and of the staff's pages of findings."""

from django.urls import URLPattern

app_name = "reports"

public: list[URLPattern] = []

staff: list[URLPattern] = []

urlpatterns = [*public, *staff]
