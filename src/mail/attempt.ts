import type { MailFailure } from '../relationship/command.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import type { Mail } from './compose.ts';
import { MailError, type Smtp } from './smtp.ts';

/** Why a mail never arrives; `answer`: the mail server's words. */
export type Failed = { readonly failure: MailFailure; readonly answer?: string };

// With the outbox's delays, some four hours.
const MOST_ATTEMPTS = 55;

/** Returns once the mail server has the mail, or why it never will; throws when it has to be tried again. */
export async function attemptMail(
  mail: Mail,
  { attempts }: StoredEvent,
  smtp: Smtp,
): Promise<Failed | undefined> {
  try {
    await smtp.send(mail);
    return undefined;
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    const { isFinal, answer } = error;
    if (!isFinal && attempts < MOST_ATTEMPTS) throw error;
    return { failure: isFinal ? 'refused' : 'unreachable', answer };
  }
}
