import type { Partner } from '../../relationship/partner.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { verificationCode } from '../../relationship/values/verification-code.ts';
import { moment, type Reader, say } from '../words.ts';
import type { PlainMessage } from './customer-message.ts';

/** A request that one of the customer's people forwards to a colleague who may answer. */
export type Forwarding = {
  readonly partner: Partner;
  readonly relationship: WithInvitation;
  readonly link: string;
  /** The name of the person who forwards it. */
  readonly name: string;
};

/** The message that forwards the link, in the language of the person who forwards it. */
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
