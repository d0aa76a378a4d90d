"""Measures PyTorch at what `cellscope bench` measures: training steps of an LSTM of one layer, one-hot inputs.

    python3 test/bench/torchTraining.py [--threads 1] [--seconds 3] [--units 128 256 512]

Whole steps of 32 streams by 64 characters over 96 symbols: forward, cross entropy at every character, backward, clip by
the global norm, Adam; the state is carried from window to window. Prints one JSON object; each figure is the best of
several rounds.
"""

import argparse
import json
import time

import torch

BATCH_SIZE = 32
SEQ_LENGTH = 64
VOCAB_SIZE = 96
ROUNDS = 8


class Network(torch.nn.Module):
    def __init__(self, units):
        super().__init__()
        self.rnn = torch.nn.LSTM(VOCAB_SIZE, units)
        self.output = torch.nn.Linear(units, VOCAB_SIZE)

    def forward(self, inputs, state):
        hidden, state = self.rnn(inputs, state)
        return self.output(hidden), state


class Training:
    def __init__(self, units):
        torch.manual_seed(1)
        self.network = Network(units)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3)
        self.state = tuple(torch.zeros(1, BATCH_SIZE, units) for _ in range(2))
        self.inputs = torch.randint(VOCAB_SIZE, (SEQ_LENGTH, BATCH_SIZE))
        self.targets = torch.randint(VOCAB_SIZE, (SEQ_LENGTH * BATCH_SIZE,))

    def step(self):
        one_hot = torch.nn.functional.one_hot(self.inputs, VOCAB_SIZE).float()
        state = tuple(part.detach() for part in self.state)
        logits, self.state = self.network(one_hot, state)
        loss = torch.nn.functional.cross_entropy(logits.view(-1, VOCAB_SIZE), self.targets)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()


def rate(work, seconds, clock):
    """Calls a second in the best of several rounds, after one to warm up."""
    best = 0.0
    for attempt in range(ROUNDS + 1):
        calls, start = 0, clock()
        while clock() - start < seconds / ROUNDS:
            work()
            calls += 1
        if attempt > 0:
            best = max(best, calls / (clock() - start))
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--units", type=int, nargs="+", default=[128, 256, 512])
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    # The time of the processor, which other programs take none of, where there is one thread.
    clock = time.process_time if options.threads == 1 else time.perf_counter
    results = []
    for units in options.units:
        steps = rate(Training(units).step, options.seconds, clock)
        characters = round(steps * BATCH_SIZE * SEQ_LENGTH)
        results.append({"units": units, "charactersPerSecond": characters})
    print(json.dumps({"engine": "torch " + torch.__version__, "threads": options.threads, "results": results}))


if __name__ == "__main__":
    main()
