"""URLs of learning groups: what everybody reads, what members reach by their link, the staff's."""

from django.urls import URLPattern

GROUP = "groups/<slug:slug>/"

public: list[URLPattern] = []
member: list[URLPattern] = []
staff: list[URLPattern] = []
