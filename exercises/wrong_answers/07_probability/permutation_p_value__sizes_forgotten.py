"""You let the groups change their sizes; every split has as many in the first group as a has."""


def permutation_p_value(a, b):
    both, seen, hits, count = np.concatenate([a, b]), abs(np.mean(a) - np.mean(b)), 0, 0
    for code in range(1, 2 ** len(both) - 1):
        mask = np.array([code >> i & 1 for i in range(len(both))], dtype=bool)
        hits += abs(both[mask].mean() - both[~mask].mean()) >= seen - 1e-9
        count += 1
    return hits / count
