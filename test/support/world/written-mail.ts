import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import type { Mail } from '../../../src/mail/compose.ts';
import { asMessage } from '../../../src/mail/smtp.ts';

/** The bytes that nodemailer sends for a mail. */
export async function onTheWire(one: Mail): Promise<string> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return String((await transport.sendMail(asMessage(one))).message);
}

/** Texts that could break a mail, made of these pieces and of any characters. */
export function harmfulOf(...pieces: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...pieces)), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join(''));
}
