import textwrap

import pytest

from companion import quiz
from companion.quizzes import inline, load

GOOD = """
- id: sum
  kind: predict
  question: What is $x^2$ if `x` is *three*?
  code: |-
    x = 3
    print(x < 4)
  options:
    - {text: "9", correct: true, why: Three times three.}
    - {text: "6", correct: false, why: That is twice three.}
- id: both
  kind: choice
  question: Which are even?
  options:
    - {text: "2", correct: true, why: Twice one.}
    - {text: "3", correct: false, why: It is odd.}
    - {text: "4", correct: true, why: Twice two.}
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    folder = tmp_path / "notebooks" / "data" / "quiz"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def write_quiz(text):
        (folder / "t.yml").write_text(textwrap.dedent(text), encoding="utf-8")

    return write_quiz


def test_the_text_asks_and_does_not_tell(write):
    write(GOOD)
    assert quiz("t", "sum").text == ("What is $x^2$ if `x` is *three*?\n    x = 3\n    print(x < 4)\n  ( ) 9\n  ( ) 6")


def test_without_an_id_all_questions_come_in_order(write):
    write(GOOD)
    text = quiz("t").text
    assert text.index("What is") < text.index("Which are even?")
    assert "Predict (1 of 2)" in quiz("t").html
    assert "Question (2 of 2)" in quiz("t").html


def test_markdown_and_formulas_become_html():
    assert inline("`a<b` is *not* **so**, 2 * 3 * 4") == (
        "<code>a&lt;b</code> is <em>not</em> <strong>so</strong>, 2 * 3 * 4"
    )
    assert "<i>x</i><sup>2</sup>" in inline("$x^2$")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- id: [", r"quiz/t.yml line \d is not YAML"),
        ("a: 1", "must be a list of questions; came dict"),
        ("- 3", "question 1 must be a mapping"),
        ("- {id: a, kind: choice}", "question 'a' lacks question, options"),
        ("- {id: a, kind: guess, question: q, options: []}", "kind must be choice or predict; came 'guess'"),
        ("- {id: a, kind: choice, question: q, options: [1]}", "options must be a list of at least two"),
        ("- {id: a, kind: choice, question: q, options: [1, 2]}", "option 1 must be a mapping"),
        (GOOD.replace("correct: true", "correct: false"), "question 'sum': no option is correct"),
        (GOOD.replace("correct: true", "correct: maybe", 1), "option 1: correct must be true or false; came 'maybe'"),
        (GOOD.replace("why: Three times three.", "because: x"), "option 1 lacks why"),
        (GOOD.replace("id: both", "id: sum"), "the id 'sum' is used twice"),
        (GOOD.replace("kind: choice", "kind: choice\n  hint: x"), "has unknown keys: hint"),
        (GOOD.replace("kind: choice", "kind: choice\n  misconception: sums"), "an id such as EA-12; came 'sums'"),
        (GOOD.replace("$x^2$", r"$\foo$"), r"question 'sum': the formula command \\foo is not known"),
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_line(write, text, says):
    write(text)
    with pytest.raises(ValueError, match=says) as caught:
        quiz("t")
    assert "\n" not in str(caught.value)


def test_an_unknown_id_or_file_lists_what_there_is(write):
    write(GOOD)
    with pytest.raises(ValueError, match="no question 'summ'; it has: sum, both"):
        quiz("t", "summ")
    with pytest.raises(FileNotFoundError, match=r"quiz/t\.yml"):
        quiz("nothing")


def test_every_quiz_of_the_book_loads():
    from companion.paths import PACKAGE_DATA

    files = sorted((PACKAGE_DATA / "quiz").glob("*.yml"))
    assert files
    for path in files:
        assert load(path.stem)


def test_answering_says_why_and_keeps_the_score_of_the_page(write, open_page):
    write(GOOD)
    page = open_page(quiz("t", "sum"), quiz("t", "both"))
    first, second = page.locator("fieldset").nth(0), page.locator("fieldset").nth(1)
    assert not page.locator("summary").first.is_visible()  # no answer before the question
    first.get_by_role("button").click()
    assert "Choose an answer first." in first.inner_text()
    first.get_by_label("6").check()
    first.get_by_role("button").click()
    assert "Wrong. That is twice three." in first.inner_text()
    assert "0 of 1 right at the first try, 1 to go" in first.inner_text()
    first.get_by_label("9").check()
    first.get_by_role("button").click()
    assert "Right. Three times three." in first.inner_text()
    assert "twice three" not in first.inner_text()
    second.get_by_label("2").check()
    second.get_by_role("button").click()
    assert "Not yet." in second.inner_text()
    second.get_by_label("4").check()
    second.get_by_role("button").click()
    assert "0 of 2 right at the first try, 0 to go" in second.inner_text()


def test_the_same_question_twice_is_two_questions(write, open_page):
    write(GOOD)
    page = open_page(quiz("t", "sum"), quiz("t", "sum"))
    for place in range(2):
        page.locator("fieldset").nth(place).get_by_label("9").check()
    assert page.locator("input:checked").count() == 2


def test_without_scripts_the_answers_can_be_opened(write, open_page):
    write(GOOD)
    page = open_page(quiz("t", "sum"), scripts=False)
    assert not page.locator("li").first.is_visible()
    page.locator("summary").click()
    assert page.locator("li").first.inner_text() == "Right. Three times three."
