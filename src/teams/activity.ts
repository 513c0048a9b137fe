import { z } from 'zod';
import { cleanName } from '../relationship/values/clean-text.ts';

// The part of an activity that the bot reads; all its other fields are ignored.

const id = z.string().min(1).max(512);
const tenantId = z.guid().transform((text) => text.toLowerCase());
const objectId = z
  .string()
  .min(1)
  .max(64)
  .transform((text) => text.toLowerCase());

// A name without a visible character counts as no name.
const personName = z
  .string()
  .max(512)
  .transform((text) => cleanName(text) || undefined);

// Not needed to answer, so a strange one is left out.
const placeName = personName
  .nullish()
  .transform((name) => name ?? undefined)
  .catch(undefined);

const common = {
  id: id.optional(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(512),
  from: z.object({ id, name: personName.optional(), aadObjectId: objectId.optional() }),
  recipient: z.object({ id, name: z.string().max(512).optional() }),
  conversation: z.object({
    id,
    conversationType: z.enum(['personal', 'groupChat', 'channel']).catch('personal'),
    tenantId: tenantId.optional(),
    name: placeName,
  }),
  locale: z.string().max(64).optional().catch(undefined),
  localTimezone: z.string().max(64).optional().catch(undefined),
  channelData: z
    .object({
      tenant: z.object({ id: tenantId }).optional(),
      channel: z.object({ id, name: placeName }).optional(),
      team: z.object({ id, name: placeName }).optional(),
    })
    .optional(),
};

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().max(1000).optional(),
  mentioned: z.object({ id, name: z.string().max(512).optional() }),
});
// All other entities of a message are ignored, also a mention in another form.
const other = z.looseObject({ type: z.string() }).transform(() => undefined);

const fields = z.record(z.string().max(64), z.unknown());
const action = z.object({ verb: z.string().max(64).optional(), data: fields.default({}) });

const schema = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('message'),
    text: z.string().max(50_000).default(''),
    entities: z
      .array(z.union([mention, other]))
      .max(100)
      .default([])
      .transform((entities) => entities.filter((entity) => entity !== undefined)),
    value: fields.optional(),
    replyToId: id.optional(),
  }),
  z.discriminatedUnion('name', [
    z.object({
      ...common,
      type: z.literal('invoke'),
      name: z.literal('adaptiveCard/action'),
      value: z.object({ action, trigger: z.enum(['manual', 'automatic']).catch('manual') }),
      replyToId: id.optional(),
    }),
    z.object({
      ...common,
      type: z.literal('invoke'),
      name: z.enum(['task/fetch', 'task/submit']),
      value: z.object({ data: fields }),
      replyToId: id.optional(),
    }),
  ]),
  z.object({
    ...common,
    type: z.literal('installationUpdate'),
    action: z.enum(['add', 'remove', 'add-upgrade', 'remove-upgrade']),
  }),
  z.object({ ...common, type: z.literal('conversationUpdate') }),
  z.object({
    ...common,
    type: z.literal('messageUpdate'),
    channelData: common.channelData.unwrap().extend({ eventType: z.string().optional() }).optional(),
  }),
  z.object({
    ...common,
    type: z.enum(['messageDelete', 'messageReaction', 'typing', 'event', 'endOfConversation']),
  }),
]);

/** A checked activity, of a type that the bot knows. */
export type InboundActivity = z.infer<typeof schema>;

/** A typed command, or the press of a button in a client without Universal Actions. */
export type MessageActivity = Extract<InboundActivity, { type: 'message' }>;

/** A press of a button on a card, as a Universal Action. */
export type PressActivity = Extract<InboundActivity, { name: 'adaptiveCard/action' }>;

/** A dialog that is to be opened, or that a person submitted. */
export type DialogActivity = Extract<InboundActivity, { name: 'task/fetch' | 'task/submit' }>;

/** The activity in the body of a request, or one line that says what is wrong with it. */
export function readActivity(body: unknown): InboundActivity | { readonly problem: string } {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const [first] = error.issues;
  return { problem: `${first?.path.join('.') || 'activity'}: ${first?.message ?? 'not understood'}` };
}
