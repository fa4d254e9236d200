"""Small hand-made answers for the tests of the page."""

from dataclasses import replace

from assistant.types import Answer, Citation, Notice
from corpus.types import Source

SOURCES = {
    "brochure": Source(
        id="brochure",
        file="brochure.txt",
        title="Informatie voor ouders",
        publisher="Balans",
        kind="brochure",
        date="2025-03",
        date_text="maart 2025",
        introduction="In de brochure staat",
        status="Officiële informatie.",
        authority=1,
        layout="faq",
        sha256="",
    ),
    "krant": Source(
        id="krant",
        file="krant.txt",
        title="Een bericht",
        publisher="De krant",
        kind="nieuws",
        date="2020-02-05",
        date_text="5 februari 2020",
        introduction="De krant schreef",
        status="Een krantenbericht. Het is geen regel.",
        authority=5,
        layout="news",
        sha256="",
    ),
}

CITATION = Citation(
    number=1,
    document_id="brochure",
    title="Informatie voor ouders",
    kind="brochure",
    publisher="Balans",
    date="2025-03",
    heading=("3. Wat gebeurt er?", "Wat doet Veilig Thuis?"),
    page=None,
    quote="Veilig Thuis\n\nbeoordeelt de melding.",
    start=0,
    end=34,
)
NEWS = replace(
    CITATION, number=2, document_id="krant", title="Een bericht", kind="nieuws", heading=("Kop",), page=7, quote="Zo was het."
)

DANGER = Notice(
    kind="danger",
    text="Is er nu gevaar? Wacht niet op deze chat. Bel 112 bij direct gevaar. Veilig Thuis: 0800-2000 (gratis, dag en nacht).",
    signposts=("112", "veilig thuis"),
)

ANSWER = Answer(
    question="Wat doet Veilig Thuis?",
    standalone_question="Wat doet Veilig Thuis?",
    outcome="answered",
    text="In de brochure staat: Veilig Thuis beoordeelt de melding. [1]\n\nDe krant schreef: Zo was het. [2]",
    verdict=None,
    citations=(CITATION, NEWS),
    notices=(),
    suggestions=("Wat is passend onderwijs?",),
    hits=(),
    answerable=0.9,
    milliseconds=12.0,
)

NOT_FOUND = replace(ANSWER, outcome="not_found", text="Dit kan ik niet vinden.", citations=(), suggestions=("Iets anders?",))
