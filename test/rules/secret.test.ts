import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeal, drawToken, hashToken } from '../../src/secret.ts';
import { isProofFor, readUnsubscribeToken, unsubscribeToken } from '../../src/service/unsubscribe-token.ts';
import { drafted, history, tokenHashOf } from '../support/given.ts';

describe('a sealed token', () => {
  const seal = createSeal('a password');
  const token = drawToken();

  it('comes out as it went in, and never looks the same twice', () => {
    const [one, other] = [seal.seal(token), seal.seal(token)];
    expect(one).not.toBe(other);
    expect([one, other].map((sealed) => seal.open(sealed, hashToken(token)))).toEqual([token, token]);
    expect(one).not.toContain(token);
  });

  it('stays shut for another password, for another invitation, and when it was changed', () => {
    const sealed = seal.seal(token);
    expect(createSeal('another password').open(sealed, hashToken(token))).toBeUndefined();
    expect(seal.open(sealed, hashToken(drawToken()))).toBeUndefined();
    fc.assert(
      fc.property(
        fc.nat(Buffer.from(sealed, 'base64url').length - 1),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const bytes = Buffer.from(sealed, 'base64url');
          bytes[at] = (bytes[at] ?? 0) ^ by;
          expect(seal.open(bytes.toString('base64url'), hashToken(token))).toBeUndefined();
        },
      ),
    );
  });

  it('is not opened from what nobody sealed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => seal.open(text, hashToken(token)) === undefined),
    );
  });
});

describe('an unsubscribe link', () => {
  const relationshipId = '0f5b9c1e-1c52-4f0a-9f52-000000000000';
  const { invitation } = history(drafted);
  const token = unsubscribeToken(relationshipId, invitation);

  it('is genuine for its invitation only', () => {
    const asked = readUnsubscribeToken(token);
    expect(asked).toMatchObject({ relationshipId, invitationId: 'R-7K2M' });
    if (!asked) throw new Error('It was just made');
    expect(isProofFor(invitation, asked)).toBe(true);
    expect(isProofFor({ ...invitation, tokenHash: tokenHashOf('another') }, asked)).toBe(false);
    expect(token).not.toContain(invitation.tokenHash);
  });

  it('is nothing else', () => {
    for (const text of ['', 'x', `${token}A`, token.slice(1), token.replace('R-', 'X-'), `${token}/../i`])
      expect(readUnsubscribeToken(text)).toBeUndefined();
  });
});
