import type { Partner } from '../../relationship/partner.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { verificationCode } from '../../relationship/values/verification-code.ts';
import { moment, type Reader, say } from '../words.ts';
import type { PlainMessage } from './customer-message.ts';

/** What somebody of the customer sends on to a colleague who may answer. */
export type Forwarding = {
  readonly partner: Partner;
  readonly relationship: WithInvitation;
  readonly link: string;
  /** Who forwards it. */
  readonly name: string;
};

/** The message with which one of the customer's people sends the link on, in their own language. */
export function forwardMessage(
  { partner, relationship, link, name }: Forwarding,
  reader: Reader,
): PlainMessage {
  const { customer, invitation } = relationship;
  const values = {
    partner: partner.name,
    customer: customer.name,
    link,
    name,
    code: verificationCode(invitation.tokenHash),
    expires: moment(reader, invitation.expiresAt),
  };
  return {
    subject: say(reader.language, 'forward.subject', values),
    text: say(reader.language, 'forward.body', values),
  };
}
