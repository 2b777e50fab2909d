"""You replaced apply by ordinary operations; the draw was to be one operation with a rule of yours."""


def make_normal_draw(lib):
    class NormalDraw(lib.autograd.Function):
        @staticmethod
        def apply(mu, s, epsilon):
            return mu + lib.exp(s) * epsilon

    return NormalDraw
