"""The Python peers. Reads one JSON line a task ({"peer", "files", "shape", "dtype", "causal"}), then runs it once for each
line "run" and answers with milliseconds and where the output lies."""
import json
import os
import sys
import time

import numpy as np


def numpy_attention(q, k, v, causal):
    s = q @ np.swapaxes(k, -1, -2)
    s *= np.asarray(1 / np.sqrt(q.shape[-1]), s.dtype)
    if causal:
        s[..., np.triu(np.ones(s.shape[-2:], bool), 1)] = -np.inf
    s -= s.max(-1, keepdims=True)
    np.exp(s, out=s)
    s /= s.sum(-1, keepdims=True)
    return s @ v


def torch_attention():
    import torch
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    from torch.nn.functional import scaled_dot_product_attention as attention
    def run(q, k, v, causal):
        with torch.no_grad():
            return attention(*(torch.from_numpy(x)[None] for x in (q, k, v)), is_causal=causal)[0].numpy()
    return run, torch.__version__


def answer(**what):
    print(json.dumps(what), flush=True)


def main():
    peer = sys.argv[1]
    try:
        run, version = torch_attention() if peer == "torch" else (numpy_attention, np.__version__)
    except ImportError:
        return answer(missing=True)
    answer(version=version)
    for line in sys.stdin:
        task = json.loads(line)
        q, k, v = (np.fromfile(name, task["dtype"]).reshape(task["shape"]) for name in task["files"])
        for line in sys.stdin:
            if line.strip() != "run":
                break
            start, before = time.perf_counter(), time.process_time()
            out = run(q, k, v, task["causal"])
            ms = (time.perf_counter() - start) * 1e3
            answer(ms=ms, cpu=(time.process_time() - before) * 1e3)
            last = out
        last.tofile(task["out"])
        answer(done=True)


main()
