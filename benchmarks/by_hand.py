"""The gradients of the same pieces of work written by hand in numpy: the floor under every engine."""

from typing import Any

import numpy as np
import works

Step = works.Step


def moons_numpy() -> Step:
    x, y = works.moons()
    params = works.mlp_weights(2, 16, 16, 1)

    def step() -> None:
        w1, b1, w2, b2, w3, b3 = params
        h1 = np.maximum(x @ w1 + b1, 0)
        h2 = np.maximum(h1 @ w2 + b2, 0)
        margin = 1 - y * (h2 @ w3 + b3)
        g3 = (margin > 0) * -y / np.float32(len(y))
        g2 = g3 @ w3.T * (h2 > 0)
        g1 = g2 @ w2.T * (h1 > 0)
        grads = [x.T @ g1, g1.sum(0), h1.T @ g2, g2.sum(0), h2.T @ g3, g3.sum(0)]
        for p, g in zip(params, grads, strict=True):
            p -= np.float32(0.1) * (g + np.float32(2e-4) * p)

    return step


def chain_numpy() -> Step:
    x = np.linspace(0.1, 0.8, 8).astype(np.float32)

    def step() -> Any:
        y, kept = x, []
        for _ in range(250):
            t = np.tanh(y * np.float32(1.01) + x)
            kept.append(t)
            y = t * x
        g, gx = np.ones_like(x), np.zeros_like(x)
        for t in reversed(kept):
            gx += g * t
            g = g * x * (1 - t * t)
            gx += g
            g = g * np.float32(1.01)
        return gx + g

    return step


def classifier_numpy() -> Step:
    x, t = works.classifier_data()
    params = [np.ascontiguousarray(w.T) if w.ndim == 2 else w for w in works.mlp_weights(784, 256, 128, 10)]
    rows = np.arange(64)

    def step() -> None:
        w1, b1, w2, b2, w3, b3 = params
        h1 = np.tanh(x @ w1.T + b1)
        h2 = np.tanh(h1 @ w2.T + b2)
        z = h2 @ w3.T + b3
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[rows, t] -= 1
        g3 = p / np.float32(64)
        g2 = g3 @ w3 * (1 - h2 * h2)
        g1 = g2 @ w2 * (1 - h1 * h1)
        grads = [g1.T @ x, g1.sum(0), g2.T @ h1, g2.sum(0), g3.T @ h2, g3.sum(0)]
        for w, g in zip(params, grads, strict=True):
            w -= np.float32(0.1) * g

    return step


def regression_numpy() -> Step:
    x, y = works.line_data()
    batches = [(x[k : k + 16], y[k : k + 16]) for k in range(0, 100, 16)]

    def step() -> None:
        w, b = np.zeros((1, 1), np.float32), np.zeros(1, np.float32)
        for _ in range(100):
            for bx, by in batches:
                g = (bx @ w + b - by) * np.float32(2 / len(bx))
                w -= np.float32(0.05) * (bx.T @ g)
                b -= np.float32(0.05) * g.sum(0)

    return step


def tanh_numpy() -> Step:
    x, w, b = works.million(), np.float32(2.0), np.float32(0.5)

    def step() -> Any:
        t = np.tanh(x * w + b)
        g = 2 * t * (1 - t * t)
        return g * w, (g * x).sum(), g.sum()

    return step


def matmul_numpy() -> Step:
    a, b, c, d = (works.generator().standard_normal((4, 1024, 1024)) / 32).astype(np.float32)

    def step() -> Any:
        ab = a @ b
        abc = ab @ c
        y = (abc @ d).sum()
        g = np.broadcast_to(np.float32(1), (1024, 1024))
        gd, gabc = abc.T @ g, g @ d.T
        gc, gab = ab.T @ gabc, gabc @ c.T
        return y, gd, gc, a.T @ gab, gab @ b.T

    return step
