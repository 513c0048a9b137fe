import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { type InboundActivity, readActivity } from './activity.ts';
import type { Verdict } from './authentication.ts';
import type { Connector } from './connector.ts';

/** What the channel service gets back: an HTTP status and, for an invoke, its answer. */
export type HttpAnswer = { readonly status: number; readonly body?: unknown };

/** A turn as the bot sees it: the checked activity, and the context through which it replies. */
export type Turn = { readonly activity: InboundActivity; readonly context: TurnContext };

/** What the adapter is built from. `onFault` answers a turn in which something broke. */
export type AdapterParts = {
  readonly authenticate: (
    authorization: string | undefined,
    activity: { serviceUrl: string; channelId: string },
  ) => Promise<Verdict>;
  readonly connector: Connector;
  readonly onTurn: (turn: Turn) => Promise<void>;
  readonly onFault: (turn: Turn, fault: unknown) => Promise<void>;
};

/** Bot Framework's adapter over our own authentication and connector: opens a turn for every activity it believes. */
class TeamsAdapter extends BotAdapter {
  readonly parts: AdapterParts;

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
    throw new Error('What is not an answer is posted by the dispatcher');
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
    return this.open(activity, body as Partial<Activity>);
  }

  private async open(activity: InboundActivity, raw: Partial<Activity>): Promise<HttpAnswer> {
    const context = new TurnContext(this, raw);
    const turn = { activity, context };
    try {
      await within(
        TURN_MS,
        this.runMiddleware(context, () => this.parts.onTurn(turn)),
      );
    } catch (fault) {
      // The answer to a fault goes to the same Teams that may be what broke.
      await within(FAULT_MS, this.parts.onFault(turn, fault)).catch(() => undefined);
    }
    if (activity.type !== 'invoke') return { status: 200, body: {} };
    const answer = context.turnState.get<InvokeResponse>(INVOKE_RESPONSE);
    return answer ? { status: answer.status, body: answer.body } : { status: 200, body: {} };
  }
}

/** Opens a turn for an HTTP body that the channel service signed, and says what to answer. */
export function createAdapter(parts: AdapterParts) {
  const adapter = new TeamsAdapter(parts);
  return (authorization: string | undefined, body: unknown) => adapter.process(authorization, body);
}

// Teams gives up on a turn after 15 s and sends the activity again; the person is to hear of it before.
const TURN_MS = 7000;
const FAULT_MS = 3000;

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The turn took longer than ${ms} ms`)), ms);
  });
  // What is left of a late turn may still end well or badly; its outcome is found under the same cause.
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const INVOKE_RESPONSE = 'invokeResponse';

function addressIn({ serviceUrl, conversation }: Partial<Activity>) {
  if (!serviceUrl || !conversation) throw new Error('An answer needs its conversation');
  return { serviceUrl, conversationId: conversation.id };
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

// So that a stranger learns from a malformed activity no more than from a well-formed one: first the signature.
function claimed(body: unknown): { serviceUrl: string; channelId: string } {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return { serviceUrl: text(fields['serviceUrl']), channelId: text(fields['channelId']) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
