import type { CoreFacts, Expectation, FitAdvice, FoundValue, Misfit } from '../../core/facts.js';
import { type Axes, type Need, shapeText, swapped } from '../../core/index.js';
import { drawBothCorners } from '../corners.js';
import { cellText } from '../symbols.js';
import { closest } from '../closest.js';
import type { Naming, Sentences } from '../sentence.js';

const MISFIT = 'kích thước không khớp';

export const core: Sentences<CoreFacts> = {
  'option-value': ({ expected, found, hint }) => ({
    what: `cần ${expectedText(expected)}, thấy ${foundText(found)}`,
    ...adviceOn(expected, found, hint),
  }),
  'option-unknown': ({ found, expected }) => ({
    what: `không biết tùy chọn "${found}"`,
    ...meant(closest(found, expected)),
  }),
  'scale-not-finite': ({ scale, value, dK, dV, dModel, nQ, nK, row }, { option }) => ({
    what: `hệ số ${scale} bằng ${value}${row ? ` tại i = ${row.i}, h = ${row.h}, b = ${row.b}` : ''}`,
    detail: `d_k = ${dK}, d_v = ${dV}, d_model = ${dModel}, n_q = ${nQ}, n_k = ${nK}`,
    fix: `cho ${option('scale')} một số hữu hạn`,
  }),

  'let-index': ({ name, axis, axes, found, expected: { most }, cell }) => ({
    what: `${name}[…] không có chỉ số ${found}${axes > 1 ? ` ở trục ${axis} trong ${axes} trục` : ''}: cần một số nguyên từ 0 đến ${most}`,
    ...(Object.keys(cell).length > 0 && { detail: cellText(cell) }),
    fix: 'chỉ số đếm từ 0; max(min(x, cuối), 0) giữ nó ở trong khoảng',
  }),

  'query-missing': (_, { option }) => ({
    what: 'thiếu truy vấn: không có Q cũng không có X',
    fix:
      `cho ${option('q')} (cùng ${option('k')}, ${option('v')}), hoặc ${option('x')} với ` +
      `${option('wq')}, ${option('wk')}, ${option('wv')}, hoặc ${option('sentence')}`,
  }),
  'projections-missing': ({ missing }, { option }) => ({
    what: `có X nhưng thiếu ${missing.join(' và ')}`,
    fix: `cho thêm ${missing.map((name) => option(flagOf(name))).join(' và ')}`,
  }),
  'cache-half-given': ({ given }, { option }) => ({
    what: given === 'keys' ? 'có khóa trong cache nhưng thiếu giá trị' : 'có giá trị trong cache nhưng thiếu khóa',
    fix: `cho cả ${option('past-key')} và ${option('past-value')}`,
  }),
  'kv-heads-without-heads': ({ kvHeads }, { option }) => ({
    what: `có ${option('kv-heads', kvHeads)} nhưng thiếu ${option('heads')}`,
    fix: `dùng ${option('heads')} để cho biết Q gồm bao nhiêu đầu nằm cạnh nhau`,
  }),
  'scores-too-large': ({ shape, bytes }) => ({
    what: `quá lớn để hiện mọi bước: riêng các điểm đã chiếm ${Math.round(bytes / 1e9)} GB`,
    detail: `${shapeOf(shape)} (lô×đầu×n_q×n_k) số, mỗi số 8 byte`,
    fix: 'mỗi lần tính ít đầu, ít mục của lô hoặc ít truy vấn hơn',
  }),
  'x-axes': ({ shape }) => ({
    what: `X có ${shape.length} trục, cần (độ dài, d_model) hoặc (lô, độ dài, d_model)`,
    detail: `X là ${shapeOf(shape)}`,
  }),
  'saved-axes': ({ option: name, found }, { option }) => ({
    what: `${option(name)} có ${found.length} trục, cần (L, S), (đầu, L, S) hoặc (lô, đầu, L, S)`,
    detail: `nó là ${shapeOf(found)}`,
  }),
  'saved-values': ({ option: name, saved, found }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} là ${shapeOf(saved)} và V là ${shapeOf(found)}: V cần một hàng cho mỗi khóa, cùng số mục trong lô, và số đầu chia hết`,
  }),
  'x-kv-shape': ({ x, found }) => ({
    what: MISFIT,
    detail: `X là ${shapeOf(x)} và X_kv là ${shapeOf(found)}: chỉ độ dài và d_model được khác nhau`,
  }),
  'axes-differ': ({ q, k, v, differ }) => ({
    what: MISFIT,
    detail: `Q là ${shapeOf(q)}, K là ${shapeOf(k)}, V là ${shapeOf(v)}: cả ba phải có cùng số trục`,
    fix: `cho ${differ.join(' và ')} với ${q.length} trục, như Q`,
  }),
  'cache-shape': ({ cache, found, beside, expected }) => ({
    what: MISFIT,
    detail: `${named(cache)} là ${shapeOf(found)} và ${beside} là ${shapeOf(expected)} (lô×đầu×độ dài×cỡ): chỉ độ dài được khác nhau`,
    fix: `cho ${named(cache)} dưới dạng (lô, đầu, độ dài trong cache, cỡ), hoặc theo dạng của ${beside}`,
  }),
  'shapes-do-not-fit': ({ misfits, advice }, naming) => ({
    what: MISFIT,
    detail: misfits.map(misfit),
    fix: fitAdvice(advice, naming),
  }),
  'heads-differ': ({ name, found, expected, shape, axes }, { option }) => ({
    what: `${named(name)} có ${found} đầu, còn ${option(name === 'Q' ? 'heads' : 'kv-heads')} ghi ${expected}`,
    detail: `${named(name)} là ${shapeOf(shape)}, được đọc theo (${axesText(axes)})`,
    fix: `bỏ nó đi: tensor ${shape.length === 4 ? 'bốn trục' : 'này'} đã cho biết số đầu; hay ý bạn là ${option('layout', swapped(axes))}?`,
  }),
  'layout-axes': ({ name, shape, layout }, { option }) => ({
    what: `${named(name)} có ${shape.length} trục, còn ${option('layout', layout)} chỉ nêu ba trục`,
    detail: `${named(name)} là ${shapeOf(shape)}`,
    fix: `${option('layout', 'bhld')} hoặc ${option('layout', 'blhd')} cho bốn trục`,
  }),
  'x-layout': ({ layout }, { option }) => ({
    what: `${option('layout', layout)} có trục đầu, còn X thì không`,
    fix: `${option('layout', 'ble')} là (lô, độ dài, d_model), ${option('layout', 'lbe')} là (độ dài, lô, d_model)`,
  }),
  'tensor-axes': ({ name, shape }) => ({
    what: `${named(name)} có ${shape.length} trục, cần từ 2 đến 4`,
    detail: `${named(name)} là ${shapeOf(shape)}`,
    fix: 'cho (độ dài, cỡ), (đầu, độ dài, cỡ) hoặc (lô, đầu, độ dài, cỡ)',
  }),
  'heads-do-not-divide': ({ name, columns, heads, shape }) => ({
    what: `${named(name)} có ${columns} cột, không chia đều được cho ${heads} đầu`,
    detail: `${named(name)} là ${shapeOf(shape)}, được đọc theo ${shape.length === 3 ? '(lô, độ dài, đầu×cỡ)' : '(độ dài, đầu×cỡ)'}`,
    fix: `chọn số đầu là ước của ${columns}`,
  }),
  'projection-shape': ({ x, xShape, w, found }) => {
    const dIn = xShape.at(-1) ?? 0;
    return {
      what: MISFIT,
      detail: `${x} là ${shapeOf(xShape)} và ${w} là ${shapeOf(found)}: ${x}·${w} cần ${w} có ${dIn} hàng (số cột của ${x} = số hàng của ${w})`,
      fix:
        found.length === 2 && found[1] === dIn
          ? `${w} có vẻ bị chuyển vị (Linear của PyTorch lưu W đã chuyển vị): hãy cho ma trận chuyển vị của nó`
          : `cho ${w} là ${dIn}×d`,
    };
  },
  'bias-without-matrix': ({ bias, missing }, { option }) => ({
    what: `có ${option(bias)} nhưng thiếu ${option(missing)}`,
    fix: `hệ số chệch (bias) được cộng vào tích với ma trận của nó: cho thêm ${option(missing)}`,
  }),
  'latent-incomplete': ({ given, missing }, { option }) => ({
    what: `có ${option(given)} nhưng thiếu ${missing.map((one) => option(one)).join(' và ')}`,
    fix: `multi-head latent attention cần ${['q', 'latent', 'w-uk', 'w-uv'].map((one) => option(one)).join(', ')}, và cho RoPE thì ${option('q-rope')} và ${option('k-rope')}`,
  }),
  'latent-beside': ({ options }, { option }) => ({
    what: `có ${options.map((one) => option(one)).join(', ')} bên cạnh ${option('latent')}`,
    fix: 'khóa và giá trị được tính từ vectơ ẩn: bỏ một trong hai',
  }),
  'latent-shape': ({ option: name, found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} là ${shapeOf(found)}, cần ${expected.map(shapeOf).join(' hoặc ')}`,
    fix: `${option('latent')} là (n_k, d_c), ${option('w-uk')} và ${option('w-uv')} có d_c hàng, còn ${option('k-rope')} dùng chung cho mọi đầu`,
  }),
  'bias-size': ({ name, shape, found, expected }) => ({
    what: MISFIT,
    detail: `${name} là ${shapeOf(shape)}, còn tích mà nó được cộng vào có ${expected} cột`,
    fix: `cho ${name} gồm ${expected} số, mỗi cột một số (hiện có ${found})`,
  }),
  'broadcast-shape': ({ name, found, scores }) => {
    const [batch, heads, nQ, nK] = scores;
    const asBatch = found.length === 3 && found[0] === batch && found[1] === nQ && found[2] === nK;
    const asKeys = found.length === 2 && found[0] === batch && found[1] === nK;
    const one = batch * heads === 1;
    return {
      what: MISFIT,
      detail:
        `${named(name)} là ${found.length === 1 ? `một dãy ${found[0]} số` : shapeOf(found)}, ` +
        `các điểm là ${shapeOf(one ? [nQ, nK] : scores)}${one ? '' : ' (lô×đầu×n_q×n_k)'}`,
      fix: asBatch
        ? `ba trục được đọc theo (đầu, n_q, n_k): hãy đổi thành (${batch}, 1, ${nQ}, ${nK})`
        : asKeys
          ? `mỗi mục của lô có một hàng khóa: hãy đổi thành (${batch}, 1, 1, ${nK})`
          : `cho ${named(name)} là ${nQ}×${nK}, hoặc với trục dài 1 ở chỗ mọi thứ như nhau`,
    };
  },
  'columns-missing': ({ name, shape, expected }, { option }) => ({
    what: MISFIT,
    detail: `${named(name)} là ${shapeOf(shape)} mà có ${expected} khóa`,
    fix: `cho mỗi khóa một cột; với ${option('like', 'onnx')} các cột thiếu được coi là bị che`,
  }),
  'numbers-count': ({ shape, found, expected }) => ({
    what: `kích thước ${shapeOf(shape)} cần ${expected} số, tìm thấy ${found}`,
    fix: 'cho đúng số lượng bằng tích của các trục',
  }),
  'row-length': ({ row, found, expected }) => ({
    what: `hàng ${row} có ${found} số, hàng 1 có ${expected}`,
    fix: 'làm cho mọi hàng dài bằng nhau',
  }),
  'token-count': ({ of, tokens, found, expected }) => ({
    what: `${found} token${{ rows: '', queries: ' truy vấn', keys: ' khóa' }[of]} cho ${expected} ${{ rows: 'hàng', queries: 'truy vấn', keys: 'khóa' }[of]}`,
    detail: tokens.join(' '),
    fix: `cho mỗi hàng${{ rows: '', queries: ' của Q', keys: ' của K' }[of]} một token`,
  }),

  'option-without': ({ option: name, needs }, naming) => ({
    what: `có ${naming.option(name)} nhưng thiếu ${needs.map((need) => needText(need, naming)).join(' hoặc ')}`,
    fix: `một mình ${naming.option(name)} không làm thay đổi gì: cho thêm ${needText(needs[0]!, naming)}, hoặc bỏ nó đi`,
  }),
  'option-beside': ({ option: name, beside }, naming) => ({
    what: `${naming.option(name)} đi cùng ${needText(beside, naming)}`,
    fix: besideAdvice(name, beside, naming),
  }),
  'option-axes': ({ option: name, of, found, least }, { option }) => ({
    what: `${option(name)} sắp thứ tự các trục, mà ${of} chỉ có ${found} trục`,
    fix: `bỏ nó đi, hoặc cho ${of} có ít nhất ${least} trục`,
  }),

  'causal-ambiguous': ({ nQ, nK }, { option, choice }) => ({
    what: `${option('causal')} không rõ nghĩa: có ${nQ} truy vấn và ${nK} khóa`,
    detail: drawBothCorners(nQ, nK, (rows) => `… ${rows} hàng nữa`),
    fix: `${choice('causal', 'top-left')} (PyTorch, JAX, Keras) hoặc ${choice('causal', 'bottom-right')} (flash-attention, khi sinh từng từ)`,
  }),
  'key-lengths-count': ({ found, expected, readAsHeads }, { option }) => ({
    what: `${found} độ dài khóa cho ${expected} mục của lô`,
    fix: readAsHeads
      ? `${option('heads', 1)} nếu Q là (lô, độ dài, cỡ): nó đã được đọc theo (đầu, độ dài, cỡ)`
      : 'cho mỗi mục của lô một độ dài, hoặc một độ dài cho tất cả',
  }),
  'key-length-range': ({ item, found, most }) => ({
    what: `độ dài khóa ${found} của mục ${item} trong lô không phải số nguyên từ 0 đến ${most}`,
    fix: `có ${most} khóa`,
  }),
  'query-lengths-count': ({ found, expected, readAsHeads }, { option }) => ({
    what: `${found} độ dài truy vấn cho ${expected} mục của lô`,
    fix: readAsHeads
      ? `${option('heads', 1)} nếu Q là (lô, độ dài, cỡ): nó đã được đọc theo (đầu, độ dài, cỡ)`
      : 'cho mỗi mục của lô một độ dài, hoặc một độ dài cho tất cả',
  }),
  'query-length-range': ({ item, found, most }) => ({
    what: `độ dài truy vấn ${found} của mục ${item} trong lô không phải số nguyên từ 0 đến ${most}`,
    fix: `có ${most} truy vấn`,
  }),
  'documents-one-side': ({ given, missing }, { option }) => ({
    what: `${option(given)} mà không có ${option(missing)}`,
    detail: 'ai nhìn được ai do tài liệu của cả hai bên quyết định',
    fix: `cho thêm ${option(missing)}, hoặc ${option('documents')} cho cả hai`,
  }),
  'documents-count': ({ option: name, found, of, expected, batch }, { option }) => ({
    what: `${option(name)} là ${shapeText(found)}, mà có ${expected} ${of === 'queries' ? 'truy vấn' : 'khóa'}`,
    fix:
      `cho mỗi cái một số hiệu: (${expected})${batch > 1 ? ` hoặc (${batch}, ${expected})` : ''}` +
      (name === 'documents'
        ? `; ${option('query-documents')} và ${option('key-documents')} khi số lượng khác nhau`
        : ''),
  }),
  'document-id': ({ option: name, number, found }, { option }) => ({
    what: `số thứ ${number} của ${option(name)} là ${found}, không phải số nguyên`,
    fix: 'số hiệu là số nguyên, dưới 0 cho phần đệm',
  }),
  'document-offsets-shape': ({ found }) => ({
    what: `cu_seqlens là ${shapeText(found)}, cần một danh sách ít nhất hai số`,
    fix: 'cho [0, a, …, n]: chỗ bắt đầu của từng tài liệu, và chỗ kết thúc của tài liệu cuối',
  }),
  'document-offset': ({ number, found, before }) => ({
    what: `số thứ ${number} của cu_seqlens là ${found}, cần ${number === 1 ? '0' : `một số nguyên từ ${before} trở lên`}`,
    fix: 'cho [0, a, …, n] tăng dần: chỗ bắt đầu của từng tài liệu, và chỗ kết thúc của tài liệu cuối',
  }),
  'slopes-count': ({ found, expected }) => ({
    what: `${found} độ dốc ALiBi cho ${expected} đầu`,
    fix: 'cho mỗi đầu truy vấn một độ dốc',
  }),
  'rope-odd-size': ({ found }, { option }) => ({
    what: `${option('rope')} cần cỡ đầu chẵn, tìm thấy ${found}`,
    fix: 'RoPE xoay từng cặp số: cho Q và K số cột chẵn ở mỗi đầu',
  }),
  'rope-missing': ({ options }, { option }) => ({
    what: `có ${options.map((name) => option(name)).join(', ')} nhưng thiếu ${option('rope')}`,
    fix: `tùy chọn này nói RoPE xoay Q và K thế nào: cho thêm ${option('rope')}`,
  }),
  'rope-dim-range': ({ ropeDim, most }, { option }) => ({
    what: `${option('rope-dim', ropeDim)} không phải là số chẵn từ 2 đến ${most}`,
    fix: `RoPE xoay từng cặp số, và mỗi đầu của Q có ${most} số`,
  }),
  'rope-dim-proportional': ({ ropeDim }, { option }) => ({
    what: `${option('rope-dim', ropeDim)} không đi cùng ${option('rope-scaling', 'proportional')}`,
    fix: 'RoPE proportional trải các góc trên cả đầu: partial_rotary_factor nói có bao nhiêu cặp được xoay',
  }),
  'rope-scaling-unnamed': ({ expected }, { option }) => ({
    what: `${option('rope-scaling')} không có tên (rope_type)`,
    fix: `chọn một trong ${expected.join(', ')}`,
  }),
  'rope-scaling-unknown': ({ found, expected }, { option }) => ({
    what: `không biết ${option('rope-scaling', found)}`,
    fix: `chọn một trong ${expected.join(', ')}`,
  }),
  'rope-scaling-key': ({ key, expected }, { option }) => ({
    what: `${option('rope-scaling')} có khóa lạ "${key}"`,
    fix: `các khóa là ${expected.join(', ')}`,
  }),
  'rope-scaling-value': ({ key, found, expected }, { option }) => ({
    what: `${key} của ${option('rope-scaling')} là ${found}: cần ${{ number: 'một số', positive: 'một số lớn hơn 0', list: 'một dãy số lớn hơn 0', truth: 'true hoặc false' }[expected]}`,
    ...(expected === 'list' && { fix: `ở dạng ngắn, dãy số đứng trong ngoặc vuông: ${key}=[1,1.2]` }),
  }),
  'rope-scaling-order': ({ low, high }) => `high_freq_factor là ${high}: cần lớn hơn low_freq_factor, tức ${low}`,
  'rope-scaling-missing': ({ name, missing, expected }, { option }) => ({
    what: `${option('rope-scaling', name)} cần ${missing.join(', ')}`,
    fix: `các khóa của nó là ${expected.join(', ')}: ${option('rope-scaling', `${name},${expected.map((key) => `${key}=…`).join(',')}`)}`,
  }),
  'rope-scaling-list': ({ key, found, expected }) => ({
    what: MISFIT,
    detail: `${key} có ${found} số, còn ${expected} cặp được xoay`,
    fix: 'cho mỗi cặp một số',
  }),
  'rope-sections-sum': ({ sections, found, expected }, { option }) => ({
    what: `${option('rope-sections', sections)} là ${found} cặp, còn ${expected} cặp được xoay`,
    fix: `các kích thước đếm số cặp và có tổng là ${expected}`,
  }),
  'rope-axial-scaled': ({ name }, { option }) => ({
    what: `${option('rope-scaling', name)} không đi cùng ${option('rope-sections')} dạng axial`,
    fix: 'ở đó mỗi trục có dãy tần số riêng: hãy bỏ phần co giãn',
  }),
  'positions-shape': ({ option: name, found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} là ${shapeOf(found)}, cần ${expected.map(shapeOf).join(' hoặc ')}`,
    fix:
      name === 'positions'
        ? `mỗi token một vị trí; nơi Q và K khác nhau thì dùng ${option('query-positions')} và ${option('key-positions')}`
        : 'mỗi token một vị trí',
  }),
  'position-not-finite': ({ option: name, number, found }, { option }) => ({
    what: `số thứ ${number} của ${option(name)} là ${found}`,
    fix: 'vị trí là số hữu hạn',
  }),
  'norm-missing': ({ option: name, missing }, { option }) => ({
    what: `có ${option(name)} nhưng thiếu ${missing.map((one) => option(one)).join(' hoặc ')}`,
    fix: `tùy chọn này nói truy vấn và khóa được chuẩn hóa thế nào: cho thêm ${option(missing[0]!, 'rms')}`,
  }),
  'norm-gain-missing': (_, { option }) => ({
    what: `có ${option('norm-gain', '1+g')} nhưng không có hệ số`,
    fix: `cho hệ số qua ${option('q-norm', 'SRC')} hoặc ${option('k-norm', 'SRC')}`,
  }),
  'norm-size': ({ option: name, found, heads, d }, { option }) => ({
    what: MISFIT,
    detail: `các số của ${option(name)} là ${shapeOf(found)}, còn có ${heads} đầu cỡ ${d}`,
    fix: `cho ${d} số${heads > 1 ? `, ${heads}×${d} (mỗi đầu một hàng), hoặc ${heads * d} (chung cho mọi đầu)` : ''}`,
  }),
  'gate-shape': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option('gate')} là ${shapeOf(found)}, cần ${expected.map(shapeOf).join(' hoặc ')}`,
    fix: 'mỗi số của các đầu một logit, hoặc mỗi đầu một logit; với hai trục thì token đứng trước',
  }),
  'recurrence-missing': ({ options }, { option }) => ({
    what: `có ${options.map((one) => option(one)).join(', ')} nhưng thiếu ${option('recurrence')}`,
    fix: `nói rõ phép hồi quy nào: chẳng hạn ${option('recurrence', 'gla')}`,
  }),
  'recurrence-beside': ({ recurrence, options }, { option }) => ({
    what: `có ${options.map((one) => option(one)).join(', ')} bên cạnh ${option('recurrence', recurrence)}`,
    fix: 'ở đó nó không có nghĩa: chỉ bộ nhớ quyết định token đọc được gì; hãy bỏ đi',
  }),
  'recurrence-needs': ({ recurrence, missing }, { option }) => ({
    what: `có ${option('recurrence', recurrence)} nhưng thiếu ${missing.map((one) => option(one)).join(' và ')}`,
    fix: `cho ${missing.map((one) => option(one, 'SRC')).join(' ')}`,
  }),
  'recurrence-normalizer': ({ recurrence, found, expected }, { option }) => ({
    what: `có ${option('normalizer', found)} bên cạnh ${option('recurrence', recurrence)}`,
    fix: `ở đó chỉ có ${expected.join(' hoặc ')}`,
  }),
  'recurrence-initial-sum': ({ recurrence }, { option }) => ({
    what: `có ${option('initial-sum')} bên cạnh ${option('recurrence', recurrence)} với ${option('normalizer', 'none')}`,
    fix: `không có phép chia cho tổng: bỏ nó đi, hoặc cho ${option('normalizer', 'sum')}`,
  }),
  'recurrence-lengths': ({ nQ, nK }, { option }) => ({
    what: MISFIT,
    detail: `có ${nQ} truy vấn và ${nK} khóa`,
    fix: `phép hồi quy đọc và ghi ở mỗi token: cho số truy vấn bằng số khóa; những token trước nằm trong ${option('initial-state')}`,
  }),
  'recurrence-shape': ({ option: name, found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} là ${shapeOf(found)}, cần ${expected.map(shapeOf).join(' hoặc ')}`,
    fix: 'đầu đứng trước token, và ít đầu hơn thì các đầu cạnh nhau dùng chung',
  }),
  'differential-heads': ({ found }, { option }) => ({
    what: `${option('differential')} ghép hai đầu truy vấn thành một, mà có ${found} đầu`,
    fix: 'cho số đầu truy vấn chẵn',
  }),
  'differential-lambda': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option('differential')} là ${shapeOf(found)}, cần ${expected.map(shapeOf).join(' hoặc ')}`,
    fix: 'một λ cho tất cả, mỗi cặp đầu một λ, hoặc mỗi cặp và mỗi truy vấn một λ',
  }),
  'differential-gain-size': ({ found, expected }, { option }) => ({
    what: `${option('differential-gain')} có ${found} số, mà mỗi đầu của kết quả có ${expected}`,
    fix: `cho ${expected} số: hệ số của phép chuẩn hóa kết quả mỗi đầu`,
  }),
  'differential-gain-without-norm': (_, { option }) => ({
    what: `có ${option('differential-gain')} bên cạnh ${option('differential-norm', 'none')}`,
    fix: 'bỏ một trong hai: hệ số thuộc về phép chuẩn hóa',
  }),
  'mask-not-boolean': ({ found, row, column }, { option }) => ({
    what: `mặt nạ có ${found} ở hàng ${row}, cột ${column}; cần 0 hoặc 1`,
    fix: `những số được cộng vào điểm (như 0 và −inf) thì cho vào ${option('bias')}`,
  }),
  'relative-table': ({ option: name, found, heads, d }, { option }) => ({
    what: `${option(name)} là ${shapeText(found)}, cần (số hàng, ${d})${heads > 1 ? ` hoặc (${heads}, số hàng, ${d})` : ''}`,
    fix: `mỗi khoảng cách một hàng, hàng giữa cho khoảng cách 0; ${name === 'relative-value' ? 'd_v' : 'd_k'} là ${d}`,
  }),
  'relative-vector': ({ option: name, found, heads, d }, { option }) => ({
    what: `${option(name)} là ${shapeText(found)}, cần (${d})${heads > 1 ? ` hoặc (${heads}, ${d})` : ''}`,
    fix: 'một vector dài bằng truy vấn, hoặc mỗi đầu một vector',
  }),
  'relative-distance': ({ option: name, found, cell }, { option }) => ({
    what: `khoảng cách của ${option(name)} là ${found}, không phải số nguyên`,
    detail: cellText(cell),
    fix: 'floor(…) hoặc round(…) sẽ cho số nguyên',
  }),
  'relative-similarity': ({ similarity }, { option }) => ({
    what: `các số hạng theo khoảng cách cùng với ${option('similarity', similarity)}`,
    detail: 'chúng là một phần của tích vô hướng: (q + …)·(k + R_K)',
    fix: `bỏ ${option('similarity')}`,
  }),
  'relative-v-alone': (_, { option }) => ({
    what: `${option('relative-v')} mà không có ${option('relative-key')}`,
    fix: `vector này nhân với R_K: hãy cho ${option('relative-key')}`,
  }),
  'relative-value-beside': ({ option: name }, { option }) => ({
    what: `${option('relative-value')} cùng với ${option(name)}`,
    detail: 'không hệ thống nào cộng vector theo khoảng cách vào các giá trị như vậy',
    fix: 'bỏ một trong hai',
  }),
  'select-blocks-causal': (_, { option }) => ({
    what: `${option('select-blocks')} mà không có ${option('causal')}`,
    detail:
      'truy vấn nhìn khối của mình và các khối đứng trước: đâu là khối đứng trước thì phải có mặt nạ causal mới biết',
    fix: `hãy thêm ${option('causal')}`,
  }),
  'select-blocks-similarity': ({ similarity }, { option }) => ({
    what: `${option('select-blocks')} cùng với ${option('similarity', similarity)}`,
    detail: 'một khối được chọn bằng tích vô hướng của truy vấn với khóa trung bình của khối',
    fix: `bỏ ${option('similarity')}`,
  }),
  'sinks-count': ({ found, expected }) => ({
    what: `${found} sink cho ${expected} đầu`,
    fix: 'cho mỗi đầu truy vấn một logit, hoặc một logit cho tất cả',
  }),
  'sink-normalizer': ({ normalizer }, { option }) => ({
    what: `${option('sink')} không đi cùng ${option('normalizer', normalizer)}`,
    fix: `sink nằm trong mẫu số của softmax: dùng ${option('normalizer', 'softmax')}`,
  }),
  'over-queries-sink': ({ over }, { option }) => ({
    what: `${option('sink')} không đi cùng ${option('normalize-over', over)}`,
    fix: 'sink nằm trong mẫu số của một hàng: hãy bỏ một trong hai',
  }),
  'over-queries-normalizer': ({ over, normalizer }, { option }) => ({
    what: `${option('normalizer', normalizer)} không đi cùng ${option('normalize-over', over)}`,
    fix: 'que được bẻ dọc theo các khóa của một hàng: hãy bỏ một trong hai',
  }),
  'w-score-missing': ({ dQ, dK }, { option }) => ({
    what: `${option('similarity', 'general')} cần một ma trận W`,
    fix: `cho ${option('w-score')} là ${dQ}×${dK}`,
  }),
  'w-score-shape': ({ found, heads, dQ, dK }, { option }) => ({
    what: MISFIT,
    detail: `W của ${option('w-score')} là ${shapeOf(found)}: q·W·kᵀ cần ${dQ}×${dK}`,
    fix: `cho ${option('w-score')} là ${dQ}×${dK}, hoặc mỗi đầu một ma trận: ${heads}×${dQ}×${dK}`,
  }),
  'w-score-rows': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `W của ${option('w-score')} là ${shapeOf(found)}: [q; k]·W cần ${expected} hàng (d_q + d_k)`,
    fix: `cho ${option('w-score')} là ${expected}×d`,
  }),
  'v-score-size': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `v của ${option('v-score')} có ${found} số, lớp ẩn có ${expected}`,
    fix: `cho ${option('v-score')} ${expected} số`,
  }),
  'additive-sizes': ({ dQ, dK }, { option }) => ({
    what: MISFIT,
    detail: `q có ${dQ} số và k có ${dK}: q + k cần hai bên dài bằng nhau, hoặc một ma trận W`,
    fix: `cho ${option('w-score')}`,
  }),
  'grad-normalizer': ({ normalizer }, { option }) => ({
    what: `${option('grad')} không đi cùng ${option('normalizer', normalizer)}`,
    fix: 'nó không có đạo hàm: dùng softmax, sigmoid hoặc sparsemax',
  }),
  'grad-shape': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `dO của ${option('grad')} là ${shapeOf(found)} còn đầu ra là ${shapeOf(expected)}`,
    fix: 'dO phải có kích thước của đầu ra',
  }),

  'one-hot-dim': ({ found, expected }, { option }) => ({
    what: `${option('dim', found)} quá nhỏ cho vector one-hot`,
    detail: `${expected} token khác nhau cần ${expected} số mỗi token`,
    fix: `dùng ${option('dim', expected)}, hoặc bỏ ${option('dim')}`,
  }),
  'dim-heads': ({ dim, heads }, { option }) => ({
    what: `${option('dim', dim)} không chia đều được cho ${heads} đầu`,
    fix: `chọn ${option('dim')} chia hết cho ${heads}, hoặc cho cỡ của một đầu bằng ${option('head-dim')}`,
  }),
  'embedding-too-large': ({ dim, width, found, most }, { option }) => ({
    what: `${option('dim', dim)}${width > 0 ? ` với ${width} số cho mọi đầu` : ''} cần ${found.toExponential(1)} số ngẫu nhiên; chỉ sinh tối đa ${most}`,
    fix: `dùng ${option('dim')} hoặc ${option('head-dim')} nhỏ hơn, hoặc câu ngắn hơn`,
  }),
  'seed-not-whole': ({ found }) => ({
    what: `seed phải là số nguyên, tìm thấy ${found}`,
    fix: 'cho một số nguyên giữa −(2^53 − 1) và 2^53 − 1, chẳng hạn 42',
  }),

  'number-not-in-type': ({ number, value, dtype }) => ({
    what: `số thứ ${number} là ${value}: ${dtype} không chứa được`,
    fix: 'lưu dưới dạng float64',
  }),
  'integer-not-exact': ({ number, value, nearest }) => ({
    what: `số thứ ${number} là ${value}: float64 không chứa được, số gần nhất là ${nearest}`,
    fix: 'giữ các số nguyên trong khoảng ±2^53 (9007199254740992)',
  }),
  'not-boolean': ({ number, value }) => ({
    what: `số thứ ${number} là byte ${value}: giá trị boolean là 0 hoặc 1`,
    fix: 'lưu những số khác dưới dạng uint8',
  }),
};

const NAMES: Readonly<Record<string, string>> = {
  past_key: 'khóa trong cache',
  past_value: 'giá trị trong cache',
  mask: 'mặt nạ',
  bias: 'độ lệch',
};

function named(tensor: string): string {
  return NAMES[tensor] ?? tensor;
}

function shapeOf(shape: readonly number[]): string {
  return shape.length === 0 ? 'một số đơn lẻ' : shapeText(shape);
}

/** `W_Q` is given by `--wq`. */
function flagOf(name: string): string {
  return name.replace('_', '').toLowerCase();
}

function misfit(one: Misfit): string {
  switch (one.of) {
    case 'd_k':
      return `Q là ${shapeOf(one.q)} và K là ${shapeOf(one.k)}: QKᵀ cần cùng d_k (số cột của Q = số cột của K)`;
    case 'values':
      return `K là ${shapeOf(one.k)} và V là ${shapeOf(one.v)}: mỗi khóa cần một giá trị (số hàng của K = số hàng của V)`;
    case 'batch':
      return `cỡ lô là ${one.q} (Q), ${one.k} (K) và ${one.v} (V): chúng phải bằng nhau`;
    case 'key-heads':
      return `Q có ${one.q} đầu và K có ${one.found}: số đầu truy vấn phải là bội của số đầu khóa`;
    case 'value-heads':
      return `Q có ${one.q} đầu và V có ${one.found}: số đầu truy vấn phải là bội của số đầu giá trị`;
  }
}

function needText(need: Need, { option }: Naming): string {
  return typeof need === 'string' ? option(need) : option(need.option, need.among.join('|'));
}

function besideAdvice(name: string, beside: Need, { option }: Naming): string {
  if (beside === 'x')
    return `${option('x')} tự tạo khóa và giá trị: bỏ ${option(name)}, hoặc cho ${option('q')} thay cho ${option('x')}`;
  if (beside === 'sentence') return `token chính là các từ của ${option('sentence')}: bỏ ${option(name)}`;
  return `${option(name)} không làm thay đổi gì ở đó: bỏ một trong hai`;
}

const AXES: Readonly<Record<string, string>> = { b: 'lô', h: 'đầu', l: 'độ dài', d: 'cỡ', e: 'đầu×cỡ' };

function axesText(axes: Axes): string {
  return [...axes].map((letter) => AXES[letter]!).join(', ');
}

function fitAdvice(advice: FitAdvice, { option }: Naming): string {
  switch (advice.try) {
    case 'layout':
      return `chúng được đọc theo (${axesText(advice.axes)}); ${option('layout', advice.other)} đọc theo (${axesText(advice.other)})`;
    case 'kv-heads':
      return `${option('kv-heads', advice.kvHeads)} nếu K và V có ít đầu hơn Q, mỗi đầu cỡ ${advice.dK}`;
    case 'heads':
      return `ba trục được đọc theo (đầu, độ dài, cỡ); với ${option('heads', 'N')} chúng là (lô, độ dài, đầu×cỡ)`;
    case 'transpose':
      return 'kiểm tra xem các tệp có cùng một lớp không, và không tệp nào bị chuyển vị';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  tensor: 'ma trận',
  cells: 'ma trận hoặc biểu thức',
  arrays: 'NAME=SRC',
  score: 'biểu thức theo s, i, j',
  scale: 'số hoặc biểu thức',
  'number-or-tensor': 'một số hoặc một danh sách số',
  'switch-or-tensor': 'true hoặc một danh sách số',
  reach: 'hai số nguyên L,R (-1: không giới hạn)',
  switch: 'true hoặc false',
  'rope-scaling': 'NAME,key=value,…, JSON hoặc một tệp JSON',
  tokens: 'các từ',
  text: 'văn bản',
};

const THINGS = { matrix: 'ma trận', list: 'danh sách', object: 'đối tượng', other: 'thứ khác' } as const;

/** Ví dụ cho mỗi loại tùy chọn. */
const EXAMPLES: Readonly<Record<string, string>> = {
  score: "ví dụ 's - 0.1*abs(i-j)'",
  scale: "ví dụ '1/sqrt(d_k)'",
  reach: 'ví dụ 2,0: hai khóa trước, không khóa nào sau',
  'rope-scaling': "ví dụ 'yarn,factor=4,original_max_position_embeddings=4096'",
  tokens: 'ví dụ "the cat sat down"',
};

function expectedText(expected: Expectation): string {
  if (!('kind' in expected)) return expected.join(', ');
  switch (expected.kind) {
    case 'number': {
      const { whole, exact, least, above, most } = expected;
      return [
        whole ? `số nguyên${exact ? ' từ −2^53 đến 2^53' : ''}` : 'một số',
        least !== undefined && `không nhỏ hơn ${least}`,
        above !== undefined && `lớn hơn ${above}`,
        most !== undefined && `không lớn hơn ${most}`,
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'norm':
      return `${expected.choices.join(', ')}, các số của gain, hoặc cả hai dạng rms:SRC`;
    case 'pattern':
      return expected.form;
    default:
      return KINDS[expected.kind]!;
  }
}

function foundText(found: FoundValue): string {
  if (typeof found === 'string') return `"${found}"`;
  if (typeof found !== 'object') return String(found);
  if ('of' in found) return THINGS[found.of];
  return found.numbers === 1 ? 'một số' : `danh sách ${found.numbers} số`;
}

function adviceOn(expected: Expectation, found: FoundValue, hint: 'flag' | 'file' | undefined): { fix?: string } {
  const choices = 'kind' in expected ? (expected.kind === 'norm' ? expected.choices : []) : expected;
  if (choices.length > 0) return meant(typeof found === 'string' ? closest(found, choices) : undefined);
  if (hint === undefined || !('kind' in expected)) return {};
  if (expected.kind !== 'tensor') return EXAMPLES[expected.kind] === undefined ? {} : { fix: EXAMPLES[expected.kind]! };
  if (typeof found !== 'object' || !('numbers' in found))
    return { fix: 'đưa một danh sách các danh sách số, hoặc tên một tệp' };
  return {
    fix:
      hint === 'flag' ? "'[[1, 0]]' là một hàng, '[1; 0]' là một cột" : '[[1, 0]] là một hàng, [[1], [0]] là một cột',
  };
}

const meant = (near: string | undefined): { fix?: string } =>
  near === undefined ? {} : { fix: `có phải ý bạn là ${near}?` };
