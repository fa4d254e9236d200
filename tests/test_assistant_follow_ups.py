"""Two looks at a message become one retrieval: by how much it leans on the question before it."""

import numpy as np
import pytest

from assistant.conversation import Turn, clues, read
from assistant.follow_ups import FollowUpModel, Looks, answering_features, leaning_features, ranking_features
from index.types import Chunk, Focus, Hit, Retrieval


def hit(name: str, score: float, *focus: tuple[int, int, float]) -> Hit:
    chunk = Chunk(id=name, document_id="basis", heading=(name,), start=0, end=100, text=name)
    return Hit(chunk=chunk, score=score, focus=tuple(Focus(start=s, end=e, weight=w) for s, e, w in focus))


ALONE = Retrieval(hits=(hit("vreemd", 0.6), hit("nieuw", 0.4)), answerable=0.2, stranger_kind="near", stranger_share=0.5)
TOGETHER = Retrieval(hits=(hit("oud", 0.6, (0, 10, 1.0), (20, 30, 0.6)), hit("nieuw", 0.4)), answerable=0.9)
LOOKS = Looks(alone=ALONE, together=TOGETHER)
MODEL = FollowUpModel(leaning=np.zeros(14), ranking=np.array([1.0, 0.5]), answering=np.array([1.0, 0, 1.0, 0, 0]))


def names(retrieval: Retrieval) -> list[str]:
    return [found.chunk.id for found in retrieval.hits]


def test_a_message_that_stands_alone_is_looked_up_alone() -> None:
    found = MODEL.combine(LOOKS, 0.0, 2)
    assert names(found) == ["vreemd", "nieuw"]
    assert found.answerable == pytest.approx(0.2)
    assert found.stranger_kind == "near"


def test_a_message_that_leans_gets_what_both_looks_find() -> None:
    found = MODEL.combine(LOOKS, 1.0, 4)
    assert names(found)[:2] == ["nieuw", "oud"]
    assert found.answerable == pytest.approx(0.9)
    assert found.stranger_kind is None
    assert sum(h.score for h in found.hits) == pytest.approx(1.0, abs=1e-4)


def test_in_a_passage_the_words_that_both_looks_point_at_lead() -> None:
    alone = Retrieval(hits=(hit("oud", 0.6, (20, 30, 1.0)),), answerable=0.5)
    old = MODEL.combine(Looks(alone=alone, together=TOGETHER), 1.0, 1).hits[0]
    assert [(f.start, f.end, f.weight) for f in old.focus] == [(20, 30, 1.0), (0, 10, pytest.approx(1.0 / 1.1, abs=1e-3))]


def test_looks_that_find_nothing_give_nothing() -> None:
    nothing = Retrieval(hits=(), answerable=0.0)
    found = MODEL.combine(Looks(alone=nothing, together=nothing), 0.5, 5)
    assert found.hits == ()
    assert 0.0 <= found.answerable < 0.05


def test_the_features_have_the_length_of_the_shipped_weights() -> None:
    shipped = FollowUpModel.load()
    assert len(shipped.leaning) == len(leaning_features("en dan?", LOOKS)) + 1
    assert len(shipped.ranking) == ranking_features(LOOKS, ["oud"]).shape[1]
    assert len(shipped.answering) == len(answering_features(LOOKS, 0.5)) + 1
    assert 0.0 <= shipped.leans("en dan?", LOOKS) <= 1.0


def test_clues_tell_a_bare_question_from_a_whole_one() -> None:
    bare, whole = clues("en wanneer dan?"), clues("Mag een school een melding doen bij Veilig Thuis over verzuim?")
    assert bare[0] > whole[0]
    assert bare[5] < whole[5]
    assert all(0.0 <= clue <= 1.0 for clue in (*bare, *whole))


def test_a_correction_loses_its_no_but_none_of_its_facts() -> None:
    earlier = (Turn(message="Mag ik het dossier zien?", standalone="Mag ik het dossier zien?"),)
    reading = read("Nee, ik bedoel de melding", earlier)
    assert reading.together == "Mag ik het dossier zien? ik bedoel de melding"
    assert reading.depends
