import type { Token } from '../../relationship/values/link-token.ts';

/** The link of an invitation, as a customer gets it: `publicUrl` is the origin of the page, `token` the secret. */
export function invitationLink(publicUrl: string, token: Token): string {
  return `${publicUrl}/i/${token}`;
}

/** Finds such links in a text, whatever origin they name; the first group is the token. */
export const INVITATION_LINK: RegExp = /https?:\/\/[^\s/]+\/i\/([\w-]{43})(?![\w-])/g;
