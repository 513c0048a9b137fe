import { LANGUAGE_CODES } from '../../relationship/language.ts';
import { LONGEST_PLACE } from '../../relationship/values/list-place.ts';

// Arguments that several commands have.

/** A name: of a company, a customer or a person. */
export const NAME = { kind: 'text', isRequired: true, isPositional: true, longest: 120 } as const;
/** A customer’s domain. */
export const DOMAIN = { kind: 'domain', isRequired: true, isPositional: true } as const;
/** A market of Microsoft’s CSP programme. */
export const COUNTRY = { kind: 'country', isRequired: true } as const;
/** One of Microsoft’s clouds. */
export const CLOUD = { kind: 'text', choices: ['public', 'usgov'] } as const;
/** A language that the bot speaks. */
export const LANGUAGE = { kind: 'text', choices: LANGUAGE_CODES } as const;
/** An invitation’s id. */
export const ID = { kind: 'id', isRequired: true, isPositional: true } as const;
/** An invitation’s id, or a customer’s domain or name. */
export const TARGET = { kind: 'target', isRequired: true, isPositional: true } as const;
/** A page of a list, from 1; buttons give it. */
export const PAGE = { kind: 'page', isHidden: true, default: 1 } as const;
/** Where a page of a list begins; buttons give it. */
export const PLACE = { kind: 'place', isHidden: true, longest: LONGEST_PLACE } as const;
