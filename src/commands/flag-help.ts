import type { HelpTexts } from '../words/index.js';

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
  const texts: Readonly<Record<string, HelpTexts['flags'][keyof HelpTexts['flags']] | undefined>> = {
    ...options,
    ...flags,
  };
  const text = texts[`${command} ${name}`] ?? texts[name];
  if (text === undefined) throw new TypeError(`no help for --${name} of ${command}`);
  return typeof text === 'string' ? text : text(choices);
}
