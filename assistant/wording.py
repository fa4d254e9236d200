"""Every Dutch sentence of the assistant's own: short, plain, neutral to parent, school and reporter alike."""

from assistant.signposts import load_signposts

_NUMBERS = {name: post.text for name, post in load_signposts().items()}

NOT_FOUND = "Dit kan ik niet vinden in de vijf documenten."
NOT_FOUND_HERE = "Dit kan ik niet vinden in de bron die je koos."
NEAREST = "Misschien bedoel je:"
HUMAN = (
    f"Wil je met een mens praten? Bel {_NUMBERS['veilig thuis']}. "
    "Of neem contact op met de advieslijn van oudervereniging Balans (BalansAdvies)."
)
REFERRAL = "Wel staat er waar je dit kunt vragen:"

DANGER_OPENING = "Is er nu gevaar? Wacht niet op deze chat."
DANGER_CHILD_OPENING = "Het is goed dat je dit vertelt. Het is niet jouw schuld. Je mag altijd iemand bellen, dat kost niets."

DANGER_POSSIBLE = "Is er iets niet veilig, voor jou of voor een ander? Dan kun je altijd bellen."
DANGER_EARLIER = "Je schreef eerder over iets dat niet veilig is. Je kunt altijd bellen."
DANGER_NO_QUESTION = "Hier helpt een mens je beter dan deze chat. Bel een van de nummers hierboven."

DISAGREEMENT = "Let op: de bronnen zeggen hier niet hetzelfde."

PLACE = "Dit staat in {title}, onder het kopje ‘{heading}’{page}. [1]"  # the first citation is of the first paragraph
PAGE = ", bladzijde {page}"
FAQ_INTRODUCTION = "{introduction} bij de vraag ‘{question}’:"
INTRODUCTION = "{introduction}:"
READ_ALOUD = "Om voor te lezen:"


def danger_text(opening: str, signposts: tuple[str, ...]) -> str:
    """A danger notice: what to do now, and the numbers."""
    return f"{opening} {' '.join(f'{_NUMBERS[name]}.' for name in signposts)}"
