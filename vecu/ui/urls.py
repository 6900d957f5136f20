"""Pages of the site rather than of a study."""

from django.urls import path

from vecu.ui import views

app_name = "ui"
urlpatterns = [
    path("your-data/", views.your_data, name="your-data"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
