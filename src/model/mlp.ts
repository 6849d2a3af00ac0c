import { exp } from '../core/index.js';
import { ACTIVATIONS } from './activation.js';
import { numberIn, type ModelConfig } from './config.js';
import { dataError } from './facts.js';
import { linearOf, type LayerPlan } from './layer.js';
import { apply, type Linear } from './linear.js';
import type { Part } from './roles.js';
import { columnsOf, rowsOf, type Rows } from './rows.js';
import { shapeOf, type Weights } from './weights.js';

/**
 * What follows attention in a layer: down(f(up(x))), with a gate down(f(gate(x)) ⊙ up(x)) (Shazeer 2020), or the experts that a
 * router chooses for each token.
 *
 * @throws AttnError for a function that is not known, a missing tensor or a wrong shape
 */
export function mlp(weights: Weights, config: ModelConfig, plan: LayerPlan, x: Rows, layer: number): Rows {
  const { parts } = plan;
  if (parts.has('router') && !parts.has('up')) return mixture(weights, config, plan, x, layer);
  return plainMlp(weights, config, (role) => parts.get(role), x, layer);
}

export function activation(name: string): (x: number) => number {
  const found = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (!found) throw dataError({ code: 'model-activation-unknown', found: name, expected: Object.keys(ACTIVATIONS) });
  return found;
}

/** An activation in config may be `gated-gelu`, for T5. */
function functionOf({ all, activation: name, type }: ModelConfig): (x: number) => number {
  const projection = all['feed_forward_proj'];
  if (type === 't5' && typeof projection === 'string')
    return activation(projection === 'gated-gelu' ? 'gelu_new' : projection.replace(/^gated-/, ''));
  return activation(name);
}

function plainMlp(
  weights: Weights,
  config: ModelConfig,
  part: (role: string) => Part | undefined,
  x: Rows,
  layer: number,
): Rows {
  const need = (role: string): Part => {
    const found = part(role);
    if (!found) throw dataError({ code: 'model-part-missing', role, layer: layer + 1 });
    return found;
  };
  const f = functionOf(config);
  const layout = config.family.layout ?? 'out-in';
  const inner = (found: Part): number => shapeOf(weights, found.weight)[layout === 'out-in' ? 0 : 1] ?? 0;
  const into = (found: Part): Rows => apply(weights, linearOf(weights, found, layout, x.columns, inner(found)), x);
  const fused = part('gate-up');
  let hidden: Rows;
  if (fused) {
    const both = into(fused);
    const half = both.columns / 2;
    hidden = gated(f, columnsOf(both, 0, half), columnsOf(both, half, both.columns));
  } else {
    const up = into(need('up'));
    const gate = part('gate');
    hidden = gate ? gated(f, into(gate), up) : { ...up, data: up.data.map(f) };
  }
  return apply(weights, linearOf(weights, need('down'), layout, hidden.columns, x.columns), hidden);
}

function gated(f: (x: number) => number, gate: Rows, up: Rows): Rows {
  return { ...up, data: up.data.map((value, at) => value * f(gate.data[at]!)) };
}

/** Each token goes through the experts with the largest router logits; their outputs are mixed by a softmax of these. */
function mixture(weights: Weights, config: ModelConfig, { parts }: LayerPlan, x: Rows, layer: number): Rows {
  const router = parts.get('router')!;
  const experts = shapeOf(weights, router.weight)[0] ?? 0;
  const logits = apply(weights, linearOf(weights, router, 'out-in', x.columns, experts), x);
  const chosen = numberIn(config.all, 'num_experts_per_tok', 'experts_per_token', 'num_experts_per_token') ?? 2;
  const all = config.all['norm_topk_prob'] === false;
  const routes: { token: number; share: number }[][] = Array.from({ length: experts }, () => []);
  for (let i = 0; i < x.rows; i++) {
    const row = logits.data.subarray(i * experts, (i + 1) * experts);
    const order = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
    const best = order.slice(0, chosen);
    const most = row[best[0]!]!;
    const total = (all ? order : best).reduce((sum, e) => sum + exp(row[e]! - most), 0);
    for (const e of best) routes[e]!.push({ token: i, share: exp(row[e]! - most) / total });
  }
  const y = rowsOf(x.rows, x.columns);
  for (const [e, route] of routes.entries()) {
    if (route.length === 0) continue;
    const given = rowsOf(route.length, x.columns);
    route.forEach(({ token }, at) =>
      given.data.set(x.data.subarray(token * x.columns, (token + 1) * x.columns), at * x.columns),
    );
    const out =
      config.family.experts === 'gpt-oss'
        ? gptOssExpert(weights, parts.get('gate-up'), parts.get('down'), e, given, layer)
        : plainMlp(weights, config, (role) => parts.get(`${e}:${role}`), given, layer);
    route.forEach(({ token, share }, at) => {
      for (let m = 0; m < x.columns; m++) y.data[token * x.columns + m]! += share * out.data[at * x.columns + m]!;
    });
  }
  return y;
}

const LIMIT = 7;
const SLOPE = 1.702;

/** gpt-oss: gate and up interleaved, both clamped; gate·σ(1.702·gate)·(up + 1). */
function gptOssExpert(
  weights: Weights,
  fused: Part | undefined,
  down: Part | undefined,
  expert: number,
  x: Rows,
  layer: number,
): Rows {
  if (!fused || !down)
    throw dataError({ code: 'model-part-missing', role: fused ? 'down' : 'gate-up', layer: layer + 1 });
  const width = shapeOf(weights, fused.weight)[2] ?? 0;
  const one = ({ weight, bias }: Part, inputs: number, outputs: number): Linear => ({
    name: weight,
    layout: 'in-out',
    inputs,
    outputs,
    at: expert * inputs * outputs,
    ...(bias !== undefined && { bias, biasAt: expert * outputs }),
  });
  const both = apply(weights, one(fused, x.columns, width), x);
  const hidden = rowsOf(x.rows, width / 2);
  for (let at = 0; at < hidden.data.length; at++) {
    const gate = Math.min(both.data[2 * at]!, LIMIT);
    const up = Math.min(Math.max(both.data[2 * at + 1]!, -LIMIT), LIMIT);
    hidden.data[at] = (gate / (1 + exp(-SLOPE * gate))) * (up + 1);
  }
  return apply(weights, one(down, width / 2, x.columns), hidden);
}
