"""Follow-ups, small talk, danger and what leaves the process."""

from datetime import date, timedelta

import pytest

from assistant.chitchat import chitchat_kind
from assistant.conversation import Turn, read
from assistant.deidentify import Deidentifier, without_numbers
from assistant.signposts import checked_on, load_signposts
from corpus.words import words


@pytest.mark.parametrize(
    ("earlier", "message", "quote"),
    [
        ("Mogen ouders het dossier zien?", "en als hij zeventien is?", "zestien jaar of ouder"),
        ("Mag Veilig Thuis met mijn kind praten?", "en mag er iemand mee?", "meenemen naar het gesprek"),
        ("Krijgen ouders een advocaat?", "en wie betaalt dat dan?", "zelf betalen"),
    ],
)
def test_an_elliptical_question_is_read_with_the_one_before(assistant, earlier, message, quote):
    answer = assistant.answer([earlier, message])
    assert any(quote in citation.quote for citation in answer.citations)


def test_a_standalone_question_holds_only_words_that_the_user_gave(assistant):
    turns = ["Mag Veilig Thuis met mijn kind praten?", "en bij een kleuter?"]
    answer = assistant.answer(turns)
    assert set(words(answer.standalone_question)) <= {word for turn in turns for word in words(turn)}


@pytest.mark.parametrize(
    "message",
    [
        "Wat zijn de vijf stappen van de meldcode op een basisschool?",
        "kan ik veilig thuis ook zonder mijn naam om advies vragen",
        "wat is passend onderwijs eigenlijk",
    ],
)
def test_a_new_question_is_read_alone(assistant, message):
    assert assistant.answer(["Krijgen ouders een advocaat?", message]).standalone_question == message


@pytest.mark.parametrize(
    ("earlier", "message"),
    [
        (
            "Mag Veilig Thuis met mijn zoon praten?",
            "hij is pas zes en heel verlegen, moet hij daar dan zitten zonder ons erbij?",
        ),
        ("Kan een melding worden ingetrokken?", "wie kan dat doen"),
        ("Mogen ouders het dossier zien?", "mijn dochter wordt volgende maand zestien, verandert er dan iets?"),
    ],
)
def test_a_long_follow_up_leans_too(assistant, earlier, message):
    assert assistant.answer([earlier, message]).standalone_question.startswith(earlier)


def test_a_follow_up_about_something_else_does_not_repeat_the_answer(assistant):
    earlier = "Kan een melding worden ingetrokken?"
    first = assistant.answer([earlier]).citations[0]
    second = assistant.answer([earlier, "en waar kan ik steun krijgen?"]).citations[0]
    assert (second.document_id, second.heading) != (first.document_id, first.heading)


def test_the_same_conversation_always_gets_the_same_answer(assistant):
    turns = ["Mogen ouders het dossier zien?", "en bij een kind van dertien?"]
    first, second = (assistant.answer(turns) for _ in range(2))
    assert (first.text, first.standalone_question, first.answerable) == (
        second.text,
        second.standalone_question,
        second.answerable,
    )


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("waar staat dat?", True),
        ("op welke bladzijde?", True),
        ("in welk hoofdstuk staat dat", True),
        ("Kunt u de bron noemen?", True),
        ("waar kan ik dat nalezen", True),
        ("waar kan ik een klacht indienen?", False),
        ("welke hulp is er dan?", False),
        ("waar staat dat precies beschreven?", True),
        ("wie zegt dat ik moet meewerken aan het onderzoek?", False),
    ],
)
def test_a_question_for_the_place_is_told_from_others(message, asks):
    earlier = (Turn(message="Krijgen ouders een advocaat?", standalone="Krijgen ouders een advocaat?"),)
    assert read(message, earlier).asks_place is asks


def test_asking_where_it_stands_gives_the_place(assistant):
    answer = assistant.answer(["Hoeveel leerlingen heeft Nijkerk op de basisschool?", "waar staat dat?"])
    assert answer.text.startswith("Dit staat in Evaluatie meldcode West Veluwe Vallei")
    assert "bladzijde 13" in answer.text


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("hallo", "greeting"),
        ("Goedemiddag!", "greeting"),
        ("bedankt voor je hulp", "thanks"),
        ("dankjewel", "thanks"),
        ("ben je een mens?", "identity"),
        ("praat ik met een robot", "identity"),
        ("wat kun je voor mij doen?", "ability"),
        ("hallo, mag de school zomaar een melding doen bij veilig thuis", None),
        ("is een melding door een computer gedaan bij veilig thuis of door een mens op school", None),
        ("kan ik mijn dossier zien", None),
    ],
)
def test_small_talk_is_told_from_questions(message, kind):
    assert chitchat_kind(message) == kind


def test_asked_whether_it_is_human_it_says_no(assistant):
    answer = assistant.answer(["ben je een mens?"])
    assert answer.outcome == "chitchat"
    assert answer.text.startswith("Nee, ik ben geen mens.")


@pytest.mark.parametrize(
    ("message", "signpost"),
    [
        ("hij slaat mij nu en ik heb me opgesloten in de badkamer", "112"),
        ("mijn dochter van 14 zegt dat ze niet meer wil leven en heeft pillen", "113"),
        ("papa slaat mij altijd als hij gedronken heeft, ik ben 9", "kindertelefoon"),
    ],
)
def test_danger_comes_first_and_the_question_is_still_answered(assistant, message, signpost):
    answer = assistant.answer([f"{message}. Kan ik een melding doen bij Veilig Thuis?"])
    danger = [notice for notice in answer.notices if notice.kind == "danger"]
    assert danger
    assert answer.notices[0] == danger[0]
    assert signpost in danger[0].signposts
    assert answer.text


def test_danger_in_one_sentence_of_an_ordinary_message_is_seen(assistant):
    answer = assistant.answer(["Wat staat er in de meldcode? O ja, mijn man heeft me net gewurgd."])
    assert answer.notices
    assert answer.notices[0].kind == "danger"


@pytest.mark.parametrize("message", ["doei", "dankjewel, je bent een schat", "oke top"])
def test_small_talk_raises_nothing(assistant, message):
    answer = assistant.answer([message])
    assert answer.outcome == "chitchat"
    assert answer.notices == ()


@pytest.mark.parametrize(
    "message",
    [
        "Wat zijn de stappen van de meldcode?",
        "Wat is huiselijk geweld?",
        "Hoeveel kinderen zijn getuige van huiselijk geweld?",
        "Kan een Veilig Thuis-melding worden ingetrokken?",
        "ik ben doodmoe van al die gesprekken op school",
    ],
)
def test_information_and_figures_of_speech_raise_nothing(assistant, message):
    assert not [notice for notice in assistant.answer([message]).notices if notice.kind == "danger"]


def test_the_numbers_to_call_were_checked_within_a_year():
    assert date.today() - checked_on() < timedelta(days=365), "check assistant/signposts.toml and set its date"
    assert {"112", "veilig thuis", "113", "kindertelefoon"} == set(load_signposts())


def test_personal_data_is_masked_and_the_subject_stays():
    text = (
        "Onze zoon Daan (geboren 12-03-2015) zit op school; bel 06-12345678 of mail jan@huis.nl over de melding bij Veilig Thuis."
    )
    masked = Deidentifier(["school melding Veilig Thuis"]).mask(text)
    assert "Daan" not in masked
    assert "12-03-2015" not in masked
    assert "12345678" not in masked
    assert "jan@huis.nl" not in masked
    assert "melding bij Veilig Thuis" in masked


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("stuur het naar kees (at) huis.nl", "kees"),
        ("zijn bsn is 123 456 782", "456"),
        ("geboren 2016-05-02, dossier VT-2025/00731", "00731"),
        ("geboren op 7 sept '15 in het ziekenhuis", "sept"),
        ("de auto met kenteken 12-ABC-3 stond er", "ABC"),
        ("bel 010 - 555 01 42 na vijf uur", "555"),
        ("mijn zoon heet joris van der plas en is ziek", "plas"),
        ("rekening nl91 abna 0417 1643 00", "1643"),
    ],
)
def test_many_ways_to_write_personal_data_are_masked(text, private):
    masked = Deidentifier(["school dossier moeder zoon ziek vijf uur na de met in het ziekenhuis naar"]).mask(text)
    assert private not in masked, masked


@pytest.mark.parametrize(
    "text", ["in 2019-2020", "1.143 leerlingen", "bel 0800-2000", "op 1 juli 2013", "om 13.00 uur", "stap 1 t/m 5"]
)
def test_what_a_document_may_say_stays_in_what_is_looked_up(text):
    assert without_numbers(f"Wat gebeurde er {text}?") == f"Wat gebeurde er {text}?"


# ---- what keeps a question from being heard ----

QUESTION = "Mogen ouders iemand meenemen naar het gesprek met Veilig Thuis?"


@pytest.mark.parametrize(
    "noise",
    [
        "Mijn naam is Petra de Wilde, geboren 12-03-1980, Lindelaan 14, 1234 AB, tel. 06-12345678, kenmerk VT-2025/00731. ",
        "Goedemiddag, wij hebben vandaag taart gegeten en de hond is naar de kapper geweest. Het regent al drie dagen. ",
    ],
)
def test_a_question_is_heard_through_what_stands_beside_it(assistant, noise):
    heard, plain = assistant.answer([noise + QUESTION]), assistant.answer([QUESTION])
    assert heard.outcome == "answered"
    assert heard.citations[0].heading == plain.citations[0].heading


def test_a_story_about_something_else_is_not_answered_for_one_of_its_sentences(assistant):
    story = "De wasmachine lekt en de monteur komt pas vrijdag. Ik vertrouw het niet helemaal. Wat zou jij doen?"
    assert assistant.answer([story]).outcome == "not_found"


# ---- danger, small talk and what comes after ----


@pytest.mark.parametrize("small_talk", ["wie ben je?", "ben je een mens?", "kan ik hier iets vragen?", "hoe gaat het?"])
@pytest.mark.parametrize("danger", ["mijn vader verkracht mij", "ik wil dood", "papa slaat mij"])
def test_small_talk_hides_no_danger(assistant, small_talk, danger):
    assert [notice.kind for notice in assistant.answer([f"{small_talk} {danger}"]).notices][:1] == ["danger"]


@pytest.mark.parametrize("message", ["hoi", "dankjewel", "ben je een mens?", "hallo"])
def test_small_talk_by_itself_raises_nothing(assistant, message):
    answer = assistant.answer([message])
    assert (answer.outcome, answer.notices) == ("chitchat", ())


def test_who_tells_of_danger_and_asks_nothing_gets_people_and_no_quotations(assistant):
    answer = assistant.answer(["Ik wil niet meer leven door al dit gedoe met Veilig Thuis"])
    assert (answer.outcome, answer.citations) == ("not_found", ())
    assert answer.notices[0].kind == "danger"
    assert not answer.notices[0].calm


def test_the_numbers_stay_with_the_next_question(assistant):
    notice = assistant.answer(["Mijn man slaat mij en de kinderen", "Wat is Veilig Thuis?"]).notices[0]
    assert (notice.kind, notice.calm) == ("danger", True)
    assert "veilig thuis" in notice.signposts


def test_a_new_question_that_points_back_to_nothing_is_read_by_itself(assistant):
    answer = assistant.answer(["Krijg ik een advocaat?", "Wie heeft ons gemeld?"])
    assert answer.standalone_question == "Wie heeft ons gemeld?"


@pytest.mark.parametrize("message", ["zelfmoord", "suïcide", "kwil dood", "wil dood"])
def test_a_few_words_that_name_wanting_to_die_get_the_numbers(assistant, message):
    notices = assistant.answer([message]).notices
    assert notices
    assert (notices[0].kind, "113" in notices[0].signposts) == ("danger", True)
