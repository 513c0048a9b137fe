import english from '../../../cards/en.json' with { type: 'json' };
import { PSEUDO_LANGUAGE } from './pseudo-language.ts';
import { pseudoLocalised } from './pseudo-locale.ts';

/** The catalogue of the pseudo-language; undefined for any other. */
export function catalogueIn(language: string): Readonly<Record<string, string>> | undefined {
  if (language !== PSEUDO_LANGUAGE) return undefined;
  return Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudoLocalised(text)]));
}
