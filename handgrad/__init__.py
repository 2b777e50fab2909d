"""A small autograd engine on numpy whose names, defaults, values and gradients are torch's."""
