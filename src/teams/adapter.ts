import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import type { Admit } from '../service/admission.ts';
import { type InboundActivity, readActivity } from './activity.ts';
import type { Verdict } from './authentication.ts';
import type { Connector } from './connector.ts';
import { LateTurn } from './failures.ts';

/** The response to the channel service: an HTTP status and, for an invoke or an error, a body. */
export type HttpAnswer = { readonly status: number; readonly body?: unknown };

/** One activity to answer: the activity, checked, and the context through which the bot answers. */
export type Turn = { readonly activity: InboundActivity; readonly context: TurnContext };

/** The kinds of turns, as they are counted. */
export type TurnKind = 'message' | 'invoke' | 'other';

/** What the adapter is built from. `onFault` answers a turn that failed. */
export type AdapterParts = {
  readonly authenticate: (
    authorization: string | undefined,
    activity: { serviceUrl: string; channelId: string },
  ) => Promise<Verdict>;
  readonly connector: Connector;
  readonly onTurn: (turn: Turn) => Promise<void>;
  readonly onFault: (turn: Turn, fault: unknown) => Promise<void>;
  readonly admit: Admit;
  /** Called after every turn, with the activity's kind, the status of the answer and how long it took. */
  readonly onAnswered: (kind: TurnKind, status: number, ms: number) => void;
  /** Answers a turn for which there was no place: nothing of it has begun. */
  readonly onBusy: (turn: Turn) => Promise<void>;
};

/**
 * Bot Framework's adapter with the authentication and the connector of this program: it opens a turn for every activity
 * that is authentic.
 */
class TeamsAdapter extends BotAdapter {
  readonly parts: AdapterParts;
  // How many people are being told at this moment that the bot is busy.
  private busy = 0;

  constructor(parts: AdapterParts) {
    super();
    this.parts = parts;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === ActivityTypes.InvokeResponse) {
        context.turnState.set(INVOKE_RESPONSE, activity.value);
        sent.push({ id: '' });
      } else sent.push({ id: await this.parts.connector.post(addressIn(activity), outbound(activity)) });
    }
    return sent;
  }

  override async updateActivity(_: TurnContext, activity: Partial<Activity>): Promise<void> {
    await this.parts.connector.update(addressIn(activity), activity.id ?? '', outbound(activity));
  }

  override deleteActivity(): Promise<void> {
    throw new Error('The bot deletes no messages');
  }

  override continueConversation(): Promise<void> {
    return this.continueConversationAsync();
  }

  override continueConversationAsync(): Promise<void> {
    throw new Error('What is not an answer is posted by the engine');
  }

  async process(authorization: string | undefined, body: unknown): Promise<HttpAnswer> {
    const activity = readActivity(body);
    const isChecked = !('problem' in activity);
    const verdict = await this.parts.authenticate(authorization, isChecked ? activity : claimed(body));
    if (verdict === 'refused')
      return { status: 401, body: { error: 'The request is not signed for this bot' } };
    if (verdict === 'unavailable')
      return { status: 503, body: { error: 'Keys cannot be fetched, try again' } };
    if (!isChecked) return { status: 400, body: { error: activity.problem } };
    const began = performance.now();
    const answer = await this.open(activity, body as Partial<Activity>);
    const { type } = activity;
    const kind = type === 'message' || type === 'invoke' ? type : 'other';
    this.parts.onAnswered(kind, answer.status, performance.now() - began);
    return answer;
  }

  private async open(activity: InboundActivity, raw: Partial<Activity>): Promise<HttpAnswer> {
    const context = new TurnContext(this, raw);
    const turn = { activity, context };
    const admitted = await this.parts.admit(`tenant ${tenantIn(activity)}`, () =>
      // Not through `runMiddleware`: there is none, and it would only wrap the context.
      this.parts.onTurn(turn),
    );
    if (!admitted) return this.turnAway(turn);
    try {
      await within(TURN_MS, admitted.work);
    } catch (fault) {
      // The answer to a fault needs Teams too, and Teams itself may have failed.
      await within(FAULT_MS, this.parts.onFault(turn, fault)).catch(() => undefined);
    }
    return this.answered(turn);
  }

  // A press is answered without a call of Teams, a line with one. Teams may send again what is only told by itself.
  private async turnAway(turn: Turn): Promise<HttpAnswer> {
    const { type } = turn.activity;
    const isTold = type === 'invoke' || (type === 'message' && this.busy < MOST_BUSY);
    if (!isTold) return { status: 503, body: { error: 'Busy, try again' } };
    this.busy += 1;
    await within(FAULT_MS, this.parts.onBusy(turn))
      .catch(() => undefined)
      .finally(() => {
        this.busy -= 1;
      });
    return this.answered(turn);
  }

  private answered({ activity, context }: Turn): HttpAnswer {
    if (activity.type !== 'invoke') return { status: 200, body: {} };
    const answer = context.turnState.get<InvokeResponse>(INVOKE_RESPONSE);
    return answer ? { status: answer.status, body: answer.body } : { status: 200, body: {} };
  }
}

/** Opens a turn for an HTTP body that the channel service signed, and returns the response. */
export function createAdapter(parts: AdapterParts) {
  const adapter = new TeamsAdapter(parts);
  return (authorization: string | undefined, body: unknown) => adapter.process(authorization, body);
}

// Teams gives up on a turn after 15 s and sends the activity again; the person should hear of the fault before that.
const TURN_MS = 7000;
const FAULT_MS = 3000;

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateTurn(`The turn took longer than ${ms} ms`)), ms);
  });
  // A late turn goes on, and may still succeed or fail; a redelivery finds its result under the same cause.
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

// Each of them may need a call of Teams, which must not pile up either.
const MOST_BUSY = 200;

const INVOKE_RESPONSE = 'invokeResponse';

function addressIn({ serviceUrl, conversation }: Partial<Activity>) {
  if (!serviceUrl || !conversation) throw new Error('An answer needs its conversation');
  const { id: conversationId, tenantId } = conversation;
  return { serviceUrl, conversationId, tenantId };
}

function outbound({
  type,
  text,
  textFormat,
  summary,
  attachments,
  from,
  recipient,
  conversation,
}: Partial<Activity>) {
  return { type, text, textFormat, summary, attachments, from, recipient, conversation };
}

function tenantIn({ conversation, channelData }: InboundActivity): string {
  return conversation.tenantId ?? channelData?.tenant?.id ?? '';
}

// The signature is checked before the form, so that an unsigned sender learns nothing about malformed activities.
function claimed(body: unknown): { serviceUrl: string; channelId: string } {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return { serviceUrl: text(fields['serviceUrl']), channelId: text(fields['channelId']) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
