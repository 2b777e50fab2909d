"""One word for one thing in Chinese too: a term has the same translation wherever a chapter defines it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.notebooks.conftest import NOTEBOOKS, ROOT, read

NOTATION = ROOT / "book" / "notation.md"
DEFINED = re.compile(r"\*\*([^*]+)\*\*\s*\(([^()]*[\u4e00-\u9fff][^()]*)\)")
ROW = re.compile(r"^\| ([\w (),-]+) \| ([^|$]*[\u4e00-\u9fff][^|$]*) \|", re.MULTILINE)  # a row of words

Place = tuple[str, str, str]  # English, Chinese, where


def english(term: str) -> str:
    """A term as it counts: small letters, one kind of dash, singular."""
    plain = re.sub("[–—]", "-", term.strip().lower())
    return plain if plain.endswith(("ss", "is", "us", "data")) else plain.removesuffix("s")


def chinese(words: str) -> list[str]:
    """The Chinese words of a bracket, in order; what else stands there ('also', abbreviations) does not count."""
    return re.findall(r"[\u4e00-\u9fff][\u4e00-\u9fff–-]*", words)


def defined(name: str, text: str) -> Iterator[Place]:
    """Every `**term** (中文)` of a text, and every row of a table of words; the first Chinese word is the term's."""
    for term, words in DEFINED.findall(text):
        yield english(term), chinese(words)[0], name
    for terms, words in ROW.findall(text):
        for term, word in zip(terms.split(","), chinese(words), strict=False):
            yield english(term), word, name


def clashes(places: Iterable[Place]) -> list[str]:
    """Terms with more than one translation, with the places of each."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term, word, name in places:
        found[term][word].append(name)
    return [f"{term}: " + "; ".join(f"{w} in {', '.join(n)}" for w, n in words.items())
            for term, words in sorted(found.items()) if len(words) > 1]  # fmt: skip


def everywhere() -> list[Place]:
    texts = {p.stem: "\n\n".join(c.source for c in read(p).cells if c.cell_type == "markdown") for p in NOTEBOOKS}
    texts[NOTATION.name] = Path(NOTATION).read_text(encoding="utf-8")
    return [place for name, text in texts.items() for place in defined(name, text)]


def test_a_term_has_one_chinese_word_in_the_whole_book() -> None:
    found = clashes(everywhere())
    assert not found, "\n".join(found)


def test_the_table_of_words_is_read_too() -> None:
    words = {(term, word) for term, word, name in everywhere() if name == NOTATION.name}
    assert {("slope", "斜率"), ("local derivative", "局部导数"), ("leaf", "叶子节点"), ("gradient", "梯度")} <= words


def test_two_words_for_one_term_are_found_and_spelling_alone_is_not() -> None:
    one = list(defined("a", "a **saddle point** (鞍点), the **vector–Jacobian product** (向量–雅可比积)"))
    same = list(defined("b", "**Saddle points** (鞍点, also 马鞍点), a **vector-Jacobian product** (向量–雅可比积)"))
    other = list(defined("c", "| term | Chinese |\n|-|-|\n| saddle point, leaf | 马鞍点, 叶子节点 | x |"))
    assert clashes(one + same) == []
    assert clashes(one + other) == ["saddle point: 鞍点 in a; 马鞍点 in c"]
