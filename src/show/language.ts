import { type Language, LANGUAGES } from '../words/index.js';

/**
 * The language to speak: `--lang`, else the first locale variable that is set and not empty (POSIX: LC_ALL, LC_MESSAGES,
 * LANG); English where that is a language we do not have.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_02
 * @example chooseLanguage(undefined, { LANG: 'vi_VN.UTF-8' }) // => 'vi'
 */
export function chooseLanguage(
  flag: Language | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  const code = /^[A-Za-z]+/.exec(locale)?.[0].toLowerCase();
  return flag ?? LANGUAGES.find((known) => known === code) ?? 'en';
}
