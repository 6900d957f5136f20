"""Addresses of bringing answers in and taking data out."""

from django.urls import path

from vecu.datasets import downloads, views

app_name = "datasets"
urlpatterns = [
    path("studies/<slug:slug>/data/", downloads.data, name="data"),
    path("studies/<slug:slug>/import/", views.upload, name="upload"),
    path("studies/<slug:slug>/import/<uuid:file>/", views.mapping, name="mapping"),
    path("studies/<slug:slug>/import/<uuid:file>/check/", views.check, name="check"),
    path("studies/<slug:slug>/import/<uuid:file>/cancel/", views.cancel, name="cancel"),
]
