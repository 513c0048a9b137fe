import type { CommandName } from '../../grammar/commands/table.ts';
import type { Given } from '../../grammar/line/parts.ts';
import type { Reason } from '../../relationship/refusal.ts';
import { type Reader, say } from '../../words/words.ts';
import { run } from '../cards/button.ts';
import type { Button } from '../cards/card.ts';

/** A command as it was written or filled in, before anybody said no to it. */
export type WrittenCommand = { readonly command: CommandName; readonly given: Given };

/** What the person can do instead, as buttons. */
export function nextButtons(
  reason: Reason,
  written: WrittenCommand | undefined,
  reader: Reader,
): readonly Button[] {
  switch (reason.code) {
    case 'role-required':
      return written?.command === 'template' ? lookInstead(reason, written.given, reader) : [];
    case 'ambiguous':
      return written ? choices(reason, written) : [];
    case 'tenant-unknown':
      return written?.command === 'invite' ? [addInstead(written.given, reader)] : [];
    case 'partner-not-set-up':
      return [run({ command: 'setup' }, reader)];
    case 'link-unknown':
      return [run({ command: 'reissue', given: reason.invitationId, title: 'button.reissue' }, reader)];
    case 'no-contact':
    case 'already-invited':
    case 'not-sent-yet':
      return [run({ command: 'status', given: reason.invitationId, title: 'button.details' }, reader)];
    case 'already-active': {
      const domain = written?.given['domain'];
      if (domain === undefined) return [];
      return [run({ command: 'customer', given: domain, title: 'button.customer' }, reader)];
    }
    default:
      return [];
  }
}

// The same command once more, about this one of them.
function choices(
  { candidates }: Extract<Reason, { code: 'ambiguous' }>,
  { command, given }: WrittenCommand,
): Button[] {
  return candidates.map(({ name, key }) => ({
    title: `${name} (${key})`,
    verb: 'submit',
    data: { ...given, command, target: key },
  }));
}

// Whoever may invite may look at the text, which only an Admin agent changes.
function lookInstead(
  { needed }: Extract<Reason, { code: 'role-required' }>,
  { language: asked = '' }: Given,
  { language }: Reader,
): Button[] {
  if (needed.includes('sales')) return [];
  const data = { command: 'template', language: asked, action: 'preview' };
  return [{ title: say(language, 'button.preview'), verb: 'submit', data }];
}

// S7: a domain without a tenant can only belong to somebody who is new to Microsoft.
function addInstead({ name = '', domain = '', country = '' }: Given, { language }: Reader): Button {
  return {
    title: say(language, 'button.add'),
    verb: 'submit',
    data: { command: 'add', name, domain, country },
  };
}
