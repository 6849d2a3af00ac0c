import type { Tensor } from '../core/index.js';
import { ACTIVATIONS } from './activation.js';
import type { ModelConfig } from './config.js';
import { addRows } from './embedding.js';
import { dataError } from './facts.js';
import { rowsOf, type Rows } from './rows.js';
import { outside } from './scope.js';
import { shapeOf, whole, type Weights } from './weights.js';

/** What is not a text goes through a convolution first. */
function need(weights: Weights, root: string, pattern: RegExp, role: string): string {
  const name = outside(weights, root, pattern);
  if (name === undefined) throw dataError({ code: 'model-part-missing', role });
  return name;
}

/**
 * An image → patches, the class token in front of them, positions added. Dosovitskiy et al. 2021.
 *
 * @param image (channels, height, width), scaled as the model wants it
 */
export function patches(weights: Weights, config: ModelConfig, root: string, image: Tensor): Rows {
  const kernel = need(weights, root, /^embeddings\.patch_embeddings\.projection\.weight$/, 'patches');
  const [size = 0, channels = 0, height = 1, width = 1] = shapeOf(weights, kernel);
  const [c, h, w] = image.shape;
  if (image.shape.length !== 3 || c !== channels || h! % height !== 0 || w! % width !== 0)
    throw dataError({
      code: 'model-input-shape',
      found: image.shape,
      expected: [channels, numberOf(config, 'image_size'), numberOf(config, 'image_size')],
    });
  const [down, across] = [h! / height, w! / width];
  const numbers = whole(weights, kernel);
  const bias = whole(weights, kernel.replace(/weight$/, 'bias'));
  const x = rowsOf(1 + down * across, size);
  x.data.set(whole(weights, need(weights, root, /^embeddings\.cls_token$/, 'class token')));
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++)
      for (let o = 0; o < size; o++) {
        let sum = bias[o]!;
        let at = o * channels * height * width;
        for (let k = 0; k < channels; k++)
          for (let i = 0; i < height; i++)
            for (let j = 0; j < width; j++)
              sum += numbers[at++]! * image.data[(k * h! + row * height + i) * w! + column * width + j]!;
        x.data[(1 + row * across + column) * size + o] = sum;
      }
  addRows(weights, need(weights, root, /^embeddings\.position_embeddings$/, 'positions'), x, (i) => i);
  return x;
}

function numberOf({ all }: ModelConfig, key: string): number {
  return typeof all[key] === 'number' ? all[key] : 0;
}

/**
 * A log-mel spectrogram → the frames that Whisper's encoder takes: two convolutions over time, the second of every other frame.
 * Radford et al. 2022.
 *
 * @param audio (mels, frames)
 */
export function frames(weights: Weights, root: string, audio: Tensor): Rows {
  const first = need(weights, root, /^conv1\.weight$/, 'conv1');
  const [, mels = 0] = shapeOf(weights, first);
  if (audio.shape.length !== 2 || audio.shape[0] !== mels)
    throw dataError({ code: 'model-input-shape', found: audio.shape, expected: [mels, audio.shape[1] ?? 0] });
  const [, length] = audio.shape as [number, number];
  const turned = rowsOf(length, mels);
  for (let m = 0; m < mels; m++)
    for (let t = 0; t < length; t++) turned.data[t * mels + m] = audio.data[m * length + t]!;
  const once = convolved(weights, first, turned, 1);
  const x = convolved(weights, need(weights, root, /^conv2\.weight$/, 'conv2'), once, 2);
  addRows(weights, need(weights, root, /^embed_positions\.weight$/, 'positions'), x, (i) => i);
  return x;
}

/** gelu(conv1d(x)), a border of zeros at both ends. */
function convolved(weights: Weights, name: string, x: Rows, stride: number): Rows {
  const [outputs = 0, inputs = 0, reach = 1] = shapeOf(weights, name);
  const kernel = whole(weights, name);
  const bias = whole(weights, name.replace(/weight$/, 'bias'));
  const border = (reach - 1) / 2;
  const y = rowsOf(Math.floor((x.rows - 1) / stride) + 1, outputs);
  for (let t = 0; t < y.rows; t++)
    for (let o = 0; o < outputs; o++) {
      let sum = bias[o]!;
      for (let r = 0; r < reach; r++) {
        const from = t * stride + r - border;
        if (from < 0 || from >= x.rows) continue;
        for (let m = 0; m < inputs; m++) sum += kernel[(o * inputs + m) * reach + r]! * x.data[from * inputs + m]!;
      }
      y.data[t * outputs + o] = ACTIVATIONS['gelu']!(sum);
    }
  return y;
}
