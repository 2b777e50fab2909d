"""You compared floats without slack; gaps that are equal on paper differ in the last digit."""


def permutation_p_value(a, b):
    both, gaps = np.concatenate([a, b]), []
    for chosen in combinations(range(len(both)), len(a)):
        mask = np.zeros(len(both), dtype=bool)
        mask[list(chosen)] = True
        gaps.append(abs(both[mask].mean() - both[~mask].mean()))
    return (np.array(gaps) >= gaps[0]).mean()
