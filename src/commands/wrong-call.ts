import type { Command, CommanderError } from 'commander';
import { type AttnError } from '../core/index.js';
import { closest } from '../words/index.js';
import { meaningHere } from '../read/index.js';
import type { Call } from './call.js';
import { usageError } from './facts.js';

/** An error of commander as an AttnError with attn's own wording. */
export function wrongCall(error: CommanderError, call: Call, root: Command): AttnError {
  const [what = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const near = /^\(Did you mean (one of )?(.*)\?\)$/.exec(rest.join(' '))?.[2];
  const help = call.command && isCommand(call.command, root) ? `attn help ${call.command}` : 'attn --help';
  const quoted = /'(.*)'/s.exec(what)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption': {
      const owner = root.commands.find(({ options }) =>
        options.some(({ long }) => long === quoted.replace(/=.*/s, '')),
      );
      if (!call.command && owner)
        return usageError({ code: 'option-before-command', found: quoted, command: owner.name() });
      const meant =
        call.command === 'compute' || call.command === 'check' ? meaningHere(quoted.replace(/=.*/s, '')) : undefined;
      return usageError({
        code: 'unknown-option',
        found: quoted,
        ...(near && !meant && { near }),
        ...(meant !== undefined && { here: meant }),
        help,
      });
    }
    case 'commander.excessArguments': {
      const word = call.words
        .slice(1)
        .find((one, index) => !one.startsWith('-') && !call.words[index]?.startsWith('-'));
      return usageError({
        code: 'unexpected-argument',
        command: call.command ?? 'attn',
        ...(word !== undefined && { found: word }),
        help,
      });
    }
    case 'commander.optionMissingArgument':
      return usageError({
        code: 'value-missing',
        where: { source: quoted.replace(/^-\w, /, '').replace(/ .*/s, '') },
        expected: quoted,
        help,
      });
    case 'commander.invalidArgument':
      return usageError({
        code: 'given-twice',
        where: { source: quoted.replace(/^-\w, /, '').replace(/[ '].*/s, '') },
      });
    case 'commander.missingArgument':
      return usageError({ code: 'argument-missing', command: call.command ?? 'attn', expected: quoted, help });
    default:
      return usageError({ code: 'wrong-call', message: what, help });
  }
}

/** @throws AttnError (usage) with the nearest command */
export function commandOf(name: string, root: Command): Command {
  const found = root.commands.find((command) => command.name() === name);
  if (found) return found;
  const names = root.commands.map((command) => command.name());
  const near = closest(name, names);
  throw usageError({
    code: 'unknown-command',
    found: name,
    expected: names,
    ...(near && { near }),
  });
}

function isCommand(name: string, root: Command): boolean {
  return root.commands.some((command) => command.name() === name);
}
