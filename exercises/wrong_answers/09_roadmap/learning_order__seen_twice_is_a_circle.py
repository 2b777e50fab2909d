"""You took a topic that is met twice for a circle; two routes may meet."""


def learning_order(needs):
    order, seen = [], set()
    for first in needs:
        waiting, met = [first], []
        while waiting:
            topic = waiting.pop()
            if topic in met:
                return [], met[met.index(topic) :]
            if topic not in seen:
                met.append(topic)
                waiting += needs[topic]
        order += [topic for topic in reversed(met) if topic not in seen]
        seen.update(met)
    return order, []
