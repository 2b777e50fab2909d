"""Finds each answer again in a notebook whose cells were deleted, split, copied, re-typed, pasted or moved.

What is found is said. Where two readings are possible, nothing is guessed: the submission needs a human.
"""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from .course import ANSWER, LOCKED, MANUAL, TEST, Cell, Notebook
from .sources import (
    binds,
    distinct,
    indented,
    is_increasing,
    joined,
    needs,
    needs_at_once,
    parsed,
    same,
    says_nothing,
)

_FENCE = re.compile(r"\A\s*```[^\n]*\n(.*?)\n?```\s*\Z", re.S)
_CLAIMS = 12  # cells that may be parts or copies of one answer
_FRAGMENTS = 3  # cells beside an answer that may be parts of it


@dataclass(frozen=True)
class Piece:
    """One cell of what was handed in."""

    place: int
    name: str  # its grade_id, or that of the release's cell with the same source; "" for the student's own
    code: bool
    kind: str
    source: str


@dataclass(frozen=True)
class Answer:
    """What the student gave for one answer cell."""

    grade_id: str
    source: str
    state: str  # as released | answered | mended | missing | ambiguous
    note: str = ""


@dataclass
class Mender:
    """The pieces of one notebook, put where they belong."""

    notebook: Notebook
    pieces: list[Piece]
    answers: dict[str, Answer] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)  # why a human has to look, beside answers

    def __post_init__(self) -> None:
        self.cells = {c.grade_id: c for c in self.notebook.cells if c.grade_id}
        self.wanted = [c for c in self.notebook.cells if c.kind in (ANSWER, MANUAL)]
        self.places = {c.grade_id: i for i, c in enumerate(self.notebook.cells) if c.grade_id}
        self.plain = {c.source.strip(): i for i, c in enumerate(self.notebook.cells) if not c.grade_id}
        seen = dict.fromkeys(at for p in self.pieces if (at := self.release_place(p)) is not None)
        self.ordered = is_increasing(list(seen))
        self.given = {c.grade_id: self._given(c) for c in self.wanted}
        self.free = [p for p in self.pieces if p.name not in self.cells and self.release_place(p) is None]
        self.own = [p for p in self.free if p.code and p.source.strip()]

    def release_place(self, piece: Piece) -> int | None:
        """Where the release has this cell; None for one of the student's own."""
        return self.places.get(piece.name, self.plain.get(piece.source.strip()))

    def mend(self) -> None:
        """Find every answer."""
        self._hand_over()
        for cell in self.wanted:
            self.answers[cell.grade_id] = self._text(cell) if cell.kind == MANUAL or not cell.code else self._code(cell)
        self.own = [p for p in self.own if not self._repeats(p)]
        self.strays += [
            f"cell {p.place + 1} begins in the middle of something: which answer is it part of?"
            for p in self.own
            if indented(p.source)
        ]

    def _given(self, cell: Cell) -> list[Piece]:
        """The pieces that claim to be this answer and hold something."""
        there = [p for p in self.pieces if p.name == cell.grade_id]
        read = cell.kind == MANUAL or not cell.code  # by a human, for whom a comment is an answer too
        return [p for p in there if not same(p.source, cell.stub) and (read or not says_nothing(p.source))]

    def _asked(self, cell: Cell) -> frozenset[str]:
        """The names that an answer has to bind."""
        tests = [c.source for c in self.notebook.cells if c.kind == TEST and c.question == cell.grade_id]
        used = frozenset().union(*map(needs, tests))
        return binds(cell.stub) or (binds(cell.source) & used) or binds(cell.source)

    def _hand_over(self) -> None:
        """A cell that has one answer's name and defines what another asks for goes where it belongs."""
        asked = {c.grade_id: self._asked(c) for c in self.wanted if c.code and c.kind == ANSWER}
        for name in asked:
            for piece in list(self.given[name]):
                bound = binds(piece.source)
                owners = [other for other in asked if bound & asked[other]]
                if len(owners) == 1 and owners != [name]:
                    self.given[name].remove(piece)
                    self.given[owners[0]] = sorted([*self.given[owners[0]], piece], key=lambda p: p.place)

    def _text(self, cell: Cell) -> Answer:
        """An answer that a human reads: all that is there."""
        name, given = cell.grade_id, self.given[cell.grade_id]
        if given:
            texts = list(dict.fromkeys(p.source for p in given))
            note = f"the answer cell {name!r} was there {len(given)} times; read as one" if len(given) > 1 else ""
            return Answer(name, "\n\n".join(texts), "mended" if note else "answered", note)
        if any(p.name == name for p in self.pieces):
            return Answer(name, cell.stub, "as released")
        texts = [p.source for p in self.free if not p.code and p.source.strip() and not cell.code]
        if texts:
            note = f"the answer cell {name!r} is missing; what else was written stands here"
            return Answer(name, "\n\n".join(texts), "mended", note)
        return Answer(
            name, "", "missing", f"the answer cell {name!r} is missing: restore it from the released notebook"
        )

    def _code(self, cell: Cell) -> Answer:
        name, given = cell.grade_id, self.given[cell.grade_id]
        parts = distinct([p.source for p in given[:_CLAIMS]])
        if not parts:
            return self._elsewhere(cell)
        if len(given) > _CLAIMS:
            return self._unclear(cell, f"{len(given)} cells claim to be the answer {name!r}")
        whole = joined(parts, self.ordered) if len(parts) > 1 else parts[0]
        if whole is None:
            whole, beside = self._completed("\n".join(parts), given) if self.ordered else ("", False)
            if not beside:
                return self._unclear(cell, f"{len(parts)} different cells claim to be the answer {name!r}")
        whole, beside = self._completed(whole, given)
        if not parsed(whole) and not beside and self._could_be_more(cell):
            return self._unclear(cell, f"the answer {name!r} stops in the middle, and so do other cells")
        if self._rivals(cell, whole):
            return self._unclear(cell, f"another cell defines what the answer {name!r} defines")
        return Answer(name, whole, *self._how(cell, given, beside))

    def _how(self, cell: Cell, given: list[Piece], beside: bool) -> tuple[str, str]:
        """The state of an answer that was found in its place, and what was done to it."""
        name = cell.grade_id
        if beside:
            return "mended", f"the answer cell {name!r} was in pieces; read as one"
        if (count := sum(p.name == name for p in self.pieces)) > 1:
            return "mended", f"the answer cell {name!r} was there {count} times; read as one"
        if not given[0].code:
            return "mended", f"the answer cell {name!r} had become a {given[0].kind} cell; read as code"
        return "answered", ""

    def _unclear(self, cell: Cell, note: str) -> Answer:
        return Answer(cell.grade_id, "", "ambiguous", note)

    def _completed(self, whole: str, given: list[Piece]) -> tuple[str, bool]:
        """An answer with the pieces beside it that are part of it; whether there were any."""
        places = [p.place for p in given]
        after, before = self._row(max(places), 1), self._row(min(places), -1)
        for back in range(len(before) + 1):
            for on in range(len(after) + 1):
                first, last = before[:back][::-1], after[:on]
                alone = [parsed(p.source) is not None for p in (*first, *last)]
                text = "\n".join([*(p.source for p in first), whole, *(p.source for p in last)])
                torn = parsed(whole) is None or not all(alone)  # a cell that stands by itself is no part of anything
                if alone and torn and (len(alone) == 1 or not any(alone)) and parsed(text):
                    self.own = [p for p in self.own if p not in first and p not in last]
                    return text, True
        return whole, False

    def _row(self, place: int, step: int) -> list[Piece]:
        """The student's own code cells next to a place, nearest first."""
        own = {p.place: p for p in self.own}
        row = takewhile(lambda at: at in own, range(place + step, place + step * (_FRAGMENTS + 1), step))
        return [own[at] for at in row]

    def _could_be_more(self, cell: Cell) -> bool:
        """Whether a cell elsewhere may hold the rest of an answer that is in pieces."""
        asked = self._asked(cell)
        return any(not parsed(p.source) or binds(p.source) & asked for p in self.own)

    def _rivals(self, cell: Cell, whole: str) -> bool:
        asked = self._asked(cell) & binds(whole)
        return any(binds(p.source) & asked and not same(p.source, whole) for p in self.own)

    def _elsewhere(self, cell: Cell) -> Answer:
        """An answer cell that is gone or as released: perhaps the answer stands in another cell."""
        name, asked = cell.grade_id, self._asked(cell)
        there = any(p.name == name for p in self.pieces)
        found = [p for p in self._candidates() if binds(p.source) & asked]
        texts = distinct([p.source for p in found])
        if texts:
            whole = joined(texts, self.ordered)
            if whole is None:
                return self._unclear(cell, f"{len(texts)} different cells could be the answer {name!r}")
            self.own = [p for p in self.own if p not in found]
            return Answer(name, whole, "mended", f"the answer {name!r} stood in a cell of its own; read from there")
        torn = [p for p in self.own if not parsed(p.source) and any(re.search(rf"\b{n}\b", p.source) for n in asked)]
        if torn:
            return self._pieced(cell, torn)
        if there:
            return Answer(name, cell.stub, "as released")
        return Answer(
            name, "", "missing", f"the answer cell {name!r} is missing: restore it from the released notebook"
        )

    def _pieced(self, cell: Cell, torn: list[Piece]) -> Answer:
        """An answer that stands, in pieces, in cells of the student's own."""
        if len(torn) == 1 and self.ordered:
            self.own.remove(torn[0])
            whole, beside = self._completed(torn[0].source, torn)
            if beside:
                note = f"the answer {cell.grade_id!r} stood in pieces in other cells; read as one"
                return Answer(cell.grade_id, whole, "mended", note)
            self.own.append(torn[0])
        return self._unclear(cell, f"a cell that stops in the middle could be the answer {cell.grade_id!r}")

    def _candidates(self) -> list[Piece]:
        """Cells that may hold an answer without its name: new ones, and the author's if something else stands there."""
        locked = [p for p in self.pieces if (c := self.cells.get(p.name)) and c.kind in (TEST, LOCKED)]
        changed = [p for p in locked if not same(p.source, self.cells[p.name].stub)]
        texts = [p for p in self.free if not p.code and parsed(p.source)]
        return [*self.own, *changed, *texts]

    def _repeats(self, piece: Piece) -> bool:
        return any(same(piece.source, a.source) for a in self.answers.values() if a.source)

    # ------------------------------------------------------------------------------------ the student's own cells

    def extras(self) -> dict[str, tuple[str, ...]]:
        """The student's own code cells, each after the release cell that stands before it; "" is the top.

        One that defines what an answer needs, and would run after that answer's tests, goes before them.
        """
        if not self.own:
            return {}
        at = {p.place: self._before(p) for p in self.own}
        for cell in (c for c in self.wanted if c.code):
            self._bring_forward(cell, at)
        found: dict[str, tuple[str, ...]] = {}
        for piece in sorted(self.own, key=lambda p: (at[p.place], p.place)):
            key = str(at[piece.place]) if at[piece.place] >= 0 else ""
            found[key] = (*found.get(key, ()), piece.source)
        return found

    def _before(self, piece: Piece) -> int:
        """The release's place of the nearest cell of the release's before this one, -1 for none."""
        for other in reversed(self.pieces[: piece.place]):
            if (place := self.release_place(other)) is not None:
                return place
        return -1

    def _bring_forward(self, cell: Cell, at: dict[int, int]) -> None:
        place, answer = self.places[cell.grade_id], self.answers[cell.grade_id]
        tests = [i for i, c in enumerate(self.notebook.cells) if c.kind == TEST and c.question == cell.grade_id]
        if not tests or answer.state in ("ambiguous", "missing"):
            return
        wanted = (needs(answer.source) | self._asked(cell)) - binds(answer.source) - self._bound_before(tests[0], at)
        for name in sorted(wanted):
            late = [p for p in self.own if name in binds(p.source) and at[p.place] >= tests[0]]
            if len(distinct([p.source for p in late])) > 1 and not self.ordered:
                self.strays.append(f"several cells define {name!r}, which the answer {cell.grade_id!r} needs")
            for piece in late[-1:]:
                early = not needs_at_once(piece.source) & binds(answer.source)
                at[piece.place] = place - 1 if early else place

    def _bound_before(self, place: int, at: dict[int, int]) -> frozenset[str]:
        cells = [c.source for c in self.notebook.cells[:place] if c.code and c.kind == LOCKED]
        answers = [self.answers[c.grade_id].source for c in self.notebook.cells[:place] if c.grade_id in self.answers]
        own = [p.source for p in self.own if at[p.place] < place]
        return frozenset().union(*map(binds, [*cells, *answers, *own]))


def unfenced(kind: str, source: str) -> str:
    """The code of a cell that was turned into text and fenced."""
    found = _FENCE.match(source) if kind == "markdown" else None
    return found[1] if found else source
