import type { MailOutcome, PlacedMail } from '../delivery/delivery.ts';
import type { MailFailure } from '../relationship/command.ts';
import type { Mail } from './compose.ts';
import type { Smtp } from './smtp.ts';

/** Why a mail will never arrive; `answer`: the mail server's words. */
export type FailedMail = {
  readonly type: 'failed';
  readonly failure: MailFailure;
  readonly answer: string;
};

/** What became of one attempt to send a mail. */
export type MailAttempt = { readonly type: 'taken' } | FailedMail | Extract<MailOutcome, { type: 'later' }>;

// With the delays of the lanes, some four hours.
const MOST_ATTEMPTS = 55;

/** Makes one attempt to send a mail, which has failed if the server does not take it at the 55th. */
export async function attemptMail(
  mail: Mail,
  { attempts }: Pick<PlacedMail, 'attempts'>,
  smtp: Smtp,
): Promise<MailAttempt> {
  const taken = await smtp.send(mail);
  if (taken.type === 'taken') return taken;
  const { answer } = taken;
  if (taken.type === 'refused') return { type: 'failed', failure: 'refused', answer };
  if (attempts >= MOST_ATTEMPTS) return { type: 'failed', failure: 'unreachable', answer };
  const cause = Object.assign(new Error('The mail server did not take the mail for now'), { answer });
  return { type: 'later', cause };
}
