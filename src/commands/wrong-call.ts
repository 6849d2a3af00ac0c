import type { Command, CommanderError } from 'commander';
import { closest } from '../core/closest.js';
import { usageError, type AttnError } from '../core/error.js';
import type { Call } from './call.js';

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
        return usageError({ what: `${quoted} needs a command in front`, fix: `attn ${owner.name()} ${quoted} …` });
      return usageError({ what: `unknown option ${quoted}`, fix: near ? `did you mean ${near}?` : help });
    }
    case 'commander.excessArguments': {
      const word = call.words
        .slice(1)
        .find((one, index) => !one.startsWith('-') && !call.words[index]?.startsWith('-'));
      return usageError({
        what: `${call.command} takes no words without a flag in front${word === undefined ? '' : `, found "${word}"`}`,
        fix:
          call.command === 'compute' ? 'attn compute --sentence "…", or --q q.json; text with blanks in quotes' : help,
      });
    }
    case 'commander.optionMissingArgument':
      return usageError({
        where: quoted.replace(/^-\w, /, '').replace(/ .*/s, ''),
        what: `expected a value: ${quoted}`,
        fix: help,
      });
    case 'commander.invalidArgument':
      return usageError({
        where: quoted.replace(/^-\w, /, '').replace(/[ '].*/s, ''),
        what: 'is given twice',
        fix: 'give it once',
      });
    case 'commander.missingArgument':
      return usageError({ what: `${call.command} needs one word more: ${quoted}`, fix: help });
    default:
      return usageError({ what, fix: help });
  }
}

/** @throws AttnError (usage) with the nearest command */
export function commandOf(name: string, root: Command): Command {
  const found = root.commands.find((command) => command.name() === name);
  if (found) return found;
  const names = root.commands.map((command) => command.name());
  const near = closest(name, names);
  throw usageError({
    what: `unknown command "${name}"`,
    fix: near ? `did you mean ${near}?` : `the commands are ${names.join(', ')}`,
  });
}

function isCommand(name: string, root: Command): boolean {
  return root.commands.some((command) => command.name() === name);
}
