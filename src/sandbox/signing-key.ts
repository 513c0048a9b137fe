import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** A key made now and known to nobody but whom it is shown to; what it signs verifies with `jwk` alone. */
export async function createSigningKey() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(key);

  function sign(claims: JWTPayload) {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })
      .sign(privateKey);
  }
  // As Microsoft's keys: no `alg`, and `x5t` beside `kid`.
  return { jwk: { ...key, use: 'sig', kid, x5t: kid }, sign };
}

/** Such a key. */
export type SigningKey = Awaited<ReturnType<typeof createSigningKey>>;
