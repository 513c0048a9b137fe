declare const tokenBrand: unique symbol;
declare const tokenHashBrand: unique symbol;

/** The secret in an invitation's link: 256 random bits in base64url. The store never has it in plain text. */
export type Token = string & { readonly [tokenBrand]: true };

/** The SHA-256 of a `Token` in hex: the store finds an invitation by it, and its verification code is made from it. */
export type TokenHash = string & { readonly [tokenHashBrand]: true };

/** True for a text in the form of a link's token. It does not say that such a link exists. */
export function isToken(text: string): text is Token {
  return /^[\w-]{43}$/.test(text);
}
