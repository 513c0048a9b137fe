import { isToken } from '../../relationship/values/link-token.ts';

/** The page to which a person returns after signing in, and the address that starts signing in again. */
export type Place = { readonly page: string; readonly signIn: string };

/**
 * The tab as a place where signing in starts; the sign-in cookie holds `name` where it otherwise holds a link's token.
 */
export const TAB: Place & { readonly name: string } = {
  name: 'customers',
  page: '/tab/customers',
  signIn: '/tab/sign-in',
};

/** The place of a link's token or of the tab's name; undefined for any other text. */
export function placeOf(name: string): Place | undefined {
  if (name === TAB.name) return TAB;
  return isToken(name) ? { page: `/i/${name}`, signIn: `/sign-in/start/${name}` } : undefined;
}
