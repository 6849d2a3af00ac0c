"""Makes fixtures/torch: files of torch.save and, in expected.json, what they hold. Needs PyTorch (python3-torch of Debian)."""

import json
import sys
from pathlib import Path

import torch

folder = Path(sys.argv[1] if len(sys.argv) > 1 else 'fixtures/torch')
folder.mkdir(parents=True, exist_ok=True)
expected = {}


def write(name, value, tensors=None, **options):
    torch.save(value, folder / name, **options)
    if tensors is not None:
        expected[name] = {
            key: {'shape': list(t.shape), 'dtype': str(t.dtype).split('.')[1], 'numbers': t.double().flatten().tolist()}
            for key, t in tensors.items()
        }


torch.manual_seed(7)
grid = torch.arange(12.0).reshape(3, 4) / 8
kinds = {
    'plain': grid,
    'transposed': grid.t(),
    'offset': grid[1:],
    'strided': grid[::2, 1::2],
    'expanded': grid[:, :1].expand(3, 4),
    'turned': torch.arange(24.0).reshape(2, 3, 4).permute(2, 0, 1),
    'none': torch.zeros(0, 4),
    'lone': torch.tensor(3.5),
    'float64': grid.double() / 3,
    'half': (grid / 3).half(),
    'bfloat16': (grid / 3).bfloat16(),
    'bfloat16_turned': (grid / 3).bfloat16().t(),
    'int64': torch.tensor([[-(2**40), 5]]),
    'int32': torch.tensor([[-7, 5]], dtype=torch.int32),
    'int16': torch.tensor([[-7, 5]], dtype=torch.int16),
    'int8': torch.tensor([[-7, 5]], dtype=torch.int8),
    'uint8': torch.tensor([[255, 5]], dtype=torch.uint8),
    'bool': torch.tensor([[True, False]]),
}
write('kinds.pt', kinds, kinds)
write('kinds-protocol-4.pt', kinds, kinds, pickle_protocol=4)
write('lone.pt', grid, {'': grid})
nested = {
    'model': {'layers': [{'w': grid}, {'w': grid.t()}]},
    'epoch': 3,
    'name': 'small',
    'rates': (0.5, None, True, 2**70, b'bytes', {1, 2}),
    'parameter': torch.nn.Parameter(grid),
}
write(
    'nested.pt',
    nested,
    {'model.layers.0.w': grid, 'model.layers.1.w': grid.t(), 'parameter': grid},
)
write('complex.pt', {'freqs': torch.ones(2, dtype=torch.complex64), 'w': grid}, {'w': grid})
write('bundle.pt', {'query': grid, 'key': grid.t().contiguous().t(), 'value': grid * 2, 'causal': True, 'scale': 0.5})

# A layer with square weights: torch's Linear keeps them as (out, in).
layer = torch.nn.ModuleDict({name: torch.nn.Linear(4, 4) for name in ('q_proj', 'k_proj', 'v_proj', 'o_proj')})
state = torch.nn.ModuleDict({'self_attn': layer}).state_dict()
write('layer.pt', state, state)
queries = layer['q_proj'](grid)
expected['layer.pt']['x'] = {'shape': [3, 4], 'dtype': 'float32', 'numbers': grid.flatten().tolist()}
expected['layer.pt']['q'] = {'shape': [3, 4], 'dtype': 'float32', 'numbers': queries.double().flatten().tolist()}

write('old-form.pt', grid, _use_new_zipfile_serialization=False)
write('module.pt', torch.nn.Linear(2, 2))
torch.jit.script(torch.nn.Linear(2, 2)).save(folder / 'script.pt')
(folder / 'expected.json').write_text(json.dumps(expected, indent=1) + '\n')
