import { asksForMail } from '../delivery/announcements.ts';
import type { MailOutcome, PlacedMail } from '../delivery/delivery.ts';
import { sendInvitation, sendReminder } from './invitation-mails.ts';
import type { MailerParts } from './parts.ts';
import { sendReply } from './replies.ts';
import { createSmtp, type SmtpServer } from './smtp.ts';

/** What the mail room is built from. */
export type MailRoomParts = Omit<MailerParts, 'smtp'> & { readonly server: SmtpServer };

/** Sends the mails that events ask for, as things stand at that moment, and records what became of them. */
export function createMail({ server, sender, openLink, service, now, log }: MailRoomParts) {
  const smtp = createSmtp(server);
  const parts = { smtp, sender, openLink, service, now, log };

  return {
    /** Makes one attempt; done also when the event asks for no mail any more. */
    deliver: (mail: PlacedMail): Promise<MailOutcome> => deliverMail(mail, parts),

    /** What is wrong with the mail server; undefined: it would take mails. */
    check: smtp.check,

    /** Breaks off the attempts under way, which are repeated. */
    close: (): void => smtp.close(),
  };
}

async function deliverMail(mail: PlacedMail, parts: MailerParts): Promise<MailOutcome> {
  const { event } = mail.announced.recorded;
  if (!asksForMail(event)) throw new Error(`No mail goes out for the event ${event.type}`);
  switch (event.type) {
    case 'invitation-mail-queued':
      return sendInvitation(event, mail, parts);
    case 'invitation-reminded':
      return sendReminder(event, mail, parts);
    case 'question-answered':
      return sendReply(event, mail, parts);
  }
}
