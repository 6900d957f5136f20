"""URLs of demonstrators, and of the session in 90 minutes in which a group plays them."""

from django.urls import URLPattern, path

from vecu.demonstrators.views import demonstrators, training, try_assistant

app_name = "demonstrators"

machines: list[URLPattern] = [
    path("demonstrators/", demonstrators.show_demonstrators, name="demonstrators"),
    path("demonstrators/<slug:name>/", demonstrators.show_demonstrator, name="demonstrator"),
    path(
        "demonstrators/generative-assistant/try/",
        try_assistant.try_assistant,
        name="try-assistant",
    ),
]
session: list[URLPattern] = [
    path("training/", training.show_programme, name="training"),
    path("training/cards/", training.show_cards, name="training-cards"),
    path("training/screens/<int:number>/", training.show_screen, name="training-screen"),
    path("training/record/", training.keep_record, name="training-record"),
]

urlpatterns = [*machines, *session]
