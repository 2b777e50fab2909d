"""You drew splits at random; the share then depends on the seed."""


def permutation_p_value(a, b):
    rng, both, n = np.random.default_rng(0), np.concatenate([a, b]), len(a)
    gaps = []
    for _ in range(2000):
        mixed = rng.permutation(both)
        gaps.append(abs(mixed[:n].mean() - mixed[n:].mean()))
    return float(np.mean(np.array(gaps) >= abs(np.mean(a) - np.mean(b)) - 1e-9))
