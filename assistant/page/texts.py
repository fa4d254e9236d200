"""The Dutch words of the page that do not come from an answer."""

from datetime import date

from assistant.types import Voice
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

NOTICE_HEADING = "Voor je begint"
NOTICE = "Je praat hier met een computer (AI), niet met een mens."
PROMISES = (
    "De antwoorden komen alleen uit vijf documenten. Bij elk antwoord zie je waar het staat.",
    "Dit is geen juridisch advies.",
    "Er gaat geen melding naar iemand, ook niet naar Veilig Thuis.",
    "Wat je typt, wordt niet bewaard. Het adres van deze pagina blijft wel in de geschiedenis van je browser staan.",
    "Met de knop ‘Snel weg’ (of twee keer Esc) ga je meteen naar een andere pagina.",
)
NOTICE_HUMAN = "Is er nu gevaar, of wil je liever een mens spreken?"
EXAMPLES_HEADING = "Vragen die je kunt stellen"
REMINDER = "Liever een mens? Bel Veilig Thuis: 0800-2000 (gratis, dag en nacht)."

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

DANGER_HEADING = "Hulp nu"
CALM_DANGER_HEADING = "Als het niet veilig is"
VERDICT = "Kort antwoord:"
SOURCES_HEADING = "Hier staat het"
SUGGESTIONS_AFTER_ANSWER: dict[Voice, str] = {"ouder": "Wat kun je nu doen?", "advieslijn": "Verwante vragen"}
SUGGESTIONS_WITHOUT_ANSWER = "Of bedoel je een van deze vragen?"
MORE = "Meer uitleg"
NOT_UNDERSTOOD = "Dit verzoek klopt niet. Laad de pagina opnieuw."
READ_AS = "Ik lees je vraag als: ‘{question}’"
FILTERED = "Alleen gezocht in: {source}"

SOURCE_HEADING = "De bron"
CLOSE = "Sluiten"
OPEN_SOURCE = "Lees in de bron"
UNDER_HEADING = "Onder het kopje:"
MADE_BY = "Gemaakt door:"
EXCERPT_ONLY = "Op deze tekst rust auteursrecht. Daarom zie je alleen het citaat."
SOURCE_GOES_ON = "De tekst gaat verder in de bron."

BEST_PASSAGES = "De beste passages"
NEAREST_PASSAGES = "Passages die er het dichtst bij komen"
COPY_NOTE = "Kopieer notitie"
COPY_LINK = "Kopieer link naar deze vraag"
FAULT_LABEL = "Fout in dit antwoord? Zeg in een paar woorden wat er mis is."
FAULT_SEND = "Bewaar als fout"
FAULT_KEPT = "Bewaard voor de evaluatoren, zonder namen en nummers."
LOOKUP_LABEL = "Vragen en kopjes uit de documenten"
SOURCES_LABEL = "Zoek in"
ALL_SOURCES = "Alle bronnen"
SHORT_TITLES = {
    "brochure": "Brochure",
    "meldcode": "Onderzoek meldcode",
    "enquete": "Enquête ouders",
    "trouw": "Trouw",
    "kamerbrief": "Brief Tweede Kamer",
}

KINDS: dict[SourceKind, str] = {
    "brochure": "Brochure voor ouders",
    "onderzoek": "Onderzoek",
    "belangengroep": "Belangengroep van ouders",
    "nieuws": "Krantenbericht",
    "brief": "Brief van een belangenorganisatie",
    "overig": "Overige bron",
}


def page(number: int) -> str:
    return f"bladzijde {number}"


def note_footer(day: date) -> str:
    return f"Opgezocht op {day:%d-%m-%Y} met {TITLE}. De woorden tussen aanhalingstekens staan letterlijk in de bron."


def too_long(length: int, most: int) -> str:
    return (
        f"Je vraag is te lang: {_thousands(length)} tekens. Er passen er {_thousands(most)} in. "
        "Je tekst staat nog in het vak. Maak hem korter en stuur hem dan opnieuw."
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
