"""You let torch run backward; here you carry delta yourself."""


def network_gradients(layers, X, Y):
    import torch

    leaves = [tuple(torch.tensor(p, requires_grad=True) for p in layer) for layer in layers]
    a = torch.tensor(X)
    for k, (W, b) in enumerate(leaves):
        a = W @ a + b
        a = torch.relu(a) if k < len(layers) - 1 else a
    J = ((a - torch.tensor(Y)) ** 2).sum() / X.shape[1]
    J.backward()
    return J.item(), [(W.grad.numpy(), b.grad.numpy()) for W, b in leaves]
