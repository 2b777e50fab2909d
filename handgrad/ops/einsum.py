"""einsum: every product and sum of axes by name. The cotangent of one operand is an einsum of the others with ḡ."""

import string
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.rearrange import diagonal
from handgrad.ops.shape import expand_to
from handgrad.record import cast_to, record
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _letters(equation: str, operands: list[Tensor]) -> tuple[list[str], str]:
    """Input and output subscripts in plain letters: spaces removed, ... spelt out, the output made explicit."""
    text = equation.replace(" ", "")
    left, arrow, out = text.partition("->")
    parts = left.split(",")
    if len(parts) != len(operands):
        raise RuntimeError(
            f"einsum(): {'fewer' if len(parts) > len(operands) else 'more'} operands were provided than specified in "
            "the equation"
        )
    free = [c for c in string.ascii_letters if c not in text]
    extra = max(
        (t.ndim - len(p.replace("...", "")) for p, t in zip(parts, operands, strict=True) if "..." in p), default=0
    )
    dots = "".join(free[:extra])
    spelt = [
        p.replace("...", dots[extra - (t.ndim - len(p.replace("...", ""))) :]) if "..." in p else p
        for p, t in zip(parts, operands, strict=True)
    ]
    _one_letter_an_axis(spelt, operands)
    if not arrow:
        counts = "".join(spelt)
        out = dots + "".join(sorted(c for c in set(counts) - set(dots) if counts.count(c) == 1))
    return spelt, out.replace("...", dots)


def _one_letter_an_axis(parts: list[str], operands: list[Tensor]) -> None:
    for k, (p, t) in enumerate(zip(parts, operands, strict=True)):
        if len(p) != t.ndim:
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation ({len(p)}) does not match the number of "
                f"dimensions ({t.ndim}) for operand {k} and no ellipsis was given"
            )


def _without_repeats(t: Tensor, letters: str) -> tuple[Tensor, str]:
    """A letter that stands twice in one operand names a diagonal: take it first."""
    for c in letters:
        if letters.count(c) > 1:
            i, j = letters.index(c), letters.rindex(c)
            t = diagonal(t, 0, i, j)
            return _without_repeats(t, letters[:i] + letters[i + 1 : j] + letters[j + 1 :] + c)
    return t, letters


def _contract(parts: list[str], out: str, arrays: list[Any]) -> Any:
    """einsum of arrays or Tensors, ... in front of a part standing for batch axes."""
    equation = ",".join(parts) + "->" + out
    if any(isinstance(a, Tensor) for a in arrays):
        return einsum(equation, *arrays)
    return np.einsum(equation, *arrays, optimize=len(arrays) > 2)


def _cotangent(k: int) -> Any:
    """The rule of operand k: contract ḡ with the other operands; axes that only operand k has are repeated."""

    def rule(g: Any, y: Any, *args: Any) -> Any:
        arrays, parts, out, shapes = list(args[:-3]), args[-3], args[-2], args[-1]
        others = [j for j in range(len(parts)) if j != k]
        have = set(out).union(*(parts[j] for j in others)) if others else set(out)
        mine = "".join(c for c in parts[k] if c in have)
        share = _contract(["..." + out, *(parts[j] for j in others)], "..." + mine, [g, *(arrays[j] for j in others)])
        lead = tuple(share.shape[: share.ndim - len(mine)])
        full = tuple(n if c in have else 1 for c, n in zip(parts[k], shapes[k], strict=True))
        return expand_to(share.reshape(lead + full), lead + tuple(shapes[k]))

    return rule


def _tangent(k: int) -> Any:
    """einsum is linear in each operand: the same contraction with the tangent in its place."""

    def push(t: Any, y: Any, *args: Any) -> Any:
        arrays, parts, out = list(args[:-3]), list(args[-3]), args[-2]
        arrays[k], parts[k] = t, "..." + parts[k]
        return _contract(parts, "..." + out, arrays)

    return push


def einsum(equation: str, *operands: Any) -> Tensor:
    """Products of entries summed over the letters that the output lacks, e.g. "ij,jk->ik"; torch.einsum."""
    given = list(operands[0]) if len(operands) == 1 and isinstance(operands[0], list | tuple) else list(operands)
    parts, out = _letters(equation, given)
    pairs = [_without_repeats(t, p) for t, p in zip(given, parts, strict=True)]
    common = given[0]._data.dtype
    for t in given:
        common = dtypes.promote(common, t._data.dtype)
    tensors = [cast_to(t, common) for t, _ in pairs]
    arrays, parts = [t._data for t in tensors], [p for _, p in pairs]
    try:
        y = _contract(parts, out, arrays)
    except ValueError as e:
        raise RuntimeError(f"einsum(): {e}") from None
    op = Op("EinsumBackward0", None, *[_cotangent(k) for k in range(len(parts))], keep="x", fresh=False,
            jvps=tuple(_tangent(k) for k in range(len(parts))))  # fmt: skip
    return record(op, y, tuple(tensors), (*arrays, tuple(parts), out, tuple(a.shape for a in arrays)))
