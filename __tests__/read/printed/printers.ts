// How each program prints, written from its documentation and not from the reader.

/** A tensor as nested text cells. */
export type Nested = string | readonly Nested[];

/** Numbers of one sign width, so that they stand under each other. */
const padded = (rows: readonly (readonly string[])[]): string[][] => {
  const width = Math.max(...rows.flat().map((cell) => cell.length));
  return rows.map((row) => row.map((cell) => cell.padStart(width)));
};

/** numpy.array2string: blanks between cells, as many new lines between blocks as axes end there. */
const numpyLike = (nested: Nested, separator: string, indent: string): string => {
  const depthOf = (one: Nested): number => (typeof one === 'string' ? 0 : 1 + depthOf(one[0]!));
  const write = (one: Nested, before: string): string => {
    if (typeof one === 'string') return one;
    const depth = depthOf(one);
    if (depth === 1) return `[${(one as string[]).join(`${separator} `)}]`;
    return `[${one.map((inner) => write(inner, `${before} `)).join(`${separator}${'\n'.repeat(depth - 1)}${before} `)}]`;
  };
  return write(nested, indent);
};

export const NESTED: Readonly<Record<string, (nested: Nested) => string>> = {
  'NumPy print': (nested) => numpyLike(nested, '', ''),
  'NumPy repr': (nested) => `array(${numpyLike(nested, ',', '      ')})`,
  'NumPy float32': (nested) => `array(${numpyLike(nested, ',', '      ')}, dtype=float32)`,
  'NumPy source': (nested) => `np.array(${JSON.stringify(nested).replaceAll('"', '')}, dtype=np.float32)`,
  PyTorch: (nested) => `tensor(${numpyLike(nested, ',', '       ')})`,
  'PyTorch on CUDA': (nested) =>
    `tensor(${numpyLike(nested, ',', '       ')},\n       device='cuda:0', dtype=torch.float16, grad_fn=<MmBackward0>)`,
  'PyTorch parameter': (nested) =>
    `Parameter containing:\ntensor(${numpyLike(nested, ',', '       ')}, requires_grad=True)`,
  JAX: (nested) => `Array(${numpyLike(nested, ',', '      ')}, dtype=float32)`,
  TensorFlow: (nested) =>
    `<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray(${numpyLike(nested, ',', '      ')}, dtype=float32)>`,
  'TensorFlow print': (nested) => `tf.Tensor(\n${numpyLike(nested, '', '')}, shape=(2, 2), dtype=float32)`,
  MLX: (nested) => `array(${numpyLike(nested, ',', '      ')}, dtype=float32)`,
  'Python list': (nested) => JSON.stringify(nested).replaceAll('"', '').replaceAll(',', ', '),
  'Python tuples': (nested) => JSON.stringify(nested).replaceAll('"', '').replaceAll('[', '(').replaceAll(']', ',)'),
  'trailing commas': (nested) => JSON.stringify(nested).replaceAll('"', '').replaceAll(']', ',\n]'),
  Mathematica: (nested) =>
    JSON.stringify(nested).replaceAll('"', '').replaceAll('[', '{').replaceAll(']', '}').replaceAll(',', ', '),
  'assignment with a comment': (nested) =>
    `Q = np.array(${JSON.stringify(nested).replaceAll('"', '')})  # the queries, 2 of them`,
  IPython: (nested) => `In [3]: print(Q)\n${numpyLike(nested, '', '')}`,
};

/** Forms that hold a matrix only. */
export const MATRIX: Readonly<Record<string, (rows: readonly (readonly string[])[]) => string>> = {
  Julia: (rows) =>
    `${rows.length}×${rows[0]!.length} Matrix{Float64}:\n${padded(rows)
      .map((row) => ` ${row.join('  ')}`)
      .join('\n')}`,
  'Julia source': (rows) => `Float32[${rows.map((row) => row.join(' ')).join('; ')}]`,
  R: (rows) => {
    const cells = padded(rows);
    const head = rows[0]!.map((_, column) => `[,${column + 1}]`.padStart(cells[0]![0]!.length));
    return `${' '.repeat(4)} ${head.join(' ')}\n${cells.map((row, index) => `[${index + 1},] ${row.join(' ')}`).join('\n')}`;
  },
  'R in blocks of columns': (rows) => {
    const cells = padded(rows);
    return rows[0]!
      .map(
        (_, column) =>
          `     [,${column + 1}]\n${cells.map((row, index) => `[${index + 1},] ${row[column]}`).join('\n')}`,
      )
      .join('\n');
  },
  'R data frame': (rows) =>
    `  ${rows[0]!.map((_, column) => `X${column + 1}`).join(' ')}\n${rows.map((row, index) => `${index + 1} ${row.join(' ')}`).join('\n')}`,
  pandas: (rows) =>
    `   ${rows[0]!.map((_, column) => String(column)).join('    ')}\n${rows.map((row, index) => `${index}  ${row.join('  ')}`).join('\n')}`,
  'MATLAB display': (rows) =>
    `Q =\n\n${padded(rows)
      .map((row) => `   ${row.join('   ')}`)
      .join('\n')}\n`,
  'MATLAB source': (rows) => `[${rows.map((row) => row.join(' ')).join('; ')}]`,
  'MATLAB assignment': (rows) => `Q = [${rows.map((row) => row.join(', ')).join(';\n     ')}];`,
  'rows with semicolons': (rows) => `${rows.map((row) => row.join(' ')).join('; ')};`,
  'LaTeX pmatrix': (rows) => `\\begin{pmatrix}\n${rows.map((row) => row.join(' & ')).join(' \\\\\n')}\n\\end{pmatrix}`,
  'LaTeX array': (rows) =>
    `\\[ Q = \\left[\\begin{array}{${'r'.repeat(rows[0]!.length)}} ${rows.map((row) => row.join(' & ')).join(' \\\\ ')} \\\\ \\end{array}\\right] \\]`,
  'LaTeX with dollars': (rows) =>
    `$$\n\\begin{bmatrix}${rows.map((row) => row.join('&')).join('\\\\')}\\end{bmatrix}\n$$`,
  'Markdown table': (rows) =>
    `|${rows[0]!.map((_, column) => ` d${column + 1} `).join('|')}|\n|${rows[0]!.map(() => '---:').join('|')}|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`,
  box: (rows) => {
    const line = `+${rows[0]!.map(() => '----').join('+')}+`;
    return `${line}\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n${line}`;
  },
  'spreadsheet cells': (rows) => rows.map((row) => row.join('\t')).join('\n'),
};

/** The same with the slices of a third axis, which stands last: A[i, j, k]. */
export const SLICES: Readonly<Record<string, (slices: readonly string[][][]) => string>> = {
  Julia: (slices) =>
    `${slices[0]!.length}×${slices[0]![0]!.length}×${slices.length} Array{Float64, 3}:\n${slices
      .map(
        (rows, index) =>
          `[:, :, ${index + 1}] =\n${padded(rows)
            .map((row) => ` ${row.join('  ')}`)
            .join('\n')}`,
      )
      .join('\n\n')}`,
  R: (slices) => slices.map((rows, index) => `, , ${index + 1}\n\n${MATRIX['R']!(rows)}\n`).join('\n'),
  MATLAB: (slices) =>
    slices
      .map(
        (rows, index) =>
          `\nans(:,:,${index + 1}) =\n\n${padded(rows)
            .map((row) => `   ${row.join('   ')}`)
            .join('\n')}\n`,
      )
      .join(''),
};
