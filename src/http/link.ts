/** Whether this can be the token of an invitation's link: 256 bits in base64url. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}
