import { isToken } from '../../relationship/values/link-token.ts';

/** Where somebody who signs in came from, and where they start once more. */
export type Place = { readonly page: string; readonly signIn: string };

/** The tab of the partner's people as the start of a way to Entra and back, and its name on that way. */
export const TAB: Place & { readonly name: string } = {
  name: 'customers',
  page: '/tab/customers',
  signIn: '/tab/sign-in',
};

/** The page of a link's token or of the tab, or undefined for anything else. */
export function placeOf(name: string): Place | undefined {
  if (name === TAB.name) return TAB;
  return isToken(name) ? { page: `/i/${name}`, signIn: `/sign-in/start/${name}` } : undefined;
}
