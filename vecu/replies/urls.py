"""URLs of replies: pages of those who reply, then that of a study's members."""

from django.urls import URLPattern, path

from vecu.replies.views import reasons, study_replies, taking

app_name = "replies"

respondents: list[URLPattern] = [
    path("take/<slug:slug>/replies/", taking.start, name="start"),
    path("take/<slug:slug>/replies/card/", taking.ask_about_card, name="card"),
    path("take/<slug:slug>/replies/end/", taking.end, name="end"),
    path("take/<slug:slug>/replies/<uuid:card>/why/", reasons.write_reason, name="reason"),
    path("take/<slug:slug>/replies/mine/", reasons.show_reason, name="mine"),
]

staff: list[URLPattern] = [
    path("studies/<slug:slug>/replies/", study_replies.show_replies, name="study-replies"),
    path("studies/<slug:slug>/replies/sectors/", study_replies.choose_sectors, name="sectors"),
    path("studies/<slug:slug>/replies/count/", study_replies.count, name="count"),
    path("studies/<slug:slug>/replies/release/", study_replies.release, name="release"),
    path(
        "studies/<slug:slug>/replies/<uuid:figure>/take-back/",
        study_replies.take_back,
        name="take-back",
    ),
]

urlpatterns = [*respondents, *staff]
