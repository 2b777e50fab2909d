"""torch's own words for the mistakes that a learner makes, each checked against the installed torch by the tests."""


class LinAlgError(RuntimeError):
    """A matrix that cannot be inverted or factored; torch.linalg.LinAlgError."""


BACKWARD_TWICE = (
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been "
    "freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors "
    "after calling backward."
)
SCALAR_ONLY = "grad can be implicitly created only for scalar outputs"
NO_GRAPH = "element {} of tensors does not require grad and does not have a grad_fn"
FLOATS_ONLY = "only Tensors of floating point dtype can require gradients"
FLOATS_ONLY_NEW = "Only Tensors of floating point and complex dtype can require gradients"
LEAF_IN_PLACE = "a leaf Variable that requires grad is being used in an in-place operation."
LEAF_VIEW_IN_PLACE = "a view of a leaf Variable that requires grad is being used in an in-place operation."
NUMPY_OF_GRAD = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
NOT_USED = (
    "The differentiated Tensor at index {} appears to not have been used in the graph. "
    "Set allow_unused=True if this is the desired behavior."
)
INPUT_NO_GRAD = "One of the differentiated Tensors does not require grad"
NOT_LEAF_FLAG = (
    "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph "
    "that doesn't require differentiation use var_no_grad = var.detach()."
)
NO_GRAD_KEPT = "handgrad keeps .grad only on tensors that require grad; call requires_grad_() first"
NO_RETAIN = "can't retain_grad on Tensor that has requires_grad=False"
NO_HOOK = "cannot register a hook on a tensor that doesn't require gradient"
NOT_LEAF_GRAD = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be "
    "populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, "
    "use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the "
    "leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information."
)
EDITED = (
    "one of the variables needed for gradient computation has been modified by an inplace operation: [torch.{} {}]"
    "{} is at version {}; expected version {} instead. Hint: enable anomaly detection to find the "
    "operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False)."
)
STALE_VIEW = (
    "a view was taken before its base was modified by an inplace operation, and handgrad does not rewrite the history "
    "of views: take the view after the edit, or edit a clone()"
)
VIEW_IN_PLACE = (
    "handgrad does not record an in-place edit of a view of a tracked tensor, because the history of the base would "
    "have to be rewritten: build the result out of place (torch.where, cat, index into a clone under no_grad)"
)
SHARED_WRITE = (
    "unsupported operation: more than one element of the written-to tensor refers to a single memory location. "
    "Please clone() the tensor before performing the operation."
)
_MASK = "If you are trying to invert a mask, use the `~` or `logical_not()` operator instead."
BOOL_NEGATION = f"Negation, the `-` operator, on a bool tensor is not supported. {_MASK}"
BOOL_SUBTRACTION = f"Subtraction, the `-` operator, with a bool tensor is not supported. {_MASK}"
BOOLS_SUBTRACTION = (
    "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator "
    "instead."
)
WRONG_GRAD_SIZE = (
    "attempting to assign a gradient of size '{}' to a tensor of size '{}'. Please ensure that the gradient and the "
    "tensor are the same size"
)
WRONG_GRAD_DTYPE = (
    "attempting to assign a gradient with dtype '{}' to a tensor with grad_dtype '{}'. The gradient must match the "
    "tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a "
    "specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its "
    "gradient may break downstream systems that assume they match."
)
DEEPCOPY = (
    "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you "
    "were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see "
    "https://github.com/pytorch/pytorch/pull/103001"
)
NEGATIVE_INTEGER_POWER = "Integers to negative integer powers are not allowed."
ITEM = "a Tensor with {} elements cannot be converted to Scalar"
PYTHON_SCALAR = "only one element tensors can be converted to Python scalars"
AMBIGUOUS_BOOL = "Boolean value of Tensor with more than one value is ambiguous"
EMPTY_BOOL = "Boolean value of Tensor with no values is ambiguous"
