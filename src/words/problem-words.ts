import type { Problem } from '../relationship/installation.ts';
import type { Language } from '../relationship/language.ts';
import { say } from './words.ts';

/** What is wrong with the installation, in one sentence. */
export function problemText({ code, ...facts }: Problem, language: Language): string {
  return say(language, `doctor.problem.${code}`, facts);
}

/** What the operator can do about it, in one sentence. */
export function adviceText({ code, ...facts }: Problem, language: Language): string {
  return say(language, `doctor.advice.${code}`, facts);
}
