"""Times training in PyTorch of the network that TrainingThroughput describes.

The recipe is TrainingRecipe.DEFAULT's: SGD with Nesterov momentum 0.9, weight decay 5e-4 on the
weights of convolutions but the depthwise ones and of fully connected layers, label smoothing 0.1,
channels-last. Before anything is timed, the network's answers are compared with ours.
"""

import argparse
import json
import pathlib
import struct
import time

import torch
from torch import nn


def read_safetensors(path):
    content = path.read_bytes()
    (header_bytes,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + header_bytes])
    header.pop("__metadata__", None)
    data = bytearray(content[8 + header_bytes :])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(data, dtype=torch.float32, offset=begin, count=(end - begin) // 4)
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


class Network(nn.Module):
    """The described layers, each a module of PyTorch where it has one."""

    def __init__(self, layers):
        super().__init__()
        self.layers = layers
        self.steps = nn.ModuleList(self.module(layer) for layer in layers)

    @staticmethod
    def module(layer):
        operator = layer["operator"]
        if operator == "convolution":
            return nn.Conv2d(
                layer["in"],
                layer["out"],
                layer["kernel"],
                stride=layer["stride"],
                padding=layer["padding"],
                groups=layer["groups"],
                bias=layer["bias"],
            )
        if operator == "batchNorm":
            return nn.BatchNorm2d(
                layer["channels"], eps=layer["epsilon"], momentum=layer["momentum"]
            )
        if operator == "linear":
            return nn.Sequential(nn.Flatten(), nn.Linear(layer["in"], layer["out"]))
        if operator == "dropout":
            return nn.Dropout(layer["rate"], inplace=True)
        return {
            "relu": lambda: nn.ReLU(inplace=True),
            "relu6": lambda: nn.ReLU6(inplace=True),
            "hswish": lambda: nn.Hardswish(inplace=True),
            "sigmoid": nn.Sigmoid,
            "hard_sigmoid": nn.Hardsigmoid,
            "globalAveragePool": lambda: nn.AdaptiveAvgPool2d(1),
            "scale": nn.Identity,
            "add": nn.Identity,
        }[operator]()

    def forward(self, images):
        values = {-1: images}
        for index, (layer, step) in enumerate(zip(self.layers, self.steps)):
            inputs = [values[i] for i in layer["inputs"]]
            if layer["operator"] == "scale":
                values[index] = inputs[0] * inputs[1]
            elif layer["operator"] == "add":
                values[index] = inputs[0] + inputs[1]
            else:
                values[index] = step(inputs[0])
        return values[len(self.layers) - 1]

    def load(self, weights):
        """Copies weights in the order of each layer's parameters: weight, bias, mean, variance."""
        with torch.no_grad():
            for layer, step in zip(self.layers, self.steps):
                own = [*step.parameters(), *(b for b in step.buffers() if b.dim() > 0)]
                if len(own) != len(layer["parameters"]):
                    raise SystemExit(f"{layer['name']}: {len(own)} parameters in PyTorch")
                for target, name in zip(own, layer["parameters"]):
                    target.copy_(weights[name].reshape(target.shape))

    def groups(self, weight_decay):
        decayed, others = [], []
        for layer, step in zip(self.layers, self.steps):
            depthwise = layer.get("groups", 1) > 1
            matrix = layer["operator"] in ("convolution", "linear")
            for parameter in step.parameters():
                penalised = matrix and not depthwise and parameter.dim() > 1
                (decayed if penalised else others).append(parameter)
        return [
            {"params": decayed, "weight_decay": weight_decay},
            {"params": others, "weight_decay": 0.0},
        ]


def require_parity(network, folder):
    network.load(read_safetensors(folder / "parity-weights.safetensors"))
    expected = read_safetensors(folder / "parity.safetensors")
    network.eval()
    with torch.no_grad():
        answers = network(expected["images"].contiguous(memory_format=torch.channels_last))
    error = ((answers - expected["logits"]).abs().max() / expected["logits"].abs().max()).item()
    if not error < 1e-4:
        raise SystemExit(f"the networks differ: relative error {error}")
    return error


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="what `describe` has written")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup-steps", type=int, default=10)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--foreach", action="store_true", help="the optimiser's fused form")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    network = Network(json.loads((options.folder / "network.json").read_text()))
    network = network.to(memory_format=torch.channels_last)
    error = require_parity(network, options.folder)
    network.load(read_safetensors(options.folder / "weights.safetensors"))
    network.train()
    data = read_safetensors(options.folder / "data.safetensors")
    images = data["images"].contiguous(memory_format=torch.channels_last)
    labels = data["labels"].long()
    optimiser = torch.optim.SGD(
        network.groups(5e-4), lr=0.05, momentum=0.9, nesterov=True, foreach=options.foreach
    )
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)

    order = torch.randperm(len(labels))
    place = 0
    begin = time.perf_counter()
    for step in range(options.warmup_steps + options.steps):
        if step == options.warmup_steps:
            begin = time.perf_counter()
        if place + options.batch > len(labels):
            order = torch.randperm(len(labels))
            place = 0
        chosen = order[place : place + options.batch]
        place += options.batch
        optimiser.zero_grad(set_to_none=True)
        loss = criterion(network(images[chosen]), labels[chosen])
        loss.backward()
        optimiser.step()
        if not loss.isfinite():
            raise SystemExit(f"loss {loss.item()} at step {step}")
    seconds = time.perf_counter() - begin
    print(
        json.dumps(
            {
                "implementation": "pytorch " + torch.__version__,
                "batch": options.batch,
                "threads": options.threads,
                "steps": options.steps,
                "seconds": seconds,
                "imagesPerSecond": options.batch * options.steps / seconds,
                "parityError": error,
            }
        )
    )


if __name__ == "__main__":
    main()
