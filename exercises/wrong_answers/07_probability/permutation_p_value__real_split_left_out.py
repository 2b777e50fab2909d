"""You left the real split out; it is one of those that chance may give."""


def permutation_p_value(a, b):
    both, gaps = np.concatenate([a, b]), []
    for chosen in combinations(range(len(both)), len(a)):
        mask = np.zeros(len(both), dtype=bool)
        mask[list(chosen)] = True
        gaps.append(abs(both[mask].mean() - both[~mask].mean()))
    return (np.array(gaps) >= gaps[0] - 1e-9)[1:].mean() if len(gaps) > 1 else 0.0
