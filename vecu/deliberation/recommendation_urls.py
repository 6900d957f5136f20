"""URLs of recommendations: what addressees reach by their link, and the staff's pages."""

from django.urls import URLPattern

RECOMMENDATIONS = "groups/<slug:slug>/recommendations/"
CARDS = "groups/<slug:slug>/suppliers/"

public: list[URLPattern] = []
staff: list[URLPattern] = []
