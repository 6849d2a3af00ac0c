import type { Command, Option } from 'commander';
import { help } from '../words/index.js';
import { EXAMPLES } from './help.js';

/** What is read from the environment, and what it does. */
const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['NO_COLOR', 'not empty: no colour'],
  ['FORCE_COLOR, CLICOLOR_FORCE', 'colour although it is no terminal; 1 sixteen, 2 two hundred and fifty-six, 3 all'],
  ['CLICOLOR', '0: no colour'],
  ['TERM', 'dumb: no colour, no cursor movements'],
  ['LC_ALL, LC_MESSAGES, LANG', 'the language of lessons, worksheets and pages, where --lang does not say it'],
  ['COLUMNS', 'how wide the terminal is, where it does not say so'],
  ['ATTN_DEBUG', '1: the stack of an error that should not be'],
];

const EXIT: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'the data or the mathematics failed; with check: they differ'],
  ['2', 'called wrongly'],
  ['70', 'a mistake in attn'],
  ['130', 'interrupted'],
];

/**
 * The manual page, from the same tree of commands as help and completion: it cannot differ from them.
 *
 * @returns roff for man(1)
 * @see https://man7.org/linux/man-pages/man7/groff_man.7.html
 * @example manual(program(io, outcome), '1.2.3').includes('.TH ATTN 1 "" "attn 1.2.3"') // gives true
 */
export function manual(root: Command, version: string): string {
  const helper = root.createHelp();
  const commands = helper.visibleCommands(root).filter((command) => command.name() !== 'help');
  return `${[
    '.\\" -*- coding: utf-8 -*- made from the tree of commands by the build: do not edit',
    `.TH ATTN 1 "" "attn ${version}" "User Commands"`,
    '.SH NAME',
    `attn \\- ${text(root.description().replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap((command, at) => [
      ...(at > 0 ? ['.br'] : []),
      `.B attn ${command.name()}`,
      ...usageOf(command),
    ]),
    '.SH DESCRIPTION',
    ...paragraphs([
      'Attention is how a Transformer gives a word its context: softmax(QKᵀ/√d_k)·V. attn takes your own numbers, or a sentence, and shows every stage in exact digits; it compares an output with the right one and names the mistake that explains the difference.',
      'The result goes to stdout, everything else to stderr. When something fails stdout stays empty.',
    ]),
    ...commands.flatMap((command) => commandSection(command, helper.visibleOptions(command))),
    '.SH SOURCES, EXPRESSIONS, STAGES',
    '.nf',
    ...help.syntax.map(text),
    '.fi',
    '.SH EXIT STATUS',
    ...EXIT.flatMap(([code, about]) => entry(code, about)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, about]) => entry(name, about)),
    '.SH EXAMPLES',
    '.nf',
    ...Object.values(EXAMPLES).flat().map(text),
    '.fi',
    '.SH SEE ALSO',
    text('attn help COMMAND'),
  ].join('\n')}\n`;
}

function usageOf(command: Command): string[] {
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? ` ${name}` : ` [${name}]`;
  });
  return [`.RI [ option "...]${text(words.join(''))}"`];
}

function commandSection(command: Command, options: readonly Option[]): string[] {
  const groups = [...new Set(options.map(groupOf))];
  return [
    `.SH ATTN ${text(command.name().toUpperCase())}`,
    text(command.description()),
    ...groups.flatMap((group) => [
      `.SS ${text(group)}`,
      ...options
        .filter((option) => groupOf(option) === group)
        .flatMap((option) => entry(option.flags, option.description)),
    ]),
  ];
}

const groupOf = (option: Option): string => (option.helpGroupHeading ?? 'Global').replace(/:$/, '');

function entry(term: string, about: string): string[] {
  return ['.TP', `.B ${text(term)}`, text(about)];
}

function paragraphs(all: readonly string[]): string[] {
  return all.flatMap((one, at) => [...(at > 0 ? ['.PP'] : []), text(one)]);
}

/** Escapes a line of text for roff: backslashes, hyphens, and a leading character that would start a request. */
function text(line: string): string {
  const plain = line
    .replaceAll('\\', '\\(rs')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('`', '\\(ga');
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
