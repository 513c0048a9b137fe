import type { Attestation, RecordAccess } from '../relationship/command.ts';
import type { AlertTopic } from '../relationship/event.ts';
import type { Language } from '../relationship/language.ts';
import type { Authority, Cloud, Role } from '../relationship/partner.ts';
import type { CustomerDomain } from '../relationship/values/customer-domain.ts';
import type { CustomerWish, InvitationWish } from '../service/inviting.ts';
import type { CommandName } from './commands/table.ts';
import type { Given } from './line/parts.ts';
import type { Parsed } from './parse.ts';

/** A partner's profile as somebody asks for it; what is not said stays as it is, and null is to be there no longer. */
export type ProfileWish = {
  readonly name?: string;
  readonly country?: string;
  readonly cloud?: Cloud;
  readonly partnerId?: string | null;
  readonly language?: Language;
  readonly authority?: Authority;
  readonly lifeDays?: number;
  readonly reminderDays?: readonly number[];
  readonly link?: string | null;
};

/** What somebody asks of the bot, checked: a typed line and a submitted form lead to the same. */
export type Request =
  | { readonly type: 'help'; readonly topic?: CommandName }
  | { readonly type: 'setup'; readonly ask: ProfileWish }
  | { readonly type: 'invite'; readonly ask: InvitationWish }
  | { readonly type: 'add'; readonly ask: CustomerWish }
  | { readonly type: 'customer'; readonly target: string }
  | { readonly type: 'end'; readonly target: string }
  | { readonly type: 'remind'; readonly id: string }
  | { readonly type: 'extend'; readonly id: string; readonly days: number }
  | { readonly type: 'handover'; readonly from: string; readonly to: string }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'report'; readonly days: number }
  | { readonly type: 'check'; readonly domain: CustomerDomain }
  /** As a card in the chat unless it says otherwise. */
  | { readonly type: 'share'; readonly id: string; readonly way?: 'mail' }
  | { readonly type: 'reissue'; readonly id: string }
  | { readonly type: 'status'; readonly target: string }
  | {
      readonly type: 'list';
      readonly filter: 'all' | 'open' | 'accepted' | 'declined' | 'expired';
      readonly mine: boolean;
      readonly page: number;
    }
  | { readonly type: 'customers'; readonly text?: string; readonly page: number }
  | { readonly type: 'reply'; readonly id: string; readonly text: string }
  | { readonly type: 'revoke'; readonly id: string; readonly reason?: string }
  /** Off without topics: all of them. */
  | { readonly type: 'alerts'; readonly isOn: boolean; readonly topics: readonly AlertTopic[] }
  | { readonly type: 'agreement'; readonly target: string; readonly attestation?: Attestation }
  | { readonly type: 'access'; readonly target: string; readonly access: RecordAccess['access'] }
  | { readonly type: 'history'; readonly target: string; readonly page: number }
  | { readonly type: 'role'; readonly person: string; readonly role: Role }
  /** Without an action: its form, filled in with what was said. */
  | {
      readonly type: 'template';
      readonly language?: Language;
      readonly action?: 'save' | 'preview' | 'reset';
      readonly subject?: string;
      readonly body?: string;
    }
  | { readonly type: 'invitations' };

/** A command that lacks something or says something that cannot be: asked for with a form that keeps the rest. */
export type Incomplete = {
  readonly type: 'form';
  readonly command: CommandName;
  readonly given: Given;
  readonly problems: readonly Problem[];
};

/** What is wrong with one argument. `unknown`: the command knows no such key. */
export type Problem = { readonly argument: string; readonly kind: 'missing' | 'invalid' | 'unknown' };

/** What a line of text or a form asks for. */
export type Understood = Request | Incomplete | Exclude<Parsed, { type: 'command' | 'unknown-key' }>;
