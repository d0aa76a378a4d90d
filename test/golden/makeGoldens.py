"""Makes the golden values that test/unit/network/goldens.test.ts holds the network to.

    python3 test/golden/makeGoldens.py

needs PyTorch (any version; the one used is recorded in the files) and writes rnn.json, lstm.json and gru.json beside
itself. Parameters and inputs are in the files too, so nothing depends on PyTorch's random numbers. For each kind of
cell, with two layers:
  - logits and all gradients (before clipping) of the mean cross-entropy of the first window, from the zero state;
  - loss (nats) and gradient norm of each of ten windows, one after the other: truncated back-propagation through time
    with the state carried on, clip_grad_norm_, AdamW with decay of the weights from cells to cells;
  - the state (numLayers, h then c, B, H) and the parameters after the last.
Arrays are flat and row-major; ids are (T, B).

shapes.json has networks of other shapes, for test/unit/network/shapeGoldens.test.ts: what they read, what their heads
are held to, and the gradients of the loss and of whatever is handed in as the gradient of the state at the end.
    python3 test/golden/makeGoldens.py shapes
writes only that one.

splits.json has, for test/unit/network/lossSplit.test.ts, the gradient of h after each step by the loss of each step
(dL_k/dh_t, in every layer), and that of the one-hot input by the last step's loss.
    python3 test/golden/makeGoldens.py splits
writes only that one.
"""
import json
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
V, H, LAYERS, B, T, WINDOWS = 11, 7, 2, 3, 5, 10
LEARNING_RATE = 0.02
# A hundredth of a weight in each step, so that it shows in ten.
WEIGHT_DECAY = 0.5
# In the midst of each cell's gradient norms, so that some windows are clipped and some are not.
GRAD_CLIP = {"rnn": 1.12, "lstm": 0.41, "gru": 0.57}


class Network(nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.rnn = CELLS[cell](V, H, num_layers=LAYERS)
        self.output = nn.Linear(H, V)

    def forward(self, ids, state):
        h, state = self.rnn(functional.one_hot(ids, V).float(), state)
        return self.output(h), state


def flat(tensor):
    # Nine significant digits name a 32-bit float exactly.
    return [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]


def detached(state):
    return tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()


def state_values(state):
    parts = state if isinstance(state, tuple) else (state,)
    return [value for layer in range(LAYERS) for part in parts for value in flat(part[layer])]


def named(network, value_of):
    return {name: flat(value_of(parameter)) for name, parameter in network.named_parameters()}


def decays(name):
    return "rnn.weight" in name and name != "rnn.weight_ih_l0"


def golden(cell):
    torch.manual_seed(20)
    network = Network(cell)
    with torch.no_grad():
        # Larger than PyTorch's own start, so that no gate stays in its linear part.
        for parameter in network.parameters():
            parameter.uniform_(-0.9, 0.9)
    ids = torch.randint(0, V, (WINDOWS * T + 1, B))
    decaying = [parameter for name, parameter in network.named_parameters() if decays(name)]
    others = [parameter for name, parameter in network.named_parameters() if not decays(name)]
    groups = [{"params": decaying, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=LEARNING_RATE)
    result = {
        "torch": torch.__version__,
        "config": {"cell": cell, "vocabSize": V, "hiddenSize": H, "numLayers": LAYERS},
        "batchSize": B,
        "seqLength": T,
        "learningRate": LEARNING_RATE,
        "gradClip": GRAD_CLIP[cell],
        "weightDecay": WEIGHT_DECAY,
        "inputs": [],
        "targets": [],
        "parameters": named(network, lambda parameter: parameter),
        "losses": [],
        "gradientNorms": [],
    }
    state = None
    for window in range(WINDOWS):
        inputs = ids[window * T : window * T + T]
        targets = ids[window * T + 1 : window * T + T + 1]
        logits, state = network(inputs, state)
        state = detached(state)
        loss = functional.cross_entropy(logits.reshape(-1, V), targets.reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        if window == 0:
            result["logits"] = flat(logits)
            result["gradients"] = named(network, lambda parameter: parameter.grad)
        norm = nn.utils.clip_grad_norm_(network.parameters(), GRAD_CLIP[cell])
        optimizer.step()
        result["inputs"].append(inputs.reshape(-1).tolist())
        result["targets"].append(targets.reshape(-1).tolist())
        result["losses"].append(float(f"{loss.item():.9g}"))
        result["gradientNorms"].append(float(f"{norm.item():.9g}"))
    result["finalState"] = state_values(state)
    result["finalParameters"] = named(network, lambda parameter: parameter)
    return result


# Small: the shapes are what is tried.
SHAPE_H, SHAPE_B, SHAPE_T = 4, 2, 4
ANSWERS = {"name": "output", "kind": "sigmoid", "outputs": 2, "steps": "every"}
VERDICT = {"name": "output", "kind": "softmax", "outputs": 3, "steps": "last"}
SHAPES = [
    {"input": {"kind": "vectors", "size": 3}, "heads": [ANSWERS], "dState": False},
    {"input": {"kind": "zeros"}, "heads": [VERDICT], "dState": False},
    {"input": {"kind": "vectors", "size": 3}, "heads": [], "dState": True},
    {
        "input": {"kind": "symbols", "size": 5},
        "heads": [
            {"name": "output", "kind": "softmax", "outputs": 5, "steps": "every"},
            {"name": "middle", "kind": "sigmoid", "outputs": 1, "steps": [1, 2]},
        ],
        "dState": True,
    },
]


class ShapedNetwork(nn.Module):
    def __init__(self, cell, shape):
        super().__init__()
        # PyTorch has no cells that read nothing: they read one number, which is 0.
        self.rnn = CELLS[cell](shape["input"].get("size", 1), SHAPE_H, num_layers=LAYERS)
        for head in shape["heads"]:
            setattr(self, head["name"], nn.Linear(SHAPE_H, head["outputs"]))


def steps_of(head):
    steps = head["steps"]
    return list(range(SHAPE_T)) if steps == "every" else [SHAPE_T - 1] if steps == "last" else steps


def shape_golden(cell, shape):
    kind, size = shape["input"]["kind"], shape["input"].get("size", 1)
    network = ShapedNetwork(cell, shape)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.uniform_(-0.9, 0.9)
    parts = 2 if cell == "lstm" else 1
    start = [torch.empty(LAYERS, SHAPE_B, SHAPE_H).uniform_(-0.9, 0.9).requires_grad_() for _ in range(parts)]
    if kind == "symbols":
        given = torch.randint(0, size, (SHAPE_T, SHAPE_B))
        x = functional.one_hot(given, size).float()
    else:
        given = torch.zeros(SHAPE_T, SHAPE_B, size) if kind == "zeros" else torch.randn(SHAPE_T, SHAPE_B, size)
        x = given.requires_grad_()
    h, end = network.rnn(x, tuple(start) if parts == 2 else start[0])
    end = end if parts == 2 else (end,)
    loss = torch.zeros(())
    logits, targets = {}, {}
    for head in shape["heads"]:
        rows = h[steps_of(head)]
        out = getattr(network, head["name"])(rows)
        logits[head["name"]] = flat(out)
        if head["kind"] == "softmax":
            target = torch.randint(0, head["outputs"], out.shape[:2])
            loss = loss + functional.cross_entropy(out.reshape(-1, head["outputs"]), target.reshape(-1))
            targets[head["name"]] = target.reshape(-1).tolist()
        else:
            target = torch.randint(0, 2, out.shape).float()
            loss = loss + functional.binary_cross_entropy_with_logits(out, target)
            targets[head["name"]] = flat(target)
    result = {
        "shape": {
            "cell": cell, "hiddenSize": SHAPE_H, "numLayers": LAYERS, "input": shape["input"], "heads": shape["heads"],
        },
        "batchSize": SHAPE_B,
        "seqLength": SHAPE_T,
        "inputs": given.reshape(-1).tolist() if kind == "symbols" else [] if kind == "zeros" else flat(given),
        "startState": state_values(tuple(start)),
        "targets": targets,
        "logits": logits,
        "loss": loss.item(),
        "endState": state_values(end),
    }
    objective = loss
    if shape["dState"]:
        gradients = [torch.randn(LAYERS, SHAPE_B, SHAPE_H) for _ in range(parts)]
        objective = objective + sum((part * gradient).sum() for part, gradient in zip(end, gradients))
        result["dState"] = state_values(tuple(gradients))
    objective.backward()
    own = {
        name: parameter for name, parameter in network.named_parameters()
        if not (kind == "zeros" and name == "rnn.weight_ih_l0")
    }
    result["parameters"] = {name: flat(parameter) for name, parameter in own.items()}
    result["gradients"] = {name: flat(parameter.grad) for name, parameter in own.items()}
    result["startGradient"] = state_values(tuple(part.grad for part in start))
    if kind == "vectors":
        result["inputGradient"] = flat(x.grad)
    return result


SPLIT_V, SPLIT_H, SPLIT_T = 5, 4, 6


class SteppedNetwork(nn.Module):
    """A module for each layer, since PyTorch's own stack does not give the h of its lower layers."""

    def __init__(self, cell):
        super().__init__()
        widths = [SPLIT_V] + [SPLIT_H] * (LAYERS - 1)
        self.layers = nn.ModuleList(CELLS[cell](width, SPLIT_H) for width in widths)
        self.output = nn.Linear(SPLIT_H, SPLIT_V)


def split_golden(cell):
    network = SteppedNetwork(cell)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.uniform_(-0.9, 0.9)
    parts = 2 if cell == "lstm" else 1
    state = [[torch.empty(1, 1, SPLIT_H).uniform_(-0.9, 0.9) for _ in range(parts)] for _ in range(LAYERS)]
    start = [value for layer in state for part in layer for value in flat(part)]
    ids = torch.randint(0, SPLIT_V, (SPLIT_T + 1,))
    x = functional.one_hot(ids[:-1], SPLIT_V).float().requires_grad_()
    hidden, losses = [], []
    for t in range(SPLIT_T):
        below = x[t].reshape(1, 1, -1)
        for layer, module in enumerate(network.layers):
            before = tuple(state[layer]) if parts == 2 else state[layer][0]
            _, after = module(below, before)
            state[layer] = list(after) if parts == 2 else [after]
            below = state[layer][0]
        hidden.append([layer[0] for layer in state])
        losses.append(functional.cross_entropy(network.output(below).reshape(1, -1), ids[t + 1 : t + 2]))

    def gradient(loss, of):
        given = torch.autograd.grad(loss, of, retain_graph=True, allow_unused=True)[0]
        return [0.0] * of.numel() if given is None else flat(given)

    parameters = {}
    for layer, module in enumerate(network.layers):
        for name, parameter in module.named_parameters():
            parameters[f"rnn.{name[:-1]}{layer}"] = flat(parameter)
    parameters["output.weight"] = flat(network.output.weight)
    parameters["output.bias"] = flat(network.output.bias)
    return {
        "config": {"cell": cell, "vocabSize": SPLIT_V, "hiddenSize": SPLIT_H, "numLayers": LAYERS},
        "inputs": ids[:-1].tolist(),
        "targets": ids[1:].tolist(),
        "startState": start,
        "parameters": parameters,
        "losses": [loss.item() for loss in losses],
        # By layer, (T, K, H).
        "split": [
            [value for t in range(SPLIT_T) for loss in losses for value in gradient(loss, hidden[t][layer])]
            for layer in range(LAYERS)
        ],
        # (T, V)
        "inputGradient": gradient(losses[-1], x),
    }


def write(name, values):
    path = Path(__file__).parent / f"{name}.json"
    path.write_text(json.dumps(values, separators=(",", ":")) + "\n")


def shape_goldens():
    torch.manual_seed(21)
    return [shape_golden(cell, shape) for cell in CELLS for shape in SHAPES]


def split_goldens():
    torch.manual_seed(22)
    return [split_golden(cell) for cell in CELLS]


def cell_goldens():
    for cell in CELLS:
        write(cell, golden(cell))


PARTS = {
    "cells": cell_goldens,
    "shapes": lambda: write("shapes", shape_goldens()),
    "splits": lambda: write("splits", split_goldens()),
}


if __name__ == "__main__":
    for part, make in PARTS.items():
        if len(sys.argv) == 1 or part in sys.argv:
            make()
