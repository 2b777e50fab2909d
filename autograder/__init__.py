"""Grades nbgrader submissions: fast, and checked from outside the student's process.

The way of a submission, room by room: `course` (what the author wrote) → `intake` (what the student answered) →
`engine` (forks a child of each warm `template`, which has run `ahead` what every submission begins with) → `sandbox`
(the child shuts itself in by `namespaces`, `landlock` and `seccomp`; a `warden` watches it; `isolation` says what the
machine gives) → `servant` (runs the student's cells and does as asked) ⇄ `student`, `stand_ins` (the other end: objects
that live over there) ← `checks` (runs the tests) → `records` → `report`; a `cluster` goes the same way on other
machines. Between the two processes only `wire` data crosses. What comes of a class, `grading` gathers as `outcomes`,
writes into nbgrader's `gradebook` and `autograded` notebooks, and `explain` explains; `lean` imports no more of
nbgrader than that, and `late` asks its plugin for penalties. `plan` says what has to run again, from what it
remembers, from the names that tests share (`apart`) and the `traces` that they left. `misconceptions` names what an
answer looks like, `prove`, `prove_plainly` and `contract` hold an assignment to its promises, `generating` already when
nbgrader makes it, `demo` and `plain_nbgrader` compare with nbgrader.
"""
