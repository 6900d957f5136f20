"""URLs of recommendations: what addressees reach by their link, and the staff's pages."""

from django.urls import URLPattern, path

from vecu.deliberation.views.recommendations import (
    addressees,
    answer_page,
    cards,
    observations,
)

RECOMMENDATIONS = "groups/<slug:slug>/recommendations/"
CARDS = "groups/<slug:slug>/suppliers/"
CARD = f"{CARDS}<uuid:card>/"
ANSWERS = f"{RECOMMENDATIONS}<uuid:recommendation>/answers/"
ADDRESS = f"{ANSWERS}<uuid:address>/"
OBSERVED = f"{CARD}observed/"

public: list[URLPattern] = [
    path(
        "recommended/answer/<str:token>/",
        answer_page.answer,
        name="answer-recommendation",
    ),
]
staff: list[URLPattern] = [
    path(ANSWERS, addressees.list_answers, name="answers"),
    path(f"{ANSWERS}new/", addressees.address, name="address-recommendation"),
    path(f"{ADDRESS}link/", addressees.renew_link, name="renew-answer-link"),
    path(f"{ADDRESS}follow/", addressees.follow, name="follow-answer"),
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
