"""Makes the checkpoints of PyTorch that the engine's tests read.

    pip install torch safetensors
    python make_checkpoints.py ../resources

`tiny-marian.zip.bin` and `tiny-marian.stream.bin` hold the tensors of models/tiny-marian in the form of torch 1.6 and
later and in the older one; `views.*.bin` hold tensors that share storages, with strides and offsets, and
`views.json` what they are.
"""

import json
import sys
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import load_file

resources = Path(sys.argv[1])
out = resources / "checkpoints"
out.mkdir(exist_ok=True)


def save(name, state):
    torch.save(state, out / f"{name}.zip.bin")
    torch.save(state, out / f"{name}.stream.bin", _use_new_zipfile_serialization=False)


marian = OrderedDict(load_file(resources / "models/tiny-marian/model.safetensors"))
marian._metadata = OrderedDict([("", {"version": 1}), ("model", {"version": 1})])
save("tiny-marian", marian)

base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
views = OrderedDict(
    whole=base,
    transposed=base.t(),
    rows=base[1:3],
    columns=base[:, 2:5],
    every_second=base[::2],
    half=base.half(),
    bfloat=base.bfloat16(),
    scalar=torch.tensor(2.5),
    empty=torch.zeros(0, 3),
    parameter=torch.nn.Parameter(base[0].clone()),
    position_ids=torch.arange(5),
)
save("views", views)
expected = {
    name: {"shape": list(tensor.shape), "values": tensor.detach().float().flatten().tolist()}
    for name, tensor in views.items()
    if name != "position_ids"
}
(out / "views.json").write_text(json.dumps(expected) + "\n")
