"""Elementwise operations: one entry each, the function and one rule per argument.

In a rule g is the cotangent of the result y, and a, b are the inputs. What a rule does at a kink is what torch does.
"""

import operator
from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.record import binary, constant, no_bools, raw, record, unary, wrap
from handgrad.tape import Op
from handgrad.tensor import Tensor

# a ready 0 and 1 of the right dtype: 2 × faster than `0` and `1`
_ZEROS, _ONES = ({d: np.full((), c, d) for d in (dtypes.F4, dtypes.F8)} for c in (0, 1))


def _refuse_bools(name: str, *arrays: Any) -> None:
    """Raise torch's error for an operation that it does not have on bools."""
    if {"b"} == {a.dtype.kind for a in arrays}:
        raise NotImplementedError(f"\"{name}\" not implemented for 'Bool'")


def masked(g: Any, mask: Any) -> Any:
    """g where mask, 0 elsewhere: unlike g * mask it turns inf and nan into 0 too."""
    if isinstance(g, Tensor):
        return record(MASKED, masked(g._data, raw(mask)), (g,), (None, raw(mask)))
    bits = dtypes.I4 if g.itemsize == 4 else dtypes.I8
    return (g.view(bits) * mask).view(g.dtype)  # the bits of g times 1 or 0: up to 10 × faster than np.where


def nothing(g: Any) -> Any:
    """Zeros like g, whatever g holds."""
    return wrap(np.zeros_like(g._data)) if isinstance(g, Tensor) else np.zeros_like(g)


MASKED = Op("WhereBackward0", None, lambda g, y, a, mask: masked(g, mask))

# --- arithmetic
ADD = Op("AddBackward0", operator.add, lambda g, y, a, b: g, lambda g, y, a, b: g, fresh=False,
         doc="a + b: d(a + b) = da + db. Shapes broadcast; torch.add.")  # fmt: skip
SUB = Op("SubBackward0", operator.sub, lambda g, y, a, b: g, lambda g, y, a, b: -g, fresh=False,
         doc="a − b: d(a − b) = da − db. Shapes broadcast; torch.sub.")  # fmt: skip
MUL = Op("MulBackward0", operator.mul, lambda g, y, a, b: g * b, lambda g, y, a, b: g * a, keep="x",
         doc="a b: d(a b) = b da + a db. Shapes broadcast; torch.mul.")  # fmt: skip
DIV = Op("DivBackward0", operator.truediv, lambda g, y, a, b: g / b, lambda g, y, a, b: -g * (y / b), keep="xy",
         ints="float", doc="a / b: d(a / b) = da / b − (a / b) db / b. Shapes broadcast; torch.div.")  # fmt: skip
NEG = Op("NegBackward0", operator.neg, lambda g, y, a: -g, doc="−a: d(−a) = −da; torch.neg.")

add, sub, mul, div, neg = binary(ADD), binary(SUB), binary(MUL), binary(DIV), unary(NEG)

# --- exponentials and logarithms
LN2, LN10 = float(np.log(2.0)), float(np.log(10.0))
EXP = Op(
    "ExpBackward0", np.exp, lambda g, y, a: g * y, keep="y", ints="float", doc="exp a: d exp(a) = exp(a) da; torch.exp."
)
LOG = Op(
    "LogBackward0", np.log, lambda g, y, a: g / a, keep="x", ints="float", doc="ln a: d ln(a) = da / a; torch.log."
)
LOG1P = Op("Log1PBackward0", np.log1p, lambda g, y, a: g / (a + 1), keep="x", ints="float",
           doc="ln(1 + a): d = da / (1 + a); torch.log1p.")  # fmt: skip
EXPM1 = Op("Expm1Backward0", np.expm1, lambda g, y, a: g * (y + 1), keep="y", ints="float",
           doc="exp(a) − 1: d = exp(a) da; torch.expm1.")  # fmt: skip
EXP2 = Op(
    "Exp2Backward0",
    np.exp2,
    lambda g, y, a: g * (y * LN2),
    keep="y",
    ints="float",
    doc="2 ** a: d = ln 2 · 2 ** a da; torch.exp2.",
)
LOG2 = Op(
    "Log2Backward0",
    np.log2,
    lambda g, y, a: g / (a * LN2),
    keep="x",
    ints="float",
    doc="log₂ a: d = da / (a ln 2); torch.log2.",
)
LOG10 = Op(
    "Log10Backward0",
    np.log10,
    lambda g, y, a: g / (a * LN10),
    keep="x",
    ints="float",
    doc="log₁₀ a: d = da / (a ln 10); torch.log10.",
)

# --- powers
SQUARE = Op("PowBackward0", np.square, lambda g, y, a: g * (a * 2), keep="x", ints="number",
             doc="a²: d(a²) = 2a da; torch.square.")  # fmt: skip
SQRT = Op(
    "SqrtBackward0",
    np.sqrt,
    lambda g, y, a: g / (y * 2),
    keep="y",
    ints="float",
    doc="√a: d√a = da / (2√a), so inf at 0; torch.sqrt.",
)
RSQRT = Op("RsqrtBackward0", lambda a: 1 / np.sqrt(a), lambda g, y, a: g * (y**3 * -0.5), keep="y", ints="float",
           doc="1/√a: d = −½ a^(−3/2) da; torch.rsqrt.")  # fmt: skip
RECIPROCAL = Op("ReciprocalBackward0", lambda a: 1 / a, lambda g, y, a: -g * (y * y), keep="y", ints="float",
                doc="1/a: d(1/a) = −da / a²; torch.reciprocal.")  # fmt: skip

# --- trigonometric and hyperbolic
SIN = Op(
    "SinBackward0",
    np.sin,
    lambda g, y, a: g * COS(a),
    keep="x",
    ints="float",
    doc="sin a: d sin(a) = cos(a) da; torch.sin.",
)
COS: Op = Op(
    "CosBackward0",
    np.cos,
    lambda g, y, a: -g * SIN(a),
    keep="x",
    ints="float",
    doc="cos a: d cos(a) = −sin(a) da; torch.cos.",
)
TAN = Op(
    "TanBackward0",
    np.tan,
    lambda g, y, a: g * (1 + y * y),
    keep="y",
    ints="float",
    doc="tan a: d tan(a) = (1 + tan² a) da; torch.tan.",
)
SINH = Op(
    "SinhBackward0",
    np.sinh,
    lambda g, y, a: g * COSH(a),
    keep="x",
    ints="float",
    doc="sinh a: d sinh(a) = cosh(a) da; torch.sinh.",
)
COSH: Op = Op(
    "CoshBackward0",
    np.cosh,
    lambda g, y, a: g * SINH(a),
    keep="x",
    ints="float",
    doc="cosh a: d cosh(a) = sinh(a) da; torch.cosh.",
)
ASIN = Op(
    "AsinBackward0",
    np.arcsin,
    lambda g, y, a: g / SQRT(1 - a * a),
    keep="x",
    ints="float",
    doc="asin a: d = da / √(1 − a²); torch.asin.",
)
ACOS = Op(
    "AcosBackward0",
    np.arccos,
    lambda g, y, a: -g / SQRT(1 - a * a),
    keep="x",
    ints="float",
    doc="acos a: d = −da / √(1 − a²); torch.acos.",
)
ATAN = Op(
    "AtanBackward0",
    np.arctan,
    lambda g, y, a: g / (1 + a * a),
    keep="x",
    ints="float",
    doc="atan a: d = da / (1 + a²); torch.atan.",
)


def _tanh_fast(g: Any, y: Any, a: Any) -> Any:
    """g (1 − y²) in one temporary."""
    t = y * y
    if type(t) is not np.ndarray or g.ndim != t.ndim:  # a 0-d result, or a batch of cotangents
        return g * (1 - t)
    np.subtract(_ONES[t.dtype], t, t)
    return np.multiply(g, t, t)


TANH = Op("TanhBackward0", np.tanh, lambda g, y, a: g * (1 - y * y), keep="y", ints="float", fast=(_tanh_fast,),
          doc="tanh a: d tanh(a) = (1 − tanh² a) da; torch.tanh.")  # fmt: skip


def _sigmoid(a: Any) -> Any:
    """1 / (1 + exp(−a)) without overflow: exp of −|a| only."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e)).astype(a.dtype, copy=False)


SIGMOID = Op("SigmoidBackward0", _sigmoid, lambda g, y, a: g * (y * (1 - y)), keep="y", ints="float",
             doc="σ(a) = 1 / (1 + exp(−a)): dσ = σ (1 − σ) da; torch.sigmoid.")  # fmt: skip

# --- with kinks: the rule at the kink is a convention, and torch's is taken
RELU = Op("ReluBackward0", lambda a: np.maximum(a, _ZEROS.get(a.dtype, 0)), lambda g, y, a: masked(g, y != 0), keep="y",
          doc="max(a, 0): d = da where a > 0; 0 at 0, and 1 at nan, as torch.relu.")  # fmt: skip
ABS = Op(
    "AbsBackward0", np.abs, lambda g, y, a: g * SIGN(a), keep="x", doc="|a|: d|a| = sign(a) da, 0 at 0; torch.abs."
)


def _sign(a: Any) -> Any:
    """1, 0 or −1, and 0 for nan."""
    return a if a.dtype.kind == "b" else np.subtract(a > 0, a < 0, dtype=a.dtype)


SIGN: Op = Op("SignBackward0", _sign, lambda g, y, a: nothing(g), doc="sign a, 0 at nan: derivative 0; torch.sign.")
FLOOR = Op("FloorBackward0", np.floor, lambda g, y, a: nothing(g), doc="⌊a⌋: derivative 0; torch.floor.")
CEIL = Op("CeilBackward0", np.ceil, lambda g, y, a: nothing(g), doc="⌈a⌉: derivative 0; torch.ceil.")


def _round(a: Any) -> Any:
    _refuse_bools("round_vml_cpu", a)
    return np.round(a)


ROUND = Op(
    "RoundBackward0", _round, lambda g, y, a: nothing(g), doc="a rounded, halves to even: derivative 0; torch.round."
)


def _won(g: Any, won: Any, tied: Any) -> Any:
    """All of g where the argument won (or nan is in play), half of it where both are equal."""
    return masked(g, won) + masked(g, tied) * 0.5


MAXIMUM = Op("MaximumBackward0", np.maximum, lambda g, y, a, b: _won(g, ~(a <= b), a == b),
             lambda g, y, a, b: _won(g, ~(b <= a), a == b), keep="xy",
             doc="the larger of a and b; at a tie each gets half of the cotangent; torch.maximum.")  # fmt: skip
MINIMUM = Op("MinimumBackward0", np.minimum, lambda g, y, a, b: _won(g, ~(a >= b), a == b),
             lambda g, y, a, b: _won(g, ~(b >= a), a == b), keep="xy",
             doc="the smaller of a and b; at a tie each gets half of the cotangent; torch.minimum.")  # fmt: skip

exp, log, log1p, expm1, exp2, log2, log10 = map(unary, (EXP, LOG, LOG1P, EXPM1, EXP2, LOG2, LOG10))
square, sqrt, rsqrt, reciprocal = map(unary, (SQUARE, SQRT, RSQRT, RECIPROCAL))
sin, cos, tan, sinh, cosh, tanh = map(unary, (SIN, COS, TAN, SINH, COSH, TANH))
asin, acos, atan, sigmoid = map(unary, (ASIN, ACOS, ATAN, SIGMOID))
relu, abs, sign, floor, ceil, round = map(unary, (RELU, ABS, SIGN, FLOOR, CEIL, ROUND))
maximum, minimum = binary(MAXIMUM), binary(MINIMUM)
square.__name__ = square.__qualname__ = "square"
for _f, _name in ((exp, "exp"), (log1p, "log1p")):
    _f.__name__ = _f.__qualname__ = _name


def rsub(input: Any, other: Any) -> Tensor:
    """other − input; torch.rsub."""
    return _rsub(input, other)


RSUB = Op("RsubBackward1", lambda a, c: c - a, lambda g, y, a, c: -g, fresh=True)


def _rsub(a: Tensor, c: Any) -> Tensor:
    x = a._data
    if isinstance(c, Tensor):
        return sub(c, a)
    k = constant(c, x)
    no_bools(x, k)
    x = x if x.dtype is k.dtype else x.astype(dtypes.result(x, k))
    return record(RSUB, k - x, (a,), (None, None))


def _rdiv(a: Tensor, c: Any) -> Tensor:
    """c / a, as torch records it: the reciprocal, times c."""
    return mul(reciprocal(a), c)
