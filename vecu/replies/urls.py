"""URLs of replies: pages of those who reply, then that of a study's members."""

from django.urls import URLPattern, path

from vecu.replies.views import reasons, study_replies, taking

app_name = "replies"

TAKING, STUDY = "take/<slug:slug>/replies/", "studies/<slug:slug>/replies/"

respondents: list[URLPattern] = [
    path(TAKING, taking.start, name="start"),
    path(f"{TAKING}card/", taking.ask_about_card, name="card"),
    path(f"{TAKING}end/", taking.end, name="end"),
    path(f"{TAKING}<uuid:card>/why/", reasons.write_reason, name="reason"),
    path(f"{TAKING}mine/", reasons.show_reason, name="mine"),
]

staff: list[URLPattern] = [
    path(STUDY, study_replies.show_replies, name="study-replies"),
    path(f"{STUDY}sectors/", study_replies.choose_sectors, name="sectors"),
    path(f"{STUDY}count/", study_replies.count, name="count"),
    path(f"{STUDY}release/", study_replies.release, name="release"),
    path(f"{STUDY}<uuid:figure>/take-back/", study_replies.take_back, name="take-back"),
]

urlpatterns = [*respondents, *staff]
