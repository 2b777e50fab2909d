"""You counted one direction; a gap of -5 is as large as one of 5."""


def permutation_p_value(a, b):
    both, gaps = np.concatenate([a, b]), []
    for chosen in combinations(range(len(both)), len(a)):
        mask = np.zeros(len(both), dtype=bool)
        mask[list(chosen)] = True
        gaps.append(both[mask].mean() - both[~mask].mean())
    return (np.array(gaps) >= gaps[0] - 1e-9).mean()
