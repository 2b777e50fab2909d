"""You let scipy try the splits; here you count them."""


def permutation_p_value(a, b):
    from scipy.stats import permutation_test

    gap = lambda u, v, axis: np.abs(u.mean(axis=axis) - v.mean(axis=axis))
    if len(a) < 2 or len(b) < 2:
        splits = list(combinations(range(len(a) + len(b)), len(a)))
        both = np.concatenate([a, b])
        far = [abs(both[list(c)].mean() - np.delete(both, list(c)).mean()) for c in splits]
        return float(np.mean([f >= far[0] - 1e-9 for f in far]))
    return permutation_test((a, b), gap, vectorized=True, alternative="greater").pvalue
