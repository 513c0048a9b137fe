import { Agent } from 'undici';
import { z } from 'zod';
import type { Admit } from '../delivery/admission.ts';
import { cleanName } from '../relationship/values/clean-text.ts';
import { createBotToken } from './bot-token.ts';
import { callOnce, connectorError, isConnectorError, noAnswer } from './call-once.ts';
import { askToken, type ConnectorAccount } from './connector-token.ts';

/** The address of a conversation: the service of its region, and its id there. `tenantId`: absent where it is not sure. */
export type Address = {
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly tenantId?: string | undefined;
};

/** The address of a stored conversation. */
export const addressOf = (place: { serviceUrl: string; id: string; tenantId?: string }): Address => {
  const { serviceUrl, id, tenantId } = place;
  return { serviceUrl, conversationId: id, tenantId };
};

/** A person in a conversation's roster, as Teams describes them. `tenantId`: the person's own organisation. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly isGuest: boolean;
};

/** What the connector is built from. `answers`: lets the answers to people go, which come without a way in of their own. */
export type ConnectorParts = {
  readonly account: ConnectorAccount;
  readonly now: () => Date;
  readonly answers: Admit;
  /** Called after every call, with the status (0: no answer came) and how long it took. */
  readonly onCall: (status: number, ms: number) => void;
};

const posted = z.looseObject({ id: z.string().min(1) });
const updated = z.looseObject({});
const memberAnswer = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
  // Teams uses both names.
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
});

/**
 * Calls Teams over kept-alive connections: one attempt per call, at most 10 seconds. Who calls decides whether a call is
 * repeated, because a repeated POST is a second message.
 */
export function createConnector({ account, now, answers, onCall }: ConnectorParts) {
  const { call, checkToken, close } = createCalls({ account, now, onCall });
  const inside = ({ conversationId }: Address) => encodeURIComponent(conversationId);
  return {
    /** Posts a message and returns its id. An answer without an id is none: it may be a proxy's page. */
    async post(address: Address, activity: object, admit = answers): Promise<string> {
      const path = `${inside(address)}/activities`;
      const answer = posted.safeParse(await call(address, path, { method: 'POST', body: activity, admit }));
      if (!answer.success) throw noAnswer('NoId', answer.error);
      return answer.data.id;
    },

    /** Replaces a message; a repeated call leads to the same message. */
    async update(address: Address, activityId: string, activity: object, admit = answers): Promise<void> {
      const path = `${inside(address)}/activities/${encodeURIComponent(activityId)}`;
      const body = { ...activity, id: activityId };
      const answer = updated.safeParse(await call(address, path, { method: 'PUT', body, admit }));
      if (!answer.success) throw noAnswer('NoId', answer.error);
    },

    /** A person of the conversation's roster; undefined for a person who is not in it. */
    async member(address: Address, userId: string): Promise<Member | undefined> {
      const path = `${inside(address)}/members/${encodeURIComponent(userId)}`;
      try {
        return memberFrom(memberAnswer.parse(await call(address, path, { method: 'GET' })));
      } catch (error) {
        if (isConnectorError(error) && error.status === 404) return undefined;
        throw error;
      }
    },

    /** Why Entra gives the bot no token; asks only where none is valid, and at most twice a minute while it refuses. */
    checkToken,

    /** Breaks off the calls under way. */
    close,
  };
}

// Authorised calls, one attempt each.
function createCalls({ account, now, onCall }: Omit<ConnectorParts, 'answers'>) {
  // As many as calls are ever under way, so that one that hangs holds up no other.
  const agent = new Agent({ keepAliveTimeout: 30_000, connections: 256, pipelining: 1 });
  const { bearer, refused, check } = createBotToken(() => askToken(account, agent), now);

  // The way in is asked last, when nothing more has to be waited for.
  async function call(
    address: Address,
    path: string,
    { method, body, admit = FREELY }: ConnectorCall,
  ): Promise<unknown> {
    const url = `${address.serviceUrl.replace(/\/+$/, '')}/v3/conversations/${path}`;
    const headers = { authorization: `Bearer ${await bearer()}`, 'content-type': 'application/json' };
    const json = body === undefined ? null : JSON.stringify(body);
    const { ended } = await admit(address);
    const began = performance.now();
    const answer = await callOnce(url, { method, headers, body: json, dispatcher: agent }).catch((error) => {
      ended();
      onCall(0, performance.now() - began);
      throw error;
    });
    onCall(answer.status, performance.now() - began);
    const error = answer.status < 300 ? undefined : connectorError(answer);
    ended(error?.retryAfterMs);
    if (answer.status === 401) refused();
    if (error) throw error;
    return answer.json;
  }

  return { call, checkToken: check, close: () => agent.destroy() };
}

/** The bot's calls to Teams. */
export type Connector = ReturnType<typeof createConnector>;

type ConnectorCall = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly body?: object;
  readonly admit?: Admit;
};

// Reading a roster has a limit of its own, which is twice that of posting.
const FREELY: Admit = async () => {
  return { ended: () => {} };
};

function memberFrom(answer: z.infer<typeof memberAnswer>): Member {
  const { id, name, email, userPrincipalName, tenantId, userRole } = answer;
  const emails = [...new Set([email, userPrincipalName].filter((one) => typeof one === 'string'))];
  const objectId = (answer.aadObjectId ?? answer.objectId)?.toLowerCase();
  const isGuest = userRole === 'guest' || (userPrincipalName ?? '').includes('#EXT#');
  return { id, name: cleanName(name ?? ''), emails, tenantId: tenantId?.toLowerCase(), objectId, isGuest };
}
