import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { credentials } from '../../../src/sandbox/world.ts';
import type { Teams, TeamsConversation, TeamsPerson } from './teams.ts';

/** What a test sets in an activity: an id that repeats, a locale, another signature. */
export type ActivityOptions = {
  readonly id?: string;
  readonly locale?: string;
  readonly claims?: JWTPayload;
  readonly authorization?: string;
  readonly change?: (activity: Record<string, unknown>) => void;
};

/** A button as it stands on a card. */
export type Button = { readonly verb: string; readonly data: Readonly<Record<string, unknown>> };

/** Sends the bot what people type and press, in activities signed as Teams signs them. */
export function createTeamsClient(
  teams: Pick<Teams, 'serviceUrl' | 'sign'>,
  address: { readonly url: string },
) {
  async function send(activity: Record<string, unknown>, manner: ActivityOptions) {
    manner.change?.(activity);
    const authorization = manner.authorization ?? (await bearer(activity, manner.claims));
    const response = await fetch(`${address.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async function bearer({ serviceUrl }: Record<string, unknown>, claims: JWTPayload = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const valid = { iss: 'https://api.botframework.com', aud: credentials.clientId, serviceurl: serviceUrl };
    return `Bearer ${await teams.sign({ ...valid, nbf: now, exp: now + 600, ...claims } as JWTPayload)}`;
  }

  function activity(person: TeamsPerson, conversation: TeamsConversation, manner: ActivityOptions) {
    return {
      id: manner.id ?? randomUUID(),
      channelId: 'msteams',
      serviceUrl: teams.serviceUrl,
      timestamp: new Date().toISOString(),
      locale: manner.locale ?? 'en-GB',
      localTimezone: 'Europe/Madrid',
      from: { id: person.id, name: person.name, aadObjectId: person.objectId },
      recipient: { id: `28:${credentials.clientId}`, name: 'Vínculo' },
      conversation: {
        id: conversation.id,
        conversationType: conversation.kind,
        tenantId: conversation.tenantId,
      },
      channelData: {
        tenant: { id: conversation.tenantId },
        ...(conversation.kind === 'channel' ? { channel: { id: conversation.id.split(';')[0] } } : {}),
      },
    };
  }

  return {
    send,
    activity,

    /** Types a line; in a channel with the mention that Teams asks for. */
    says(person: TeamsPerson, conversation: TeamsConversation, text: string, manner: ActivityOptions = {}) {
      const isChannel = conversation.kind !== 'personal';
      const mention = { type: 'mention', text: '<at>Vínculo</at>' };
      const mentioned = { id: `28:${credentials.clientId}`, name: 'Vínculo' };
      const message = {
        ...activity(person, conversation, manner),
        type: 'message',
        textFormat: 'plain',
        text: isChannel ? `<at>Vínculo</at> ${text}` : text,
        ...(isChannel ? { entities: [{ ...mention, mentioned }] } : {}),
      };
      return send(message, manner);
    },

    /** Presses a button with Universal Actions, with what was filled into the card's inputs. */
    async presses(person: TeamsPerson, conversation: TeamsConversation, press: Press) {
      const { button, inputs = {}, trigger = 'manual', ...manner } = press;
      const action = { type: 'Action.Execute', verb: button.verb, data: { ...button.data, ...inputs } };
      const invoke = {
        ...activity(person, conversation, manner),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action, trigger },
      };
      return send(invoke, manner);
    },

    /** Presses the same button in a client that only knows submissions. */
    submits(person: TeamsPerson, conversation: TeamsConversation, press: Press) {
      const { button, inputs = {}, ...manner } = press;
      const value = { ...button.data, ...inputs };
      return send({ ...activity(person, conversation, manner), type: 'message', value }, manner);
    },
  };
}

/** A press of a button. */
export type Press = ActivityOptions & {
  readonly button: Button;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly trigger?: 'manual' | 'automatic';
};
