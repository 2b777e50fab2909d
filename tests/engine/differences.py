"""Where handgrad differs from torch on purpose: every case with its reason, printed by the test that meets it.

A listed difference that no longer exists fails its test: the entry is then to be taken out.
"""

import warnings

INF = float("inf")

ONE_INDEX = "torch records one view for each part of an index, handgrad one node for the whole index"
FOLDED = "torch folds batches into one mm between views, handgrad records one node for the product"
COPIED = "torch records the copy (CloneBackward0) and the view of it, handgrad one node for both"
NAMES = {
    "v@M": "torch records unsqueeze, mm and squeeze, handgrad one node named as the last of them",
    "M[0,1]": ONE_INDEX,
    "M[0:1,0:1]": ONE_INDEX,
    "M[1:,0]": ONE_INDEX,
    "M[None,0]": ONE_INDEX,
    "M[0,None]": ONE_INDEX,
    "M[[0,1],1:]": ONE_INDEX,
    "M.T.reshape(4)": COPIED,
    "M.T.flatten()": COPIED,
    "N@N": FOLDED,
    "N@M": FOLDED,
    "M@N": FOLDED,
    "N@v": FOLDED,
    "v@N": FOLDED,
    "a+w": "the cast of an operand to the common dtype is a node of its own (ToCopyBackward0); torch casts inside add",
}
OTHER_NAME = {"M@N", "N@v", "v@N"}  # of those above: where even the name that repr shows differs


ERRORS: dict[str, str] = {
    "from_numpy of strings": "torch lists its dtypes, handgrad its own five and the cure",
    "full without a value": "Python's own words for a missing argument: torch's functions are not Python's",
    "a function that is not there": "the module's own name stands in the message",
    "func.jvp with too few tangents": "torch prints its TreeSpec of both structures, handgrad how many there are",
}
EDGES: dict[tuple[str, int], tuple[list[tuple[float, ...]], str]] = {}
_EVERYWHERE = [(x,) for x in (0.0, -0.0, 1.0, 0.5, 2.0, 1.5, 2.5, 1e-300, 1e300, INF)]
for _name in ("0 ** x", "0.0 ** x"):
    EDGES[_name, 2] = (
        _EVERYWHERE,
        "0 ** x is constant for x > 0, so 0 is right; torch multiplies 0 by log 0 and gets nan",
    )
_ROOTS = [(-0.0,), (-INF,)], "numpy takes the root of a 0-d exponent ½, torch the general power"
EDGES |= {("pow(x, tensor 0.5)", 0): _ROOTS, ("pow(x, tensor 1.5)", 1): _ROOTS}
EDGES["remainder", 0] = (
    [(1e300, 1e-300)],
    "torch's fmod of several numbers at once overflows to nan, that of one does not",
)
PRODUCTS = (
    "torch divides the product by the entry, which overflows or is inf / inf; handgrad multiplies the other entries"
)
_NO_KERNEL = "torch has no kernel for bools here; handgrad takes them as numbers"
_NUMPY_NUMBER = "torch refuses to convert a numpy number to another kind, handgrad converts it as it does Python's"
DTYPES: dict[str, str] = {
    **{
        f"{name} of bool": _NO_KERNEL for name in ("relu", "abs", "absolute", "floor", "ceil", "abs(x)", "x @ x", "dot")
    },
    **{
        f"{difference} of {dtype}{shape} and bool": "True counts as 1, as it does for + and ×; torch refuses it for −"
        for difference in ("x - c", "c - x")
        for dtype in ("int32", "int64", "float32", "float64")
        for shape in ("(2,)", "()")
    },
    **{f"x ** c of bool{shape} and bool": "torch allows one power of bools, b ** True" for shape in ("(2,)", "()")},
    **{
        f"tensor({value}, {dtype})": _NUMPY_NUMBER
        for value in ("np.float32(1.0)", "[np.float32(1.5)]", "np.True_")
        for dtype in ("bool", "int32", "int64")
    },
}
PUBLIC: dict[str, str] = {}
_DOCUMENTED = "torch takes it, and its documentation does not say so"
_ONE_SWEEP = "handgrad always makes one batched sweep; torch's default is a loop"
_OLDER = "torch's older signature var(input, dim, unbiased, keepdim) is kept; correction=None: unbiased decides"
PARAMETERS: dict[str, str] = {
    "as_tensor": "device has a default in torch too, which its signature leaves out",
    "std": _OLDER,
    "var": _OLDER,
    "Tensor.std": _OLDER,
    "Tensor.var": _OLDER,
    "Tensor.stride": _DOCUMENTED,
    "squeeze": _DOCUMENTED,
    "Tensor.multiply": _DOCUMENTED,
    "Tensor.split": _DOCUMENTED,
    "Tensor.true_divide": _DOCUMENTED,
    "true_divide": _DOCUMENTED,
    "swapaxes": "an alias of transpose, whose names it keeps",
    "Tensor.swapaxes": "an alias of transpose, whose names it keeps",
    "dtype": "torch.dtype cannot be called",
    "autograd.functional.hessian": _ONE_SWEEP,
    "autograd.functional.jacobian": _ONE_SWEEP,
    "einsum": "torch takes the equation by position only",
    "nn.Softmax": "torch guesses a missing dim with a warning, handgrad wants it",
    "utils.data.DataLoader": "shuffle=None means False in torch, and is False here",
}


# Found wrong and reported, not yet mended: expected to fail, and failing as soon as they do not.
REPORTED: dict[str, str] = {}


class Difference(UserWarning):
    """A known and reasoned difference from torch."""


def listed(what: str, reason: str, still_there: bool) -> None:
    """Print the reason of a difference that is listed; fail if it is gone."""
    assert still_there, f"{what} is torch's now: take it out of tests/engine/differences.py"
    warnings.warn(f"{what}: {reason}", Difference, stacklevel=2)
