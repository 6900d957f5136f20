"""URLs of public pages, and of the staff's pages of findings."""

from django.urls import URLPattern, path

from vecu.reports.views import (
    answers,
    evaluation_files,
    figure_files,
    finding_form,
    findings,
    home,
    laboratory,
    log_figure_files,
    projector,
    public_findings,
    public_recommendations,
    public_studies,
    public_systems,
    recommendation_files,
    released,
    short_addresses,
    sorted_writings,
    stories,
    study_files,
)

app_name = "reports"

public: list[URLPattern] = [
    path("", home.show_doors, name="home"),
    path("answers/", answers.show_answers, name="answers"),
    path("at-work/", public_systems.list_systems, name="systems"),
    path("at-work/<slug:slug>/", public_systems.show_system, name="system"),
    path(
        "at-work/<slug:slug>/figures/<uuid:figure>.csv",
        log_figure_files.download_log_csv,
        name="log-figure-csv",
    ),
    path(
        "at-work/<slug:slug>/figures/<uuid:figure>.svg",
        log_figure_files.show_log_image,
        name="log-figure-svg",
    ),
    path(
        "at-work/<slug:slug>/evaluations/<uuid:evaluation>/protocol.pdf",
        evaluation_files.show_protocol,
        name="evaluation-protocol",
    ),
    path("evaluate/blind-reading.pdf", evaluation_files.show_reading_sheet, name="reading-sheet"),
    path("at-work/<slug:slug>/gap/", public_systems.show_gap, name="system-gap"),
    path("recommended/", public_recommendations.list_recommended, name="recommendations"),
    path(
        "recommended/groups/<slug:slug>/recommendations/",
        public_recommendations.list_group_recommended,
        name="group-recommendations",
    ),
    path(
        "recommended/<uuid:recommendation>/",
        public_recommendations.show_recommendation,
        name="recommendation",
    ),
    path(
        "recommended/<uuid:recommendation>/brief.pdf",
        recommendation_files.show_recommendation_brief,
        name="recommendation-brief",
    ),
    path(
        "recommended/<uuid:recommendation>/full.pdf",
        recommendation_files.show_whole_recommendation,
        name="recommendation-full",
    ),
    path("c/<str:code>/", short_addresses.follow_short_address, name="short-address"),
    path("projector/", projector.project_all, name="projector"),
    path("projector/studies/<slug:slug>/", projector.project_study, name="study-projector"),
    path("projector/groups/<slug:slug>/", projector.project_group, name="group-projector"),
    path("findings/", public_findings.list_public_findings, name="findings"),
    path("findings/<slug:slug>/", public_studies.show_study, name="study"),
    path("findings/<slug:slug>/brief.pdf", study_files.show_brief, name="study-brief"),
    path("findings/<slug:slug>/full.pdf", study_files.show_full_document, name="study-full"),
    path("findings/<slug:slug>/stories/", stories.show_story, name="stories"),
    path("findings/<slug:slug>/stories/<uuid:story>/", stories.show_story, name="story"),
    path(
        "findings/<slug:slug>/writings/",
        sorted_writings.show_sorted_writings,
        name="sorted-writings",
    ),
    path(
        "findings/<slug:slug>/stories/<uuid:story>/down/",
        stories.take_down,
        name="take-story-down",
    ),
    path("findings/<slug:slug>/<uuid:finding>/", public_findings.show_finding, name="finding"),
    path(
        "findings/<slug:slug>/<uuid:finding>/card/",
        public_findings.show_card,
        name="finding-card",
    ),
    path(
        "findings/<slug:slug>/figures/<uuid:figure>.csv",
        figure_files.download_csv,
        name="figure-csv",
    ),
    path(
        "findings/<slug:slug>/figures/<uuid:figure>.svg",
        figure_files.show_image,
        name="figure-svg",
    ),
]

FINDING = "studies/<slug:slug>/findings/<uuid:finding>/"
staff: list[URLPattern] = [
    path("lab/", laboratory.show_laboratory, name="lab"),
    path("lab/untranslated/", laboratory.show_untranslated, name="untranslated"),
    path("understand/", laboratory.list_what_to_understand, name="understand"),
    path("studies/<slug:slug>/findings/", findings.list_study_findings, name="study-findings"),
    path("studies/<slug:slug>/findings/new/", finding_form.write_new_finding, name="new-finding"),
    path(FINDING, finding_form.write_finding, name="edit-finding"),
    path(f"{FINDING}preview/", findings.preview_finding, name="preview-finding"),
    path(f"{FINDING}publish/", findings.publish, name="publish-finding"),
    path(f"{FINDING}take-back/", findings.take_back, name="take-finding-back"),
    path(f"{FINDING}undo/", findings.undo, name="undo-finding"),
    path(f"{FINDING}discard/", findings.discard, name="discard-finding"),
    path(f"{FINDING}history/", findings.history, name="finding-history"),
    path(
        "systems/<slug:slug>/evaluations/<uuid:evaluation>/protocol.pdf",
        evaluation_files.show_member_protocol,
        name="member-protocol",
    ),
    path("studies/<slug:slug>/released/", released.show_released, name="released"),
]

urlpatterns = [*public, *staff]
"""Pages: those that everybody reads, and those on which the staff writes findings."""
