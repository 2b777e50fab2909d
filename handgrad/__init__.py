"""A small autograd engine on numpy whose names, defaults, values and gradients are torch's.

    import handgrad as hg

    x = hg.tensor([1.0, 2.0], requires_grad=True)
    (x * x).sum().backward()
    x.grad                      # tensor([2., 4.])

What is here is in torch under the same name; what torch has and handgrad lacks raises AttributeError.
"""

import warnings as _warnings

from handgrad import autograd, func, linalg, methods, nn, optim, utils
from handgrad.autograd import functional as _functional
from handgrad.creation import (
    arange,
    as_tensor,
    empty,
    empty_like,
    eye,
    from_numpy,
    full,
    full_like,
    is_tensor,
    linspace,
    manual_seed,
    ones,
    ones_like,
    rand,
    randint,
    randn,
    randperm,
    tensor,
    zeros,
    zeros_like,
)  # fmt: skip
from handgrad.dtypes import (
    bool_ as bool,
)  # fmt: skip
from handgrad.dtypes import (
    double,
    dtype,
    float32,
    float64,
    get_default_dtype,
    int32,
    int64,
    long,
    set_default_dtype,
)
from handgrad.ops.arithmetic import rsub
from handgrad.ops.choices import where
from handgrad.ops.einsum import einsum
from handgrad.ops.joins import cat, stack
from handgrad.ops.norms import p_norm as norm
from handgrad.ops.rearrange import dstack, hstack, vstack
from handgrad.record import enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from handgrad.size import Size
from handgrad.tensor import Tensor

# numpy says in a warning what torch says by the value alone: 1/0 is inf, log(-1) is nan
_warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"handgrad\.")
float = float32
int = int32
globals().update(methods.public())
autograd.functional = _functional
