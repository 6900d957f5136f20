"""URLs of recommendations: what everybody, addressees and members read, and the staff's."""

from django.urls import URLPattern, path

from vecu.recommendations.views import (
    addressees,
    answer_page,
    cards,
    college_positions,
    history,
    members,
    merges,
    observations,
    overview,
    public_cards,
    publication,
    thread_pages,
    versions,
)

app_name = "recommendations"

RECOMMENDATIONS = "groups/<slug:slug>/recommendations/"
CARDS = "groups/<slug:slug>/suppliers/"
CARD = f"{CARDS}<uuid:card>/"
RECOMMENDATION = f"{RECOMMENDATIONS}<uuid:recommendation>/"
ANSWERS = f"{RECOMMENDATIONS}<uuid:recommendation>/answers/"
ADDRESS = f"{ANSWERS}<uuid:address>/"
OBSERVED = f"{CARD}observed/"

public: list[URLPattern] = [
    path("recommended/groups/<slug:slug>/suppliers/", public_cards.show_cards, name="public-cards"),
    path(
        "recommended/answer/<str:token>/",
        answer_page.answer,
        name="answer-recommendation",
    ),
]
member: list[URLPattern] = [
    path("my-group/recommendations/", members.list_recommended, name="my-recommendations"),
    path(
        "my-group/recommendations/<uuid:recommendation>/",
        members.take_side,
        name="my-recommendation",
    ),
]
staff: list[URLPattern] = [
    path(ANSWERS, addressees.list_answers, name="answers"),
    path(f"{ANSWERS}new/", addressees.address, name="address-recommendation"),
    path(f"{ADDRESS}link/", addressees.renew_link, name="renew-answer-link"),
    path(f"{ADDRESS}follow/", addressees.follow, name="follow-answer"),
    path(RECOMMENDATIONS, overview.list_recommendations, name="recommendations"),
    path(f"{RECOMMENDATIONS}new/", versions.write_recommendation, name="new-recommendation"),
    path(f"{RECOMMENDATIONS}history/", history.show_history, name="recommendation-history"),
    path(f"{RECOMMENDATIONS}history/undo/", history.undo, name="undo-recommendation"),
    path(RECOMMENDATION, overview.show_recommendation, name="recommendation"),
    path(f"{RECOMMENDATION}amend/", versions.amend, name="amend-recommendation"),
    path(f"{RECOMMENDATION}merge/", merges.merge, name="merge-recommendation"),
    path(f"{RECOMMENDATION}thread/", thread_pages.show_thread, name="recommendation-thread"),
    path(f"{RECOMMENDATION}open/", publication.open_to_positions, name="open-recommendation"),
    path(
        f"{RECOMMENDATION}college/",
        college_positions.note_college_position,
        name="note-college-position",
    ),
    path(f"{RECOMMENDATION}publish/", publication.publish, name="publish-recommendation"),
    path(f"{RECOMMENDATION}set-aside/", publication.set_aside, name="set-recommendation-aside"),
    path(f"{RECOMMENDATION}take-back/", publication.take_back, name="take-recommendation-back"),
    path(CARDS, cards.list_cards, name="cards"),
    path(f"{CARDS}new/", cards.add_card, name="new-card"),
    path(CARD, cards.show_card, name="card"),
    path(f"{CARD}change/", cards.change_card, name="change-card"),
    path(f"{CARD}remove/", cards.remove_card, name="remove-card"),
    path(f"{OBSERVED}new/", observations.add_observation, name="new-observation"),
    path(f"{OBSERVED}<uuid:claim>/", observations.change_observation, name="change-observation"),
    path(
        f"{OBSERVED}<uuid:claim>/remove/",
        observations.remove_observation,
        name="remove-observation",
    ),
]

urlpatterns = [*public, *member, *staff]
