"""You gave how many splits there are; their share was asked."""


def permutation_p_value(a, b):
    both, gaps = np.concatenate([a, b]), []
    for chosen in combinations(range(len(both)), len(a)):
        mask = np.zeros(len(both), dtype=bool)
        mask[list(chosen)] = True
        gaps.append(abs(both[mask].mean() - both[~mask].mean()))
    return (np.array(gaps) >= gaps[0] - 1e-9).sum()
