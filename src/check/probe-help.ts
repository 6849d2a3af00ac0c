import type { Probe } from './probe.js';

/**
 * How to run a probe in the systems that are most likely checked: a snippet each that writes out.npy.
 *
 * @param file what the probe was written to
 * @param flags mathematics flags as they have to be repeated
 */
export function probeHelp({ q, k, v }: Probe, file: string, flags: string): string {
  const sizes = `q ${q.shape.join('×')}, k ${k.shape.join('×')}, v ${v.shape.join('×')}, mask True = may attend`;
  const check = `attn check --input ${file}${flags} --actual out.npy`;
  return `${file}: ${sizes}

PyTorch
  import numpy as np, torch
  p = {n: torch.from_numpy(a) for n, a in np.load('${file}').items()}
  out = your_attention(p['q'], p['k'], p['v'], p['mask'])
  # the reference is
  # torch.nn.functional.scaled_dot_product_attention(p['q'], p['k'], p['v'], attn_mask=p['mask'], enable_gqa=True)
  np.save('out.npy', out.detach().numpy())

JAX  (batch, length, heads, size)
  import numpy as np, jax.numpy as jnp
  p = {n: jnp.asarray(a) for n, a in np.load('${file}').items()}
  q, k, v = (jnp.swapaxes(p[n], 1, 2) for n in 'qkv')
  out = your_attention(q, k, v, p['mask'])
  np.save('out.npy', np.swapaxes(np.asarray(out), 1, 2))

NumPy
  import numpy as np
  p = np.load('${file}')
  out = your_attention(p['q'], p['k'], p['v'], p['mask'])
  np.save('out.npy', out)

then
  ${check}
`;
}
