"""You compared sums; groups of different sizes need means."""


def permutation_p_value(a, b):
    both, gaps = np.concatenate([a, b]), []
    for chosen in combinations(range(len(both)), len(a)):
        mask = np.zeros(len(both), dtype=bool)
        mask[list(chosen)] = True
        gaps.append(abs(both[mask].sum() - both[~mask].sum()))
    return (np.array(gaps) >= gaps[0] - 1e-9).mean()
