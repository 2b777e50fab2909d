"""You collected splits by their numbers; equal numbers are still different members."""


def permutation_p_value(a, b):
    total, n, m = np.sum(a) + np.sum(b), len(a), len(b)
    splits = {tuple(sorted(c)) for c in combinations([*a, *b], n)}
    gap = lambda c: abs(sum(c) / n - (total - sum(c)) / m)
    return float(np.mean([gap(c) >= gap(a) - 1e-9 for c in splits]))
