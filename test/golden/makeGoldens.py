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
"""
import json
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


if __name__ == "__main__":
    for cell in CELLS:
        path = Path(__file__).parent / f"{cell}.json"
        path.write_text(json.dumps(golden(cell), separators=(",", ":")) + "\n")
