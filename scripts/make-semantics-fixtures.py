#!/usr/bin/env python3
"""Writes fixtures/semantics/*.json: what attention is under forty-odd settings, computed by NumPy in float64.

    python3 scripts/make-semantics-fixtures.py

Each file is {"about", "ask", "expect"}: `ask` is a bundle as `attn compute --input` takes it, `expect` its stages. The two are
written by hand side by side: nothing here reads `ask`, so a convention that attn gets wrong cannot be wrong here in the same way.
Gradients are complex-step derivatives, exact to rounding (Squire & Trapp 1998, https://doi.org/10.1137/S003614459631241X):
everything below works on complex numbers too, and looks at real parts where it compares.
"""
import json
import pathlib
import zlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures" / "semantics"
NONE = -1  # no limit to a window


# ---------------------------------------------------------------- the formula, plainly

def repeated(t, heads):
    """Key/value heads k0 k1 -> k0 k0 k1 k1."""
    return np.repeat(t, heads // t.shape[1], axis=1)


def softmax(s, keep, sink=None):
    low = np.where(keep, s, -np.inf)
    top = np.max(np.where(keep, s.real, -np.inf), axis=-1, keepdims=True)
    if sink is not None:
        top = np.maximum(top, sink)
    top = np.where(np.isfinite(top), top, 0)
    e = np.where(keep, np.exp(np.where(keep, low, 0) - top), 0)
    total = e.sum(-1, keepdims=True) + (0 if sink is None else np.exp(sink - top))
    with np.errstate(divide="ignore"):
        lse = top + np.log(total)
    return e / np.where(total == 0, 1, total), lse[..., 0]


def sigmoid(s, keep, sink=None):
    return np.where(keep, 1 / (1 + np.exp(-np.where(keep, s, 0))), 0), None


def sparsemax(s, keep, sink=None):
    """The threshold by trying every size of the support (Martins & Astudillo 2016, proposition 1)."""
    out = np.zeros_like(s)
    for at in np.ndindex(s.shape[:-1]):
        z = np.sort_complex(s[at][keep[at]])[::-1] if np.iscomplexobj(s) else np.sort(s[at][keep[at]])[::-1]
        if len(z) == 0:
            continue
        size = max(n for n in range(1, len(z) + 1) if 1 + n * z[n - 1].real > z[:n].sum().real)
        tau = (z[:size].sum() - 1) / size
        out[at] = np.where(keep[at] & (s[at].real > tau.real), s[at] - tau, 0)
    return out, None


def hardmax(s, keep, sink=None):
    best = np.where(keep, s.real, -np.inf).argmax(-1)
    return np.where(keep & (np.arange(s.shape[-1]) == best[..., None]), 1.0, 0.0), None


def attention(q, k, v, keep=True, scale=None, cap=None, bias=0, change=None, sink=None, rule=softmax, temperature=1,
              score=None, empty=0.0):
    """(B, H, Lq, D), (B, Hk, Lk, D), (B, Hv, Lk, Dv) -> every stage. `keep` and `bias` broadcast against (B, H, Lq, Lk)."""
    heads = q.shape[1]
    k, v = repeated(k, heads), repeated(v, heads)
    raw = q @ k.swapaxes(-1, -2) if score is None else score(q, k)
    if scale is None:
        scale = q.shape[-1] ** -0.5 if score is None else 1.0
    s = scaled = raw * scale
    if cap:
        s = cap * np.tanh(s / cap)
    if change is not None:
        s = change(s)
    s = s + bias
    keep = np.broadcast_to(keep, s.shape) & (s.real > -np.inf)
    sinks = None if sink is None else np.reshape(sink, (1, -1, 1, 1))
    w, lse = rule(s / temperature, keep, sinks)
    nobody = ~keep.any(-1, keepdims=True)
    if sink is None and empty != 0:
        w = np.where(nobody, empty, w)
    out = w @ v
    return {"scores": raw, "scaled": scaled, "weights": w, "output": out, **({} if lse is None else {"lse": lse})}


def rope(t, first, style, base=10000.0):
    """(B, H, L, D); row i of batch item b stands at first[b] + i. Complex multiplication, one pair after the other."""
    d = t.shape[-1]
    at = np.reshape(first, (-1, 1)) + np.arange(t.shape[2])  # (B, L)
    out = np.array(t, dtype=np.result_type(t, float))
    for n in range(d // 2):
        a, b = (n, n + d // 2) if style == "half" else (2 * n, 2 * n + 1)
        angle = (at * base ** (-2 * n / d))[:, None, :]
        out[..., a] = t[..., a] * np.cos(angle) - t[..., b] * np.sin(angle)
        out[..., b] = t[..., a] * np.sin(angle) + t[..., b] * np.cos(angle)
    return out


def grid(lq, lk):
    return np.arange(lq)[:, None], np.arange(lk)[None, :]


def split(t, heads):
    """(B, L, H*D) -> (B, H, L, D)"""
    b, length, width = t.shape
    return t.reshape(b, length, heads, width // heads).transpose(0, 2, 1, 3)


def join(t):
    b, heads, length, size = t.shape
    return t.transpose(0, 2, 1, 3).reshape(b, length, heads * size)


# ---------------------------------------------------------------- writing

def listed(t):
    t = np.asarray(t)
    if t.dtype == bool:
        return t.tolist()
    text = lambda x: ("nan" if np.isnan(x) else "inf" if x > 0 else "-inf") if not np.isfinite(x) else (int(x) if x == int(x) and abs(x) < 1e15 else x)
    walk = lambda x: [walk(y) for y in x] if isinstance(x, list) else text(x)
    return walk(t.tolist())


def packed(t):
    """Shape and numbers, so that empty axes survive."""
    t = np.asarray(t)
    return {"shape": list(t.shape), "data": listed(t.reshape(-1))}


def draws(name):
    """random(shape) for a case: numbers of three decimals, the same for the same name."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return lambda *shape: (rng.standard_normal(shape) * 1.2).round(3)


written = []


def case(name, about, ask, expect):
    tensors = {key: packed(value) for key, value in ask.items() if isinstance(value, np.ndarray)}
    rest = {key: value for key, value in ask.items() if key not in tensors}
    lines = [f'  "about": {json.dumps(about, ensure_ascii=False)}', '  "ask": {\n' + ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in {**rest, **tensors}.items()) + "\n  }",
        '  "expect": {\n' + ",\n".join(f"    {json.dumps(key)}: {json.dumps(packed(value))}" for key, value in expect.items()) + "\n  }"]
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    written.append(name)


def gradients(output, inputs, d_out):
    """dL/d(input) for L = sum(d_out * output(**inputs)), number by number."""
    found = {}
    for name, value in inputs.items():
        grad = np.zeros(value.shape)
        for at in np.ndindex(value.shape):
            bent = value.astype(complex)
            bent[at] += 1e-30j
            grad[at] = (d_out * output(**{**inputs, name: bent})).sum().imag / 1e-30
        found[f"grad_{name}"] = grad
    return found


def with_gradients(random, run, inputs, view=lambda t: t):
    """Stages of run(**inputs), and the gradients of its output for a random dO. `view`: the output in the user's form."""
    stages = run(**inputs)
    d_out = random(*view(stages["output"]).shape)
    stages = {**stages, **gradients(lambda **given: view(run(**given)["output"]), inputs, d_out)}
    return d_out, stages


# ---------------------------------------------------------------- the cases

def shapes():
    r = draws("shapes")
    q, k, v = r(3, 4), r(5, 4), r(5, 2)
    out = attention(q[None, None], k[None, None], v[None, None])
    case("matrices", "two axes, n_q != n_k, d_v != d_k", {"q": q, "k": k, "v": v}, {n: t[0, 0] for n, t in out.items()})

    q, k, v = r(3, 3, 4), r(3, 5, 4), r(3, 5, 2)
    out = attention(q[None], k[None], v[None])
    case("heads-first", "(heads, length, size)", {"q": q, "k": k, "v": v}, {n: t[0] for n, t in out.items()})

    q, k, v = r(2, 4, 3, 4), r(2, 2, 5, 4), r(2, 2, 5, 3)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v), {"q": q, "k": k, "v": v})
    case("grouped", "4 query heads over 2 key/value heads: neighbours share", {"q": q, "k": k, "v": v, "grad": g}, out)

    q, k, v = r(2, 3, 2, 4), r(2, 1, 4, 4), r(2, 1, 4, 2)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v), {"q": q, "k": k, "v": v})
    case("multi-query", "3 query heads over one key/value head", {"q": q, "k": k, "v": v, "grad": g}, out)

    q, k, v = r(1, 4, 2, 4), r(1, 2, 3, 4), r(1, 4, 3, 2)
    case("more-value-heads", "2 key heads, 4 value heads for 4 query heads (PyTorch on CPU takes it)", {"q": q, "k": k, "v": v}, attention(q, k, v))

    q, k, v = r(2, 3, 16), r(2, 5, 8), r(2, 5, 6)
    g, out = with_gradients(r, lambda q, k, v: attention(split(q, 4), split(k, 2), split(v, 2)), {"q": q, "k": k, "v": v}, join)
    case("fused-grouped", "(batch, length, heads*size) with 4 and 2 heads, d_v = 3", {"q": q, "k": k, "v": v, "heads": 4, "kv_heads": 2, "grad": g},
         {**out, "heads": out["output"], "output": join(out["output"])})

    q, k, v = r(3, 6), r(4, 6), r(4, 9)
    out = attention(split(q[None], 3), split(k[None], 3), split(v[None], 3))
    case("fused-matrices", "(length, heads*size) with 3 heads", {"q": q, "k": k, "v": v, "heads": 3},
         {**{n: t[0] for n, t in out.items()}, "heads": out["output"][0], "output": join(out["output"])[0]})

    q, k, v = r(2, 3, 4, 4), r(2, 5, 2, 4), r(2, 5, 2, 3)
    turn = lambda t: t.swapaxes(1, 2)
    g, out = with_gradients(r, lambda q, k, v: attention(turn(q), turn(k), turn(v)), {"q": q, "k": k, "v": v}, turn)
    case("blhd", "(batch, length, heads, size), grouped", {"q": q, "k": k, "v": v, "layout": "blhd", "grad": g}, {**out, "output": turn(out["output"])})


def causal_and_windows():
    r = draws("causal")
    i, j = grid(3, 5)
    q, k, v = r(1, 2, 3, 4), r(1, 2, 5, 4), r(1, 2, 5, 3)
    qkv = {"q": q, "k": k, "v": v}
    case("causal-top-left", "PyTorch SDPA is_causal, JAX, Keras: j <= i", {**qkv, "causal": "top-left"}, attention(q, k, v, keep=j <= i))
    case("causal-bottom-right", "flash-attention >= 2.1: j <= i + 2", {**qkv, "causal": "bottom-right"}, attention(q, k, v, keep=j <= i + 2))

    long, short = r(1, 1, 5, 4), r(1, 1, 2, 4)
    iv, jv = grid(5, 2)
    vs = r(1, 1, 2, 3)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, keep=jv <= iv - 3), {"q": long, "k": short, "v": vs})
    case("causal-empty-rows", "5 queries, 2 keys, bottom-right: three queries see nobody and get zeros", {"q": long, "k": short, "v": vs, "causal": "bottom-right", "grad": g}, out)

    blhd = {"q": r(2, 3, 2, 4), "k": r(2, 6, 1, 4), "v": r(2, 6, 1, 2)}
    t = {n: x.swapaxes(1, 2) for n, x in blhd.items()}
    real = np.array([6, 4]).reshape(2, 1, 1, 1)
    i, j = grid(3, 6)
    out = attention(**t, keep=(j <= i + real - 3) & (j >= i + real - 3 - 2) & (j < real))
    case("flash-window-lengths", "flash-attn: window (2, 0) and causal, aligned to the real keys of each batch item",
         {**blhd, "like": "flash", "causal": True, "window": [2, 0], "key_lengths": real.reshape(2)}, {**out, "output": out["output"].swapaxes(1, 2)})
    out = attention(**t, keep=(j <= i + 3 + 1) & (j >= i + 3 - 1))
    case("flash-window", "flash-attn: window (1, 1) without causal is measured from the bottom right", {**blhd, "like": "flash", "window": [1, 1]}, {**out, "output": out["output"].swapaxes(1, 2)})
    out = attention(**t, keep=(j <= i + 1) & (j >= i - 2))
    case("jax-window", "JAX: local_window_size (2, 1) is measured from the top left, whatever the lengths", {**blhd, "like": "jax", "window": [2, 1]}, {**out, "output": out["output"].swapaxes(1, 2)})
    mask = np.array([[[[1, 0, 1, 1, 0, 1]] * 3]] * 2, dtype=bool)
    mask[1, 0, 1] = False
    out = attention(**t, keep=mask & (j <= i), empty=1 / 6)
    case("jax-empty-row", "JAX: a row without keys becomes uniform over all keys (finite fill)", {**blhd, "like": "jax", "causal": True, "mask": mask}, {**{n: x for n, x in out.items() if n != "lse"}, "output": out["output"].swapaxes(1, 2)})
    out = attention(**t, keep=np.abs(i - j) < 3)
    case("keras-window", "Keras sliding_window=3: |i - j| < 3, that is --window 2,2", {**blhd, "like": "keras", "window": [2, 2]}, {**out, "output": out["output"].swapaxes(1, 2)})

    q, k, v, pk, pv = r(1, 2, 2, 4), r(1, 2, 2, 4), r(1, 2, 2, 3), r(1, 2, 4, 4), r(1, 2, 4, 3)
    i, j = grid(2, 6)
    p = i + 4
    out = attention(q, np.concatenate((pk, k), 2), np.concatenate((pv, v), 2), keep=(j <= p) & (j > p - 3))
    case("sliding-window-cache", "Hugging Face sliding_window=3 on absolute positions: --window 2,0 with a cache of 4",
         {"q": q, "k": k, "v": v, "past_key": pk, "past_value": pv, "causal": True, "window": [2, 0]},
         {**out, "present_key": np.concatenate((pk, k), 2), "present_value": np.concatenate((pv, v), 2)})


def onnx():
    r = draws("onnx")
    q, k, v, pk, pv = r(2, 2, 3, 4), r(2, 1, 2, 4), r(2, 1, 2, 3), r(2, 1, 4, 4), r(2, 1, 4, 3)
    every, values = np.concatenate((pk, k), 2), np.concatenate((pv, v), 2)
    i, j = grid(3, 6)
    present = {"present_key": every, "present_value": values}
    cache = {"q": q, "k": k, "v": v, "past_key": pk, "past_value": pv, "like": "onnx"}
    case("onnx-cache-causal", "offset = 4 cached keys, not n_k - n_q = 3", {**cache, "causal": True}, {**attention(q, every, values, keep=j <= i + 4), **present})
    case("onnx-cache-window", "window (1, 0) on positions offset + i, without causal", {**cache, "window": [1, 0]}, {**attention(q, every, values, keep=(j >= i + 3) & (j <= i + 4)), **present})
    short = np.array([[1, 0, 1, 1], [1, 1, 1, 0], [0, 1, 1, 1]], dtype=bool)
    full = np.concatenate((short, np.zeros((3, 2), bool)), 1)
    case("onnx-short-mask", "a Boolean mask of 4 columns for 6 keys: the last two are masked", {**cache, "mask": short}, {**attention(q, every, values, keep=full), **present})
    bias = r(2, 1, 3, 5)
    case("onnx-short-bias", "a float mask of 5 columns for 6 keys: the last is masked; causal too", {**cache, "causal": True, "bias": bias},
         {**attention(q, every, values, bias=np.concatenate((bias, np.full((2, 1, 3, 1), -np.inf)), -1), keep=j <= i + 4), **present})
    case("onnx-one-column", "a mask of one column is a short mask, not one for all keys", {**cache, "mask": np.ones((3, 1), bool)},
         {**attention(q, every, values, keep=np.broadcast_to(j < 1, (3, 6))), **present})

    fq, fk, fv = r(2, 3, 8), r(2, 2, 8), r(2, 2, 6)
    pk, pv = r(2, 2, 3, 4), r(2, 2, 3, 3)
    every, values = np.concatenate((pk, split(fk, 2)), 2), np.concatenate((pv, split(fv, 2)), 2)
    i, j = grid(3, 5)
    out = attention(split(fq, 2), every, values, keep=j <= i + 3, cap=1.5)
    case("onnx-fused-cache", "fused new keys behind a cache of four axes; softcap",
         {"q": fq, "k": fk, "v": fv, "past_key": pk, "past_value": pv, "like": "onnx", "heads": 2, "kv_heads": 2, "causal": True, "softcap": 1.5},
         {**out, "output": join(out["output"]), "present_key": every, "present_value": values})

    q, k, v = r(2, 3, 4, 4), r(2, 3, 6, 4), r(2, 3, 6, 4)
    real = np.array([5, 2]).reshape(2, 1, 1, 1)
    i, j = grid(4, 6)
    padded = {"q": q, "k": k, "v": v, "like": "onnx", "key_lengths": real.reshape(2)}
    case("onnx-nonpad", "nonpad_kv_seqlen without causal", padded, attention(q, k, v, keep=j < real))
    case("onnx-nonpad-causal", "offset = nonpad_kv_seqlen - n_q, negative for the second batch item: rows without keys", {**padded, "causal": True},
         attention(q, k, v, keep=(j < real) & (j <= i + real - 4)))
    case("onnx-nonpad-window", "the window (2, 1) follows the same offset", {**padded, "window": [2, 1]},
         attention(q, k, v, keep=(j < real) & (j <= i + real - 4 + 1) & (j >= i + real - 4 - 2)))
    mask = np.arange(6) % 3 != 1
    case("onnx-mask-rank-1", "a mask of one axis is one row for all", {**padded, "mask": mask}, attention(q, k, v, keep=mask & (j < real)))
    heads = np.stack([j <= i, j >= i, np.abs(i - j) != 1])
    case("mask-rank-3", "three axes are (heads, n_q, n_k), never (batch, n_q, n_k)", {"q": q, "k": k, "v": v, "mask": heads}, attention(q, k, v, keep=heads))
    integers = np.array([0, 1, 1, 0, 1, 0])
    case("integer-mask-added", "ONNX adds an integer mask; --bias does", {"q": q, "k": k, "v": v, "bias": integers}, attention(q, k, v, bias=integers))
    case("integer-mask-meant", "the same numbers taken as yes and no; --mask does", {"q": q, "k": k, "v": v, "mask": integers}, attention(q, k, v, keep=integers == 1))


def scores():
    r = draws("scores")
    q, k, v = r(2, 4, 3, 4), r(2, 2, 5, 4), r(2, 2, 5, 3)
    qkv = {"q": q, "k": k, "v": v}
    i, j = grid(3, 5)
    bias, real = r(4, 3, 5), np.array([5, 3]).reshape(2, 1, 1, 1)
    how = dict(cap=1.1, bias=bias, scale=0.7, keep=(j < real) & (j <= i + 2) & (j >= i + 2 - 3), sink=[0.3, -1, 2, 0])
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, **how), qkv)
    case("everything", "softcap, bias, causal, window, key lengths, sinks and grouped heads at once",
         {**qkv, "softcap": 1.1, "bias": bias, "scale": 0.7, "causal": "bottom-right", "window": [3, -1], "key_lengths": real.reshape(2), "sink": np.array([0.3, -1, 2, 0]), "grad": g}, out)

    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, sink=[0, 0, 0, 0]), qkv)
    case("softmax-one", "add_zero_attn, off-by-one: a sink of 0", {**qkv, "sink": 0, "grad": g}, out)
    case("negative-scale", "a negative scale is no square of anything", {**qkv, "scale": -0.5}, attention(q, k, v, scale=-0.5))
    case("no-scale", "a scale of 0: everybody alike", {**qkv, "scale": 0}, attention(q, k, v, scale=0))
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, cap=0.9, temperature=1.7), qkv)
    case("softcap-temperature", "softcap, then a temperature", {**qkv, "softcap": 0.9, "temperature": 1.7, "grad": g}, out)
    case("expressions", "bias and mask by expression, with head and batch", {**qkv, "bias": "-0.1*(h+1)*abs(i-j) + b", "mask": "j <= i + 1 or h == 3"},
         attention(q, k, v, bias=-0.1 * np.arange(1, 5).reshape(1, 4, 1, 1) * np.abs(i - j) + np.arange(2).reshape(2, 1, 1, 1), keep=(j <= i + 1) | (np.arange(4).reshape(4, 1, 1) == 3)))
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, cap=2, change=lambda s: s * s / 3 - 0.1 * np.abs(i - j)), qkv)
    case("score-mod", "any change of the softcapped score", {**qkv, "softcap": 2, "score_mod": "s^2/3 - 0.1*abs(i-j)", "grad": g}, out)

    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, rule=sigmoid, bias=-np.log(5)), qkv)
    case("sigmoid", "Ramapuram et al. 2024: sigmoid(s - ln n)", {**qkv, "normalizer": "sigmoid", "bias": "-log(n_k)", "grad": g}, out)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, rule=sparsemax, keep=j <= i + 2, scale=1.3), qkv)
    case("sparsemax", "sparsemax behind a mask", {**qkv, "normalizer": "sparsemax", "causal": "bottom-right", "scale": 1.3, "grad": g}, out)
    case("hardmax", "hardmax behind a mask", {**qkv, "normalizer": "hardmax", "causal": "top-left"}, attention(q, k, v, rule=hardmax, keep=j <= i))

    def cosine(q, k):
        unit = lambda t: t / np.sqrt((t * t).sum(-1, keepdims=True))
        return unit(q) @ unit(k).swapaxes(-1, -2)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, score=cosine, scale=5), qkv)
    case("cosine", "QK-norm: 5 cos(q, k)", {**qkv, "similarity": "cosine", "scale": 5, "grad": g}, out)

    w, k3 = r(4, 4, 3), r(2, 2, 5, 3)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, score=lambda q, k: np.einsum("bhid,hde,bhje->bhij", q, w, k)), {"q": q, "k": k3, "v": v})
    case("general", "Luong's general score, a W for each head, d_q != d_k", {"q": q, "k": k3, "v": v, "similarity": "general", "w_score": w, "grad": g}, out)

    w, u = r(7, 6), r(6)
    def additive(q, k):
        return np.tanh((q @ w[:4])[..., :, None, :] + (k @ w[4:])[..., None, :, :]) @ u
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, score=additive), {"q": q, "k": k3, "v": v})
    case("additive", "Bahdanau: v.tanh(W q + U k), not scaled", {"q": q, "k": k3, "v": v, "similarity": "additive", "w_score": w, "v_score": u, "grad": g}, out)


def positions():
    r = draws("positions")
    slopes = np.array([2 ** -2, 2 ** -4, 2 ** -6, 2 ** -8, 2 ** -1, 2 ** -3])
    q, k, v = r(1, 6, 3, 2), r(1, 2, 5, 2), r(1, 2, 5, 2)
    i, j = grid(3, 5)
    case("alibi-six-heads", "slopes of 4 heads, then every other of 8; distances from the bottom right",
         {"q": q, "k": k, "v": v, "alibi": True, "causal": "bottom-right"},
         attention(q, k, v, bias=-slopes.reshape(6, 1, 1) * np.abs(i + 2 - j), keep=j <= i + 2))
    naive = 2 ** (-8 * np.arange(1, 7) / 6)
    g, out = with_gradients(r, lambda q, k, v: attention(q, k, v, bias=-naive.reshape(6, 1, 1) * np.abs(i - j)), {"q": q, "k": k, "v": v})
    case("alibi-naive", "2^(-8h/n) for 6 heads, given as slopes; not causal", {"q": q, "k": k, "v": v, "alibi": naive, "grad": g}, out)

    q, k, v, pk, pv = r(2, 4, 2, 6), r(2, 2, 2, 6), r(2, 2, 2, 3), r(2, 2, 3, 6), r(2, 2, 3, 3)
    i, j = grid(2, 5)
    def cached(q, k, v, style, base, slopes=None):
        q, k = rope(q, [3, 3], style, base), rope(k, [3, 3], style, base)
        bias = 0 if slopes is None else -np.reshape(slopes, (4, 1, 1)) * np.abs(i + 3 - j)
        return attention(q, np.concatenate((pk, k), 2), np.concatenate((pv, v), 2), keep=j <= i + 3, bias=bias)
    cache = {"q": q, "k": k, "v": v, "past_key": pk, "past_value": pv, "causal": True}
    for style, base in (("half", 10000.0), ("interleaved", 500.0)):
        g, out = with_gradients(r, lambda q, k, v: cached(q, k, v, style, base), {"q": q, "k": k, "v": v})
        case(f"rope-{style}-cache", f"RoPE {style}, base {base:g}: new rows stand behind the three cached ones, which are turned already",
             {**cache, "rope": style, "rope_base": base, "grad": g},
             {**out, "q_rotated": rope(q, [3, 3], style, base), "present_key": np.concatenate((pk, rope(k, [3, 3], style, base)), 2)})
    given = [0.5, 0.25, 1, 0]
    case("rope-alibi-cache", "RoPE and ALiBi together behind a cache", {**cache, "rope": "half", "alibi": np.array(given)}, cached(q, k, v, "half", 10000.0, given))
    q, k, v = r(1, 1, 2, 4), r(1, 1, 5, 4), r(1, 1, 5, 2)
    i, j = grid(2, 5)
    case("rope-bottom-right", "without a cache, bottom-right: the queries are the last two of five positions", {"q": q, "k": k, "v": v, "rope": "interleaved", "causal": "bottom-right"},
         attention(rope(q, [3], "interleaved"), rope(k, [0], "interleaved"), v, keep=j <= i + 3))

    def bucket(rel):  # T5, bidirectional, 8 buckets, farthest 16
        half, far = 4, 16
        n, at = abs(rel), half if rel > 0 else 0
        exact = half // 2
        return at + (n if n < exact else min(exact + int(np.log(n / exact) / np.log(far / exact) * (half - exact)), half - 1))
    q, k, v, table = r(1, 2, 3, 4), r(1, 2, 6, 4), r(1, 2, 6, 4), r(2, 8)
    bias = np.array([[[table[h, bucket(b - a)] for b in range(6)] for a in range(3)] for h in range(2)])
    case("t5", "T5: no scale, a learned bias for each bucket of j - i", {"q": q, "k": k, "v": v, "scale": 1, "bias": bias}, attention(q, k, v, scale=1, bias=bias))


def projections():
    r = draws("projections")
    x, wq, wk, wv, wo = r(2, 3, 6), r(6, 8), r(6, 4), r(6, 6), r(12, 5)
    parts = {"q": split(x @ wq, 4), "k": split(x @ wk, 2), "v": split(x @ wv, 2)}
    i, j = grid(3, 3)
    def layer(q, k, v):
        out = attention(q, k, v, keep=j <= i)
        return {**out, "heads": out["output"], "output": join(out["output"]) @ wo}
    g, out = with_gradients(r, layer, parts)
    case("projections", "X.W, 4 heads over 2, causal, concat.W_O", {"x": x, "wq": wq, "wk": wk, "wv": wv, "wo": wo, "heads": 4, "kv_heads": 2, "causal": True, "grad": g}, {**parts, **out})

    x, w_in, w_out = r(2, 4, 6), r(18, 6), r(6, 6)
    padding = np.array([[0, 0, 0, 0], [0, 0, 1, 1]], dtype=bool)
    parts = {n: split(x @ w_in[6 * at:6 * at + 6].T, 3) for at, n in enumerate("qkv")}
    def mha(q, k, v):
        out = attention(q, k, v, keep=~padding[:, None, None, :])
        return {**out, "heads": out["output"], "output": join(out["output"]) @ w_out.T}
    g, out = with_gradients(r, mha, parts)
    case("torch-mha-layer", "nn.MultiheadAttention: in_proj in three parts, out_proj, key_padding_mask (True = ignore)",
         {"x": x, "wq": w_in[:6].T.copy(), "wk": w_in[6:12].T.copy(), "wv": w_in[12:].T.copy(), "wo": w_out.T.copy(), "heads": 3, "like": "torch-mha", "batch_first": True, "weight_layout": "in-out", "mask": padding[:, None, None, :], "grad": g}, {**parts, **out})

    q, k, v = r(2, 2, 3, 4), r(2, 2, 3, 4), r(2, 2, 3, 4)
    ignore = np.array([[[0, 1, 1], [0, 0, 1], [1, 1, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 1], [0, 1, 0]], [[1, 1, 0], [1, 0, 1], [0, 1, 1]]], dtype=bool)
    out = attention(q, k, v, keep=~ignore.reshape(2, 2, 3, 3))
    out["weights"][0, 0, 2] = out["output"][0, 0, 2] = np.nan
    case("torch-mha-mask", "nn.MultiheadAttention: attn_mask (batch*heads, L, S), True = ignore; a row without keys is NaN",
         {"q": q, "k": k, "v": v, "like": "torch-mha", "mask": ignore}, {n: out[n] for n in ("scaled", "weights", "output")})

    fq, w = r(2, 6), r(6, 3)
    out = attention(split(fq[None], 2), split(fq[None], 2), split(fq[None], 2))
    g = r(2, 3)
    run = lambda q, k, v: join(attention(split(q[None], 2), split(k[None], 2), split(v[None], 2))["output"])[0] @ w
    case("output-projection", "W_O after fused q, k, v", {"q": fq, "k": fq.copy(), "v": fq.copy(), "heads": 2, "wo": w, "grad": g},
         {"heads": out["output"][0], "output": join(out["output"])[0] @ w, **gradients(run, {"q": fq, "k": fq, "v": fq}, g)})


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for write in (shapes, causal_and_windows, onnx, scores, positions, projections):
        write()
    print(f"{len(written)} cases in fixtures/semantics, NumPy {np.__version__}")
