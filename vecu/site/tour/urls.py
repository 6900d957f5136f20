"""URLs of the tour."""

from django.urls import path

from vecu.site.tour import views

app_name = "tour"
urlpatterns = [
    path("tour/", views.begin, name="begin"),
    path("tour/go/", views.go, name="go"),
    path("tour/end/", views.end, name="end"),
]
