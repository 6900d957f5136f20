"""Addresses of the coding room, all of one study."""

from django.urls import path

from vecu.coding.views import grid, overview

app_name = "coding"
urlpatterns = [
    path("studies/<slug:slug>/coding/", overview.overview, name="overview"),
    path("studies/<slug:slug>/coding/grid/<str:key>/", grid.grid, name="grid"),
    path("studies/<slug:slug>/coding/texts/<uuid:verbatim>/", grid.text, name="text"),
    path("studies/<slug:slug>/coding/undo/", grid.take_back, name="undo"),
]
