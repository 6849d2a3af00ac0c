import { rmSync } from 'node:fs';

export default function teardown() {
  if (process.env.ATTN_BUILT) rmSync(process.env.ATTN_BUILT, { recursive: true });
}
