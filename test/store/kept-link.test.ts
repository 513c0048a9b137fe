import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/relationship/command.ts';
import type { Change } from '../../src/store/relationships/change.ts';
import { tokenHashOf } from '../support/given.ts';
import {
  AGENT,
  answering,
  inviting,
  startStore,
  type TestStore,
  withCustomer,
} from '../support/world/store.ts';

const SEALED = 'sealed link';

describe('the sealed link of an invitation', () => {
  let store: TestStore;
  let drawn = 0;

  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());

  // A customer who was invited and asked through the link.
  async function asked() {
    drawn += 1;
    const id = `R-${drawn}`;
    const tenantId = `tenant ${drawn}`;
    await store.change(inviting(id, tenantId), withCustomer(tenantId));
    const change = (command: Command, sealedLink?: string): Promise<Change> =>
      store.change(command, withCustomer(tenantId), sealedLink === undefined ? {} : { sealedLink });
    const by = { ...answering('accept', id, tenantId).by, emails: ['megan@contoso.com'] } as never;
    const ask = { type: 'ask', by, invitationId: id, text: 'Why?' } as const;
    await change(ask, SEALED);
    const reply = { type: 'reply', by: AGENT, invitationId: id, text: 'Because.' } as const;
    return { id, tenantId, change, ask, reply };
  }

  const kept = async (tenantId: string): Promise<string | undefined> => {
    const document = await store.mongo.relationships.findOne({ customerKey: tenantId });
    return document?.sealedLink;
  };

  it('waits for the reply, which takes it along', async () => {
    const { tenantId, change, ask, reply } = await asked();
    expect(await kept(tenantId)).toBe(SEALED);
    // Asked on the card, where nobody has the link.
    await change(ask);
    expect(await kept(tenantId)).toBe(SEALED);
    const { events } = await change({ ...reply, byMail: {} });
    expect(events.map(({ sealed }) => sealed)).toEqual([SEALED]);
    expect(await kept(tenantId)).toBeUndefined();
  });

  it('goes when the reply takes no mail', async () => {
    const { tenantId, change, reply } = await asked();
    const { events } = await change(reply);
    expect([events[0]?.sealed, await kept(tenantId)]).toEqual([undefined, undefined]);
  });

  it.each<[string, (about: { id: string; tenantId: string }) => Command]>([
    ['declined', ({ id, tenantId }) => answering('decline', id, tenantId)],
    ['withdrawn', ({ id }) => ({ type: 'revoke', by: AGENT, invitationId: id })],
    [
      'replaced',
      ({ id }) => ({
        ...{ type: 'reissue', by: AGENT, invitationId: id },
        ...{ newInvitationId: `${id}-new`, tokenHash: tokenHashOf(`hash of ${id}-new`) },
      }),
    ],
  ])('goes with an invitation that is %s', async (_, closing) => {
    const { id, tenantId, change } = await asked();
    await change(closing({ id, tenantId }));
    expect(await kept(tenantId)).toBeUndefined();
  });

  it('is in no event, and so in no history and no chain', async () => {
    const { id, change, reply } = await asked();
    await change({ ...reply, byMail: {} });
    const events = await store.mongo.events.find({ 'event.invitationId': id }).toArray();
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain(SEALED);
  });
});
