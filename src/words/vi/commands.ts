import { grouped } from '../numbers.js';
import type { CommandFacts, LargestPart, SmallerCall } from '../../commands/facts.js';
import type { Refusal } from '../../kernel/facts.js';
import type { Naming, Sentence, Sentences } from '../sentence.js';
import { fileSizeText, memoryText } from '../size.js';
import { otherName } from './read.js';
import { kernel } from './kernel.js';
import { SYSTEM } from './system.js';

function system(code: string, message: string): string {
  return (SYSTEM as Readonly<Record<string, string>>)[code] ?? message;
}

function largestPart(largest: LargestPart): string {
  switch (largest.kind) {
    case 'process':
      return `riêng Node.js đã dùng ${memoryText(largest.bytes)}`;
    case 'text':
      return `phần lớn là cho văn bản ${largest.format}`;
    case 'kernel':
      return 'phần lớn là cho Q, K, V và đầu ra trong bộ nhớ của kernel';
    case 'stages':
      return `${largest.names.slice(0, -1).join(', ')} và ${largest.names.at(-1)}: mỗi bước có ${largest.shape} số, ${memoryText(largest.bytes)}`;
  }
}

const smallerCall = (smaller: SmallerCall): string =>
  smaller.kind === 'flag'
    ? `${smaller.flag}, chỉ cần khoảng ${memoryText(smaller.bytes)}`
    : 'tính mỗi lần ít đầu chú ý, ít mục trong lô hoặc ít truy vấn hơn';

const beyond = (name: string, found: number, count: number): { what: string; fix: string } => ({
  what: `không có ${name} số ${found}: chỉ có ${count}`,
  fix: count === 1 ? 'bỏ tùy chọn này' : `chọn từ 1 đến ${count}`,
});

function refusal(reason: Refusal, naming: Naming): string {
  return (kernel[reason.code] as Sentence<Refusal, string>)(reason, naming);
}

export const commands: Sentences<CommandFacts> = {
  'no-command': () => ({ what: 'chưa có lệnh nào', fix: 'attn --help' }),
  'unknown-command': ({ found, expected, near }) => ({
    what: `không có lệnh "${found}"`,
    fix: near ? `có phải bạn muốn gõ ${near}?` : `các lệnh là ${expected.join(', ')}`,
  }),
  'unknown-option': ({ found, near, here, help }, { option }) => ({
    what: `không có tùy chọn ${found}`,
    fix: here !== undefined ? otherName(here, option) : near ? `có phải bạn muốn gõ ${near}?` : help,
  }),
  'option-before-command': ({ found, command }) => ({
    what: `trước ${found} cần có một lệnh`,
    fix: `attn ${command} ${found} …`,
  }),
  'unexpected-argument': ({ command, found, help }) => ({
    what: `${command} không nhận từ nào đứng ngoài tùy chọn${found === undefined ? '' : `, nhưng gặp "${found}"`}`,
    fix:
      command === 'compute'
        ? 'attn compute --sentence "…", hoặc --q q.json; đặt văn bản có dấu cách trong ngoặc kép'
        : help,
  }),
  'value-missing': ({ expected, help }) => ({ what: `thiếu giá trị: ${expected}`, fix: help }),
  'argument-missing': ({ command, expected, help }) => ({
    what: `${command} thiếu một đối số: ${expected}`,
    fix: help,
  }),
  'given-twice': () => ({ what: 'được cho hai lần', fix: 'chỉ cho một lần' }),
  'wrong-call': ({ message, help }) => ({ what: message, fix: help }),
  'whole-number-out-of-range': ({ found, expected: { least, most } }) =>
    `cần một số nguyên từ ${least} đến ${most}, nhưng gặp "${found}"`,
  'number-too-small': ({ found, expected: { least }, option, example }, naming) => ({
    what: `cần một số không nhỏ hơn ${least}, nhưng gặp "${found}"`,
    fix: naming.option(option, example),
  }),
  'unknown-choice': ({ found, expected, near }) => ({
    what: `cần một trong ${expected.join(', ')}, nhưng gặp "${found}"`,
    ...(near && { fix: `có phải bạn muốn gõ ${near}?` }),
  }),
  'given-together': ({ options: [first, second] }, { option }) => ({
    what: `${option(first)} và ${option(second)} không dùng cùng nhau được`,
    fix: 'chỉ cho một trong hai',
  }),
  'formats-differ': ({ options: [first, second] }) => ({
    what: `${first} và ${second} yêu cầu hai định dạng khác nhau`,
    fix: 'chỉ cho một trong hai',
  }),
  'not-a-memory-size': ({ found }) => ({
    what: `cần một dung lượng, nhưng gặp "${found}"`,
    fix: 'ví dụ 2GB, 500MB hoặc 4GiB',
  }),
  'not-a-worksheet-size': ({ found }) => ({
    what: `cần số từ×d_k, nhưng gặp "${found}"`,
    fix: 'ví dụ 3x4: 3 từ, d_k 4',
  }),
  'output-name-empty': () => ({ what: 'thiếu tên tệp', fix: '-o result.json, hoặc - cho stdout' }),

  'nothing-to-check': (_, { option }) => ({
    what: `không có gì để kiểm tra: thiếu ${option('actual')}`,
    fix: 'attn check --q q.npy --k k.npy --v v.npy --actual out.npy',
  }),
  'one-output-several-problems': ({ found }) => ({
    what: `có ${found} bài toán nhưng chỉ có một OUT`,
    fix: 'kiểm tra từng bài toán một',
  }),
  'saved-results-count': ({ found }, { option }) => ({
    what: `cần hai kết quả đã lưu, nhưng có ${found} tệp`,
    fix: `attn check a.json b.json; OUT thì cho vào ${option('actual')}`,
  }),
  'probe-without-file': () => ({ what: 'cần một tệp để ghi', fix: 'attn check --probe -o probe.npz' }),
  'tensor-not-named': ({ source, names, usual }) => ({
    what:
      names.length === 0 ? 'không chứa ma trận nào' : `chứa ${names.length} tensor: ${names.slice(0, 12).join(', ')}`,
    fix: `chọn một, ví dụ ${source}#${names[0] ?? usual}`,
  }),
  'format-not-for-terminal': ({ format }) => ({
    what: `không thể in ${format} ra màn hình`,
    fix: `ghi vào tệp: -o result.${format}`,
  }),
  'format-without-lesson': ({ found }, { option }) => ({
    what: `không thể ghi ${option('explain')} dưới dạng ${found}`,
    fix: `bỏ định dạng, hoặc dùng md, latex hay html; ${option('explain-format', 'trace')} cho từng dòng JSON`,
  }),
  'no-such-head': ({ found, count }) => beyond('đầu chú ý', found, count),
  'no-such-batch-item': ({ found, count }) => beyond('mục của lô', found, count),
  'no-such-stage': ({ found, expected }) => ({
    what: `phép tính này không có bước '${found.join("', '")}'`,
    detail: `các bước có: ${expected.join(', ')}`,
    fix: 'chọn một trong các bước đó, hoặc thêm tùy chọn tạo ra bước này',
  }),
  'threads-with-reference': (_, { option }) => ({
    what: `${option('threads')} đi cùng ${option('engine', 'reference')}`,
    fix: `bỏ ${option('threads')}: bản tham chiếu chỉ chạy một luồng`,
  }),
  'hf-config-unreadable': ({ file }) => ({
    what: `${file} không phải là một đối tượng JSON`,
    fix: 'cho tệp config.json của một mô hình, như Hugging Face transformers ghi ra',
  }),
  'hf-model-unknown': ({ found, expected }) => ({
    what: `không biết model_type ${found}`,
    fix: `đã biết ${expected.join(', ')}; với mô hình khác hãy cho từng tùy chọn`,
  }),
  'hf-layer-missing': ({ found, of }, { option }) => ({
    what: found === undefined ? `có ${option('hf-config')} nhưng thiếu ${option('layer')}` : `không có lớp ${found}`,
    fix: `${option('layer')} nhận từ 1 đến ${of}, hoặc tên trong mô hình: layers.0 đến layers.${of - 1}`,
  }),
  'layer-without-weights': (_, { option }) => ({
    what: `có ${option('layer')} nhưng thiếu ${option('weights')}`,
    fix: 'attn compute --weights weights.safetensors --sentence "…" --layer 1',
  }),
  'weights-without-sentence': (_, { option }) => ({
    what: `có ${option('weights')} nhưng thiếu câu`,
    fix: 'attn compute --weights weights.safetensors --sentence "…"',
  }),
  'settled-by-weights': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} đi cùng ${option('weights')}`,
    fix: 'bỏ đi: tệp trọng số đã quy định điều này',
  }),
  'several-problems-in-one-file': ({ found, format, most }, { option }) => ({
    what: `một tệp ${format} không chứa được ${found} bài toán`,
    fix: `cho ${most === 1 ? 'một bài toán' : `nhiều nhất ${most}`}, hoặc dùng ${option('format', 'jsonl')}`,
  }),
  'too-few-words': ({ found }) => ({
    what: found === 0 ? 'không có từ nào' : `chỉ có ${found} từ`,
    fix: 'cho ít nhất hai từ: phải có một từ đứng trước từ được hỏi',
  }),
  'too-many-words': ({ found, expected: { most } }) => ({ what: `có ${found} từ`, fix: `cho nhiều nhất ${most} từ` }),
  'token-is-first': ({ found, last }) => ({
    what: `'${found}' là từ đầu tiên: không có từ nào trước nó`,
    fix: `chọn một từ phía sau, chẳng hạn '${last}'`,
  }),
  'two-inputs': ({ found, input }, { option }) => ({
    what: `cả ${found} và ${option('input')} ${input} đều được cho làm gói dữ liệu`,
    fix: 'chỉ cho một trong hai',
  }),
  'output-extension': ({ found, expected }) => ({
    what: `ở đây không ghi được tệp ${found}`,
    fix: `các đuôi tệp ghi được là ${expected.join(', ')}`,
  }),
  'train-file-extension': ({ found, expected }) => ({
    what: `cần một tên tệp kết thúc bằng ${expected.join(', ')}, nhưng gặp "${found}"`,
    fix: '-o weights.safetensors lưu trọng số, -o report.html ghi báo cáo',
  }),
  'all-held-out': () => ({
    what: 'mọi câu đều để dành để kiểm tra: không còn câu nào để học',
    fix: 'đánh dấu một số câu là train',
  }),
  'model-size-differs': ({ option, found, expected }, naming) => ({
    what: `là ${found}, nhưng mô hình của ${naming.option('from')} có ${expected}`,
    fix: `bỏ ${naming.option(option)}`,
  }),
  'dim-not-divisible-by-heads': ({ dim, heads }, { option }) => ({
    what: `${dim} không chia hết cho ${heads} đầu chú ý`,
    fix: `chọn ${option('dim')} chia hết cho ${heads}`,
  }),

  'output-not-finite': ({ found, row, column }, { option }) => ({
    what: `đầu ra chứa ${found} (hàng ${row}, cột ${column})`,
    fix: `tìm nguyên nhân bằng ${option('show', 'all')}, hoặc bỏ ${option('strict')}`,
  }),
  'text-too-long': ({ format }, { option }) => ({
    what: `kết quả quá lớn cho một văn bản ${format}`,
    fix: `ghi .npz hoặc .safetensors, hoặc dùng ${option('only')} với một bước`,
  }),
  'stages-exceed-memory': (_, { option }) => ({
    what: 'bộ nhớ không chứa hết các bước của bài toán này',
    fix: `yêu cầu ít hơn: ${option('only', 'output')}`,
  }),
  'no-simd': () => ({
    what: 'WebAssembly ở đây không có SIMD: không có kernel để đo',
    fix: 'chạy trên Node 20 trở lên',
  }),
  'memory-exceeded': ({ needed, available, limited, largest, smaller, suggested }, { option }) => ({
    what: `cần khoảng ${memoryText(needed)} bộ nhớ, nhưng ${limited ? `${option('max-memory')} là ${memoryText(available)}` : `chỉ còn trống ${memoryText(available)}`}`,
    detail: largestPart(largest),
    fix: `${smallerCall(smaller)}; hoặc ${option('max-memory', memoryText(suggested).replace(' ', ''))} nếu máy có nhiều hơn`,
  }),
  'text-exceeds-memory': ({ needed, available, format, numbers, smaller, suggested }) => ({
    what: `văn bản (${format}) cần khoảng ${memoryText(needed)} bộ nhớ, nhưng Node.js chỉ dành ${memoryText(available)}`,
    detail: `phải ghi ${numbers.toLocaleString('vi')} số`,
    fix: `${smallerCall(smaller)}; hoặc NODE_OPTIONS=--max-old-space-size=${suggested}`,
  }),
  'stdin-too-long': ({ most }) => ({
    what: `dữ liệu vào vượt quá ${grouped(most)} byte`,
    fix: 'ghi vào một tệp (.npy hoặc .safetensors) rồi cho tên tệp',
  }),
  'output-is-folder': () => ({ what: 'là một thư mục', fix: 'cho tên của một tệp' }),
  'output-folder-missing': ({ folder }) => ({
    what: `không ghi được: không có thư mục ${folder}`,
    fix: `mkdir -p ${folder}`,
  }),
  'output-folder-closed': ({ folder, found, message }) => ({
    what: `không ghi được: ${system(found, message)}, thư mục ${folder}`,
    fix: 'chọn thư mục khác',
  }),
  'output-exists': (_, { option }) => ({
    what: `đã tồn tại, mà có ${option('no-clobber')}`,
    fix: `chọn tên khác, hoặc bỏ ${option('no-clobber')}`,
  }),
  'output-is-disk': () => ({ what: 'là một ổ đĩa: dữ liệu trên đó sẽ mất', fix: 'cho tên của một tệp' }),
  'output-is-input': () => ({ what: 'là một trong các tệp đầu vào', fix: 'ghi vào tệp khác' }),
  'output-is-read-only': ({ path }) => ({ what: 'chỉ cho đọc', fix: `chmod u+w ${path}, hoặc chọn tên khác` }),
  'cannot-write-file': ({ found, message }) => ({
    what: `không ghi được: ${system(found, message)}`,
    fix: 'kiểm tra thư mục, quyền truy cập và chỗ trống',
  }),
  'cannot-write-stdout': ({ found, message }) => `không ghi được ra stdout: ${system(found, message)}`,
  'system-error': ({ found, message, path }) => `${system(found, message)}${path ? `: ${path}` : ''}`,
  internal: ({ message }) => ({
    what: `lỗi nội bộ: ${message}`,
    detail: 'đây là lỗi của attn, không phải của dữ liệu',
    fix: 'chạy lại với ATTN_DEBUG=1 và gửi báo cáo những gì được in ra',
  }),

  'more-faults': ({ count }) => `và ${count} lỗi nữa`,
  advice: ({ text }) => `thử: ${text}`,

  wrote: ({ path, bytes, format }) =>
    `đã ghi ${path}${format ? ` dạng ${format}` : ''}${bytes === undefined ? '' : ` (${fileSizeText(bytes, 'byte')})`}`,
  'threads-take-turns': ({ threads, processors }) =>
    `${threads} luồng phải chạy luân phiên trên ${processors} bộ xử lý`,
  'no-effect-without': ({ option, needs }, naming) =>
    `${naming.option(option)} không có tác dụng nếu thiếu ${needs.map((name) => naming.option(name)).join(' hoặc ')}`,
  'no-effect-on-format': ({ option, format }, naming) =>
    `${naming.option(option)} không có tác dụng với định dạng ${format}`,
  'token-without-use': (_, { option }) =>
    `${option('token')} chọn từ kể chuyện trong ${option('explain')} và trên trang; ở đây nó không thay đổi gì`,
  'hidden-word-left-out': ({ format }) => `${format} chỉ chứa kết quả khi đã ẩn từ; table và json chứa cả trước và sau`,
  'explain-offered': (_, { option }) => `thêm ${option('explain')} để được giải thích từng bước`,
  'random-vectors': ({ seeds }) =>
    `các vector là ngẫu nhiên (seed ${seeds}; xoshiro128**, phân phối chuẩn): phép tính là thật, ý nghĩa thì không`,
  'same-vectors': (_, { option }) =>
    `ở đây q, k và v của một từ là cùng một vector; ${option('head-dim', 4)} cho mỗi thứ một phép chiếu ngẫu nhiên riêng`,
  computed: ({ problem, engine, ms, dtype, nQ, nK, dK, dV, heads, batch }) =>
    `${problem ? `bài toán ${problem.number}/${problem.of}: ` : ''}engine ${engine} tính trong ${ms.toFixed(1)} ms, bằng ${dtype}: ` +
    `${nQ} truy vấn × ${nK} khóa, d_k ${dK}, d_v ${dV}, ${heads} đầu chú ý, lô ${batch}`,
  'kernel-lacks-stages': (_, { option }) =>
    `bản tham chiếu đã tính: kernel chỉ cho output, weights, lse và gradient (${option('only', 'output')})`,
  'kernel-refused': ({ reason }, naming) => `bản tham chiếu đã tính: ${refusal(reason, naming)}`,
  'kernel-not-used': ({ reason }, naming) => `không dùng kernel: ${refusal(reason, naming)}`,
  'read-source': ({ source, holds }) => `đã đọc ${source}: ${holds}`,
  'read-problems': ({ source, count }) => `đã đọc ${source}: ${count} bài toán`,
  'hf-layer': ({ layer, of, name, kind }) => `lớp ${layer} trong ${of} (${name}), ${kind}`,
  'hf-command': ({ command }) => `tương đương mà không cần tệp: ${command}`,
  'hf-arrays-missing': ({ options }, { option }) =>
    `lớp này cần những mảng chưa được cho: ${options.map((name) => option(name)).join(', ')}`,
  'last-layer-shown': ({ layer, of }, { option }) =>
    `đây là lớp ${layer}/${of}, lớp cuối; ${option('layer', 'N')} cho xem lớp khác, ${option('layer', 'all')} cho xem tất cả`,
  'stage-unchanged': ({ name, equal }) =>
    `ở đây không có bước '${name}': sau '${equal}' không có gì thay đổi, nên '${equal}' được hiển thị`,
  'stages-absent': ({ names }) => `phép tính này không có bước '${names.join("', '")}'`,
  'none-held-out': () => 'không có câu nào để dành: không thể biết mô hình làm tốt đến đâu trên câu mới',
  'training-interrupted': ({ epochs }) => `bị ngắt: giữ trọng số tốt nhất của ${epochs} vòng (epoch)`,
  'words-only-held-out': ({ words, more }) =>
    `các từ này chỉ có trong những câu để dành, nên không học được gì về chúng: ${words.join(', ')}${more ? ' …' : ''}`,
  'weights-not-saved': () => 'chưa lưu trọng số; thêm -o weights.safetensors để lưu những gì đã học',
  'weights-saved': ({ path, sentence, token }) =>
    `hãy thử: attn compute --weights ${path} --sentence "${sentence}" --explain --token ${token}`,
  'key-offered': (_, { option }) => `đáp án: ${option('key')}, hoặc -o sheet.md ghi cả hai`,

  measuring: ({ n, dtype, causal, number, of }) => `n ${n}, ${dtype}${causal ? ', causal' : ''} (${number}/${of})`,
  'trying-mistakes': ({ tried }) => `kết quả khác; đang tìm lỗi, đã thử ${tried}`,
  'computing-every-stage': ({ scores, seconds }) =>
    `mọi bước của ${scores.toLocaleString('vi')} điểm: khoảng ${seconds} giây`,
  computing: ({ done, seconds, left }) => `${done} % sau ${seconds.toFixed(0)} giây, còn khoảng ${left} giây`,
};
