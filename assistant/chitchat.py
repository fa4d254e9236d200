"""Greetings, thanks and questions about the assistant itself: recognised in Dutch, answered honestly, without sources."""

import re
from typing import Literal

from corpus.words import fold
from index.keywords import stems

ChitchatKind = Literal["greeting", "thanks", "goodbye", "identity", "ability", "wellbeing"]

_MOST_WORDS = 9  # a longer message has a question of its own in it

_PATTERNS: tuple[tuple[ChitchatKind, re.Pattern[str]], ...] = (
    (
        "identity",
        re.compile(
            r"\b(?:ben (?:je|jij|u)|bent (?:u|je)|praat ik|spreek ik|chat ik|zit er|is dit|is er)\b.{0,30}"
            r"\b(?:mens|menselijk|persoon|robot|bot|chatbot|computer|ai|machine|echt iemand|iemand echt)\b"
            r"|\bwie (?:ben|bent) (?:je|jij|u)\b|\bhoe heet (?:je|jij|u)\b|\bwat (?:ben|bent) (?:je|jij|u)\b|\bwie spreek ik\b"
        ),
    ),
    (
        "ability",
        re.compile(
            r"\bwat (?:kan|kun|kunt) (?:je|jij|u)(?: allemaal| (?:hier )?voor mij)?(?: doen| betekenen)?\b\W*$"
            r"|\bwaar (?:kan|kun|kunt) (?:je|jij|u|ik) (?:mij|me|je|u)? ?(?:bij|mee|over) ?(?:helpen|vragen)?"
            r"|\bwat (?:doe|doet) (?:je|jij|u|dit)\b|\bwaar(?:voor| is) (?:is )?(?:deze|dit) (?:chat|site|hulp|assistent)"
            r"|\bkan ik (?:jou|je|u|hier) (?:iets|wat|een vraag) (?:vragen|stellen)\b"
        ),
    ),
    ("wellbeing", re.compile(r"\bhoe (?:gaat|is) het (?:met (?:je|jou|u))?\b\W*$|\balles goed\b")),
    (
        "thanks",
        re.compile(
            r"\b(?:dank|bedankt|dankjewel|dankuwel|dankje|thanks|thx|merci|tnx|fijn dat je)\b"
            r"|^(?:oke|ok|top|super|prima|duidelijk|helder|fijn|goed zo|mooi)(?: hoor| zeg| top)?$"
        ),
    ),
    (
        "goodbye",
        re.compile(r"^(?:nou |oke |ok )?(?:doei|dag|tot ziens|fijne (?:dag|avond)|doeg|houdoe|tot later|welterusten)\b"),
    ),
    (
        "greeting",
        re.compile(
            r"^(?:hallo|hoi|hey|hee|he|hi|goeden?(?:morgen|middag|avond|dag)|goede (?:morgen|middag|avond)|dag|yo|hoihoi|"
            r"goeiemorgen|goeiemiddag|goeienavond|test|salam|salaam)\b"
        ),
    ),
)

_ANSWERS: dict[ChitchatKind, str] = {
    "greeting": (
        "Hallo. Je kunt mij vragen stellen over meldingen bij Veilig Thuis en over passend onderwijs. "
        "Ik zoek het antwoord in vijf documenten en laat zien waar het staat. Wat wil je weten?"
    ),
    "thanks": (
        "Graag gedaan. Heb je nog een vraag, stel hem gerust. Wil je liever met een mens praten? "
        "Bel dan Veilig Thuis: 0800-2000 (gratis, dag en nacht)."
    ),
    "goodbye": "Dag, en sterkte. Wil je later met een mens praten? Bel dan Veilig Thuis: 0800-2000 (gratis, dag en nacht).",
    "identity": (
        "Nee, ik ben geen mens. Ik ben een computerprogramma (AI). Ik zoek in vijf documenten over meldingen bij Veilig Thuis en "
        "passend onderwijs, en ik laat de precieze woorden zien. Wil je met een mens praten? "
        "Bel dan Veilig Thuis: 0800-2000 (gratis, dag en nacht)."
    ),
    "ability": (
        "Ik geef antwoord op vragen over meldingen bij Veilig Thuis en over passend onderwijs. Dat doe ik alleen met de woorden "
        "van vijf documenten. Ik geef geen juridisch advies en ik beoordeel geen situatie. Wat wil je weten?"
    ),
    "wellbeing": "Dank je, met mij gaat het altijd hetzelfde: ik ben een computerprogramma. Waar kan ik je mee helpen?",
}

_SELF_WORDS = frozenset(
    stems("hallo hoi dag goedemorgen goedemiddag goedenavond bedankt dank dankjewel graag oke top fijn super prima")
)


def chitchat_kind(message: str) -> ChitchatKind | None:
    """What kind of small talk a message is, or None if there is (also) a question about something else in it."""
    text = fold(message).strip(" .!?,")
    if not text:
        return None
    for kind, pattern in _PATTERNS:
        found = pattern.search(text)
        if not found or len(text.split()) > _MOST_WORDS:
            continue
        rest = text[: found.start()] + " " + text[found.end() :]
        if kind in ("identity", "ability", "wellbeing") or len([s for s in stems(rest) if s not in _SELF_WORDS]) <= 1:
            return kind
    return None


def chitchat_answer(kind: ChitchatKind) -> str:
    return _ANSWERS[kind]
