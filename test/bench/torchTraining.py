"""Measures PyTorch at what `cellscope bench` measures, and takes part in its rounds.

    python3 test/bench/torchTraining.py --threads 1

Says {"version", "megabytes"} when it has loaded. Then it answers each line of JSON on its standard input,
{"kind", "units", "streams", "batchSize", "seqLength", "vocabSize", "seconds"}, with {"value"}:

training    characters a second in whole steps of an LSTM of one layer with one-hot inputs: forward, cross entropy at
            every character, backward, clip by the global norm, Adam; the state is carried from window to window
generation  characters a second of all streams together, drawn one after the other by a scripted LSTM step: one that is
            written out, or with "step": "nn.LSTMCell" that module
memory      the most megabytes that this process has had resident, after training for so many seconds
"""

import argparse
import json
import sys
import time
from typing import List

import torch


class Network(torch.nn.Module):
    def __init__(self, units: int, vocab_size: int):
        super().__init__()
        self.rnn = torch.nn.LSTM(vocab_size, units)
        self.output = torch.nn.Linear(units, vocab_size)

    def forward(self, inputs, state):
        hidden, state = self.rnn(inputs, state)
        return self.output(hidden), state


class Training:
    def __init__(self, request):
        torch.manual_seed(1)
        self.vocab_size, units = request["vocabSize"], request["units"]
        batch_size, seq_length = request["batchSize"], request["seqLength"]
        self.network = Network(units, self.vocab_size)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3)
        self.state = tuple(torch.zeros(1, batch_size, units) for _ in range(2))
        self.inputs = torch.randint(self.vocab_size, (seq_length, batch_size))
        self.targets = torch.randint(self.vocab_size, (seq_length * batch_size,))
        self.amount = batch_size * seq_length

    def __call__(self):
        one_hot = torch.nn.functional.one_hot(self.inputs, self.vocab_size).float()
        state = tuple(part.detach() for part in self.state)
        logits, self.state = self.network(one_hot, state)
        loss = torch.nn.functional.cross_entropy(logits.view(-1, self.vocab_size), self.targets)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        loss.item()


class Writer(torch.nn.Module):
    """
    The weights of an LSTM that draws text. The step is written out, which is faster than nn.LSTMCell in the same scripted
    loop, and several times as fast as nn.LSTM.
    """

    def __init__(self, units: int, vocab_size: int):
        super().__init__()
        self.units = units
        scale = units**-0.5
        self.table = torch.nn.Parameter(scale * torch.randn(vocab_size, 4 * units))
        self.recurrent = torch.nn.Parameter(scale * torch.randn(4 * units, units))
        self.output = torch.nn.Linear(units, vocab_size)


class OneStream(Writer):
    def forward(self, length: int) -> List[int]:
        units = self.units
        h, c = torch.zeros(units), torch.zeros(units)
        ids: List[int] = [0]
        for _ in range(length):
            sums = torch.addmv(self.table[ids[-1]], self.recurrent, h)
            gates = torch.sigmoid(sums)
            c = gates[units : 2 * units] * c + gates[:units] * torch.tanh(sums[2 * units : 3 * units])
            h = gates[3 * units :] * torch.tanh(c)
            logits = torch.addmv(self.output.bias, self.output.weight, h)
            ids.append(int(torch.multinomial(torch.softmax(logits, 0), 1).item()))
        return ids


class CellStream(torch.nn.Module):
    def __init__(self, units: int, vocab_size: int):
        super().__init__()
        self.units = units
        self.vocab_size = vocab_size
        self.cell = torch.nn.LSTMCell(vocab_size, units)
        self.output = torch.nn.Linear(units, vocab_size)

    def forward(self, length: int) -> List[int]:
        h, c = torch.zeros(1, self.units), torch.zeros(1, self.units)
        ids: List[int] = [0]
        for _ in range(length):
            one_hot = torch.zeros(1, self.vocab_size)
            one_hot[0, ids[-1]] = 1.0
            h, c = self.cell(one_hot, (h, c))
            ids.append(int(torch.multinomial(torch.softmax(self.output(h)[0], 0), 1).item()))
        return ids


class ManyStreams(Writer):
    def __init__(self, units: int, vocab_size: int, streams: int):
        super().__init__(units, vocab_size)
        self.streams = streams

    def forward(self, length: int) -> torch.Tensor:
        units = self.units
        h, c = torch.zeros(self.streams, units), torch.zeros(self.streams, units)
        ids = torch.zeros(self.streams, dtype=torch.long)
        for _ in range(length):
            sums = torch.addmm(self.table[ids], h, self.recurrent.t())
            gates = torch.sigmoid(sums)
            c = gates[:, units : 2 * units] * c + gates[:, :units] * torch.tanh(sums[:, 2 * units : 3 * units])
            h = gates[:, 3 * units :] * torch.tanh(c)
            ids = torch.multinomial(torch.softmax(self.output(h), 1), 1).view(self.streams)
        return ids


class Generation:
    LENGTH = 100

    def __init__(self, request):
        torch.manual_seed(1)
        units, vocab_size, streams = request["units"], request["vocabSize"], request["streams"]
        if request.get("step") == "nn.LSTMCell":
            writer = CellStream(units, vocab_size)
        else:
            writer = OneStream(units, vocab_size) if streams == 1 else ManyStreams(units, vocab_size, streams)
        self.writer = torch.jit.script(writer.eval())
        self.amount = streams * self.LENGTH
        for _ in range(3):  # the compiler looks on before it makes the final code
            self()

    def __call__(self):
        with torch.inference_mode():
            self.writer(self.LENGTH)


def rate(work, seconds, clock):
    """Amount a second over some seconds, after one call that is not counted."""
    work()
    calls, start = 0, clock()
    while calls == 0 or clock() - start < seconds:
        work()
        calls += 1
    return calls * work.amount / (clock() - start)


def peak_megabytes():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        import resource  # Windows has none

        unit = 1 if sys.platform == "darwin" else 1024
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024
    return kilobytes * 1024 / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    threads = parser.parse_args().threads
    torch.set_num_threads(threads)
    # The time of the processor, which other programs take none of, where there is one thread.
    clock = time.process_time if threads == 1 else time.perf_counter
    print(json.dumps({"version": "torch " + torch.__version__, "megabytes": peak_megabytes()}), flush=True)
    prepared = {}
    for line in sys.stdin:
        request = json.loads(line)
        kind = request["kind"]
        kind_of_work = "generation" if kind == "generation" else "training"
        key = (kind_of_work, request["units"], request.get("streams"), request.get("step"))
        if key not in prepared:
            prepared[key] = (Generation if kind == "generation" else Training)(request)
        value = rate(prepared[key], request["seconds"], clock)
        print(json.dumps({"value": peak_megabytes() if kind == "memory" else value}), flush=True)


if __name__ == "__main__":
    main()
