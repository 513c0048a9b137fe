import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** Makes a new key, which exists in this process only. Its signatures can be verified with `jwk` alone. */
export async function createSigningKey() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(key);

  function sign(claims: JWTPayload) {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })
      .sign(privateKey);
  }
  // Like Microsoft's keys: no `alg`, and `x5t` beside `kid`.
  return { jwk: { ...key, use: 'sig', kid, x5t: kid }, sign };
}

/** A key with which a stand-in signs its tokens. */
export type SigningKey = Awaited<ReturnType<typeof createSigningKey>>;
