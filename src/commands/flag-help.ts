import type { HelpTexts } from '../words/index.js';

type HelpText = HelpTexts['flags'][keyof HelpTexts['flags']] | undefined;

/**
 * What the help says about a flag of a command.
 *
 * @param choices the values that it may have
 * @throws TypeError for a flag without a text: a bug of ours, found at the first start
 */
export function flagHelp(
  { flags, options }: Pick<HelpTexts, 'flags' | 'options'>,
  command: string,
  name: string,
  choices: readonly string[] = [],
): string {
  // Looked up, not merged: this is asked for every flag at every start.
  const own: Readonly<Record<string, HelpText>> = flags;
  const problem: Readonly<Record<string, HelpText>> = options;
  const named = (key: string): HelpText => own[key] ?? problem[key];
  const text = named(`${command} ${name}`) ?? named(name);
  if (text === undefined) throw new TypeError(`no help for --${name} of ${command}`);
  return typeof text === 'string' ? text : text(choices);
}
