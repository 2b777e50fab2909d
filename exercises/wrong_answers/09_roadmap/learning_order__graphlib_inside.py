"""You let graphlib order the map; here you write what it does."""


def learning_order(needs):
    import graphlib

    try:
        return list(graphlib.TopologicalSorter(needs).static_order()), []
    except graphlib.CycleError as error:
        return [], error.args[1][:0:-1]
