import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/relationship/command.ts';
import { createDue } from '../../src/service/due.ts';
import type { ChangeTarget } from '../../src/store/relationships/situation.ts';
import {
  AGENT,
  inviting,
  PARTNER,
  startStore,
  type TestStore,
  withCustomer,
} from '../support/world/store.ts';

const LONG_AGO = Date.now() - 5 * 86_400_000;

describe('reminding by the clock', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await startStore();
    await store.partners.save(PARTNER.id, () => ({ ...PARTNER, reminderDays: [3] }), { by: AGENT });
  });
  afterAll(() => store.stop());

  async function sendLongAgo(id: string): Promise<void> {
    const target = withCustomer(id);
    await store.change(inviting(id, id), target);
    const { relationshipId } = await store.change(
      { type: 'share', by: AGENT, invitationId: id, way: 'message' },
      target,
    );
    const sentAt = { 'state.invitation.sentAt': new Date(LONG_AGO + Number(id.slice(2))) };
    await store.mongo.relationships.updateOne({ _id: relationshipId }, { $set: sentAt });
  }

  it('reaches invitations behind any number that the rule passes over, 50 at a call', async () => {
    const ids = Array.from({ length: 112 }, (_, at) => `R-${String(at).padStart(3, '0')}`);
    for (const id of ids) await sendLongAgo(id);
    const reminded: string[] = [];
    // A rule that passes over the first 60.
    const carryOut = async (command: Command, target: ChangeTarget) => {
      const { invitationId = '' } = command as { invitationId?: string };
      if (invitationId < 'R-060') return { events: [] } as never;
      const change = await store.change(command, target);
      for (const { event } of change.events)
        if (event.type === 'invitation-reminded') reminded.push(invitationId);
      return change;
    };
    const due = createDue({ carryOut, queries: store.queries, partners: store.partners });
    await due.remind();
    expect(reminded).toEqual(ids.slice(60, 110));
    await due.remind();
    await due.remind();
    expect(reminded).toEqual(ids.slice(60));
  });

  it('asks only for the partners that have invitations due', async () => {
    const { queries } = store;
    await store.partners.save(
      'another',
      () => ({ ...PARTNER, tenantIds: ['another'], reminderDays: [3, 6] }),
      {
        by: AGENT,
      },
    );
    await store.partners.save('quiet', () => ({ ...PARTNER, tenantIds: ['quiet'] }), { by: AGENT });
    const days = (await store.partners.withReminders()).map(({ id, reminderDays }) => [id, reminderDays]);
    expect(Object.fromEntries(days)).toEqual({ [PARTNER.id]: [3], another: [3, 6] });
    await sendLongAgo('R-200');
    expect(await queries.withUnreminded(['another', PARTNER.id], 3)).toEqual([PARTNER.id]);
    expect(await queries.withUnreminded(['another'], 3)).toEqual([]);
    expect(await queries.withUnreminded([PARTNER.id], 6)).toEqual([]);
  });
});
