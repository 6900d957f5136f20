"""Where those go who say no to a scribe, in a service of a county."""

from vecu.safeguards.content import RefusalRouteContent

ROUTE = RefusalRouteContent(
    office={"fr": "Secrétariat social", "en": "Social office"},
    place={"fr": "Maison du département, porte 3", "en": "County house, door 3"},
    telephone="04 00 00 00 12",
    hours={"fr": "Du lundi au vendredi, de 9 h à 12 h", "en": "Monday to Friday, 9 to 12"},
    days=5,
)
