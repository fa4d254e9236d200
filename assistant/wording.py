"""Every Dutch sentence of the assistant's own: short, plain, neutral to parent, school and reporter alike."""

from assistant.signposts import load_signposts

_NUMBERS = {name: post.text for name, post in load_signposts().items()}

NOT_FOUND = "Dit kan ik niet vinden in de vijf documenten."
NEAREST = "Misschien bedoel je:"
HUMAN = (
    f"Wil je met een mens praten? Bel {_NUMBERS['veilig thuis']}. "
    "Of neem contact op met de advieslijn van oudervereniging Balans (BalansAdvies)."
)
REFERRAL = "Wel staat er waar je dit kunt vragen:"

DANGER_OPENING = "Is er nu gevaar? Wacht niet op deze chat."
DANGER_CHILD_OPENING = "Het is goed dat je dit vertelt. Het is niet jouw schuld. Je mag altijd iemand bellen, dat kost niets."

DISAGREEMENT = "Let op: de bronnen zeggen hier niet hetzelfde."

PLACE = "Dit staat in {title}, onder het kopje ‘{heading}’{page}."
PAGE = ", bladzijde {page}"
FAQ_INTRODUCTION = "{introduction} bij de vraag ‘{question}’:"
INTRODUCTION = "{introduction}:"
READ_ALOUD = "Om voor te lezen:"


def danger_text(signposts: tuple[str, ...], *, by_child: bool) -> str:
    """The danger notice: what to do now, with the numbers, in child language where a child writes."""
    opening = DANGER_CHILD_OPENING if by_child else DANGER_OPENING
    numbers = " ".join(f"{_NUMBERS[name]}." for name in signposts)
    return f"{opening} {numbers}"
