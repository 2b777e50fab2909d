"""You use difference quotients; they are good to ten digits, not to twelve."""


def chain_jacobian(layers, x):
    def run(x):
        for W, b in layers:
            x = np.tanh(W @ x + b)
        return x

    steps = 1e-5 * np.eye(len(x))
    return run(x), np.stack([(run(x + s) - run(x - s)) / 2e-5 for s in steps], axis=1)
