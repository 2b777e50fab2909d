"""You noted what is needed and left out the goals themselves."""


def closure(needs, goals):
    found, waiting = set(), list(goals)
    while waiting:
        for need in needs[waiting.pop()]:
            if need not in found:
                found.add(need)
                waiting.append(need)
    return found
