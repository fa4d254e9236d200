"""The Dutch words of the page that do not come from an answer."""

from corpus.types import SourceKind

TITLE = "Passend antwoord"
SUBTITLE = "Vragen over meldingen bij Veilig Thuis en passend onderwijs"

EXAMPLES = (
    "Wat gebeurt er na een melding bij Veilig Thuis?",
    "Moet school een melding doen als mijn kind niet naar school gaat?",
    "Mag ik de melding en het dossier zien?",
    "Kan een melding worden ingetrokken?",
    "Waar kan ik steun krijgen bij een melding?",
)

QUESTION_LABEL = "Je vraag"
PLACEHOLDER = "Typ hier je vraag"
SEND = "Vraag stellen"
CLEAR = "Gesprek wissen"
VOICE_LABEL = "Antwoord voor"
VOICES = (("Ouders", "ouder"), ("Advieslijn", "advieslijn"))

LOADING = "Een ogenblik, de documenten worden geladen."
SEARCHING = "Ik zoek het op in de documenten."
SORRY = "Het spijt me, er ging iets mis. Ik kan je vraag nu niet beantwoorden. Probeer het straks nog een keer."
CALL_A_HUMAN = "Wil je nu iemand spreken? Bel dan:"
NOT_STARTED = "De documenten zijn niet geladen. Vragen beantwoorden lukt daarom nu niet."

DANGER_HEADING = "Bel als er gevaar is"
SOURCES_HEADING = "Hier staat het"
SUGGESTIONS_AFTER_ANSWER = "Je kunt ook vragen"
SUGGESTIONS_WITHOUT_ANSWER = "Misschien bedoel je"

NOTICE_HEADINGS = {
    "disagreement": "De bronnen zeggen niet hetzelfde",
    "source_status": "Over deze bron",
    "referral": "Hier kun je terecht",
}

KINDS: dict[SourceKind, str] = {
    "brochure": "Brochure voor ouders",
    "onderzoek": "Onderzoek",
    "belangengroep": "Belangengroep van ouders",
    "nieuws": "Krantenbericht",
    "brief": "Brief van een belangenorganisatie",
    "overig": "Overige bron",
}


def too_long(length: int, most: int) -> str:
    return (
        f"Je vraag is te lang: {_thousands(length)} tekens. Er passen er {_thousands(most)} in. "
        "Je tekst staat nog in het vak. Maak hem korter en stuur hem dan opnieuw."
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
