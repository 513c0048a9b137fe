import { beforeEach, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { INVITE_CONTOSO, inviteAndSend, openInvitations } from '../support/world/invited.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read, until, untilHurried } from '../support/world/world.ts';

describe('alerting', () => {
  const world = useFabrikam();
  let sales: TeamsConversation;
  let meganChat: TeamsConversation;

  beforeEach(async () => {
    const { db, channel, teams } = world;
    await world.forget();
    await db.collection('partners').updateMany({}, { $set: { alerts: [] }, $inc: { version: 1 } });
    teams.troubles.length = 0;
    sales = channel(tenants.fabrikam);
    await inviteAndSend(world, INVITE_CONTOSO, { in: sales });
    meganChat = await openInvitations(world, world.megan);
  });

  const accept = () =>
    world.presses(world.megan, meganChat, { button: buttonOn(meganChat, 'Accept Fabrikam') });
  // Not waiting for the dispatcher's growing delays: that it waits is another test's business.
  const untilDelivered = (check: () => boolean) =>
    untilHurried(world, check, 'the retried delivery was done');
  const alertsIn = ({ messages }: TeamsConversation) =>
    messages.filter(({ summary }) => summary.startsWith('Megan Bowen accepted'));

  it('reaches every subscribed channel once, in the partner’s language elsewhere', async () => {
    const { dana, says, settled, channel } = world;
    const [other, deaf, off] = [
      channel(tenants.fabrikam),
      channel(tenants.fabrikam),
      channel(tenants.fabrikam),
    ];
    await says(dana, other, 'alerts on');
    expect(newest(other)).toEqual(['Alerts are on', 'This chat hears of: accepted, declined and expired.']);
    await says(dana, sales, 'alerts on accepted');
    await says(dana, deaf, 'alertas sí rechazadas', { locale: 'es-ES' });
    expect(newest(deaf)).toEqual(['Avisos activados', 'En este chat se avisará de: rechazadas.']);
    await says(dana, off, 'alerts on');
    await says(dana, off, 'alerts off');
    expect(newest(off)[0]).toBe('Alerts are off');
    await accept();
    await settled();
    expect([sales, other, deaf, off].map((place) => alertsIn(place).length)).toEqual([1, 1, 0, 0]);
  });

  it('answers in the thread where the invitation was asked for', async () => {
    const { dana, says, presses, settled, teams } = world;
    await world.forget();
    const id = `${sales.id};messageid=1800000000000`;
    const thread = teams.add({ ...sales, id, messages: [] });
    await says(dana, thread, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    await settled();
    await presses(dana, thread, { button: buttonOn(thread, 'I have sent it') });
    await settled();
    await world.says(world.megan, meganChat, 'invitations');
    await accept();
    await settled();
    expect(alertsIn(thread)).toHaveLength(1);
    expect(alertsIn(sales)).toHaveLength(0);
  });

  it('waits for Teams when it asks to, and posts once', async () => {
    const { settled, teams } = world;
    const trouble = { method: 'POST', path: /activities/, status: 429, retryAfter: 1, times: 1 };
    teams.troubles.push(trouble);
    const before = teams.calls.length;
    const clickedAt = Date.now();
    await accept();
    await until(() => alertsIn(sales).length === 1, 'the alert came');
    expect(Date.now() - clickedAt).toBeGreaterThan(1000);
    await settled();
    const posts = teams.calls.slice(before).filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(2);
    expect(alertsIn(sales)).toHaveLength(1);
  });

  it('never sends a POST again by itself: one attempt per try', async () => {
    const { teams, settled } = world;
    for (const status of [500, 0]) {
      teams.troubles.push({ method: 'POST', path: /activities/, status, times: 1 });
    }
    await accept();
    await untilDelivered(() => teams.troubles.every(({ times }) => times < 1) && alertsIn(sales).length > 0);
    await settled();
    const alerts = { 'what.face': 'alert', 'recorded.event.type': 'invitation-accepted' };
    const delivery = await world.db.collection('deliveries').findOne(alerts);
    expect(delivery?.['attempts']).toBe(3);
    expect(alertsIn(sales)).toHaveLength(1);
  });

  it('repeats only what Teams may have swallowed, under the same reference', async () => {
    const { teams, settled } = world;
    teams.troubles.push({ method: 'POST', path: /activities/, status: 0, isDone: true, times: 1 });
    await accept();
    await untilDelivered(() => alertsIn(sales).length === 2);
    await settled();
    const footers = alertsIn(sales).map(({ card }) => read(card).find((line) => line.startsWith('R-')));
    expect(new Set(footers).size).toBe(1);
  });

  it('does not repeat the deliveries of an event that were done before another failed', async () => {
    const { dana, says, channel, settled, teams } = world;
    const other = channel(tenants.fabrikam);
    await says(dana, other, 'alerts on');
    const toOther = new RegExp(other.id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    teams.troubles.push({ method: 'POST', path: toOther, status: 503, times: 1 });
    await accept();
    await untilDelivered(() => alertsIn(other).length === 1);
    await settled();
    expect([alertsIn(sales).length, alertsIn(other).length]).toEqual([1, 1]);
  });

  it('goes to the agent’s own chat when the channel is gone', async () => {
    const { dana, says, chat, settled, teams } = world;
    const own = chat(dana);
    await says(dana, own, 'hello');
    teams.conversations.delete(sales.id);
    await accept();
    await settled();
    expect(alertsIn(own)).toHaveLength(1);
  });

  it('forgets a card that somebody deleted', async () => {
    const { settled, db } = world;
    sales.messages.length = 0;
    await accept();
    await settled();
    expect(sales.messages.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Megan Bowen accepted/),
    ]);
    expect(await db.collection('cards').countDocuments({ '_id.conversationId': sales.id })).toBe(0);
  });

  it('says when an invitation has ended without an answer', async () => {
    const { db, settled, megan, presses } = world;
    const button = buttonOn(meganChat, 'Accept Fabrikam');
    await db
      .collection('relationships')
      .updateMany({}, [{ $set: { 'state.invitation.expiresAt': '$$NOW' } }]);
    await until(() => newest(sales)[0] === '◷ Invitation expired', 'the expiry was announced');
    await settled();
    expect(newest(sales)[1]).toMatch(/^The invitation to Contoso \(contoso\.com\) ended without an answer, /);
    const { body } = await presses(megan, meganChat, { button });
    expect(read(body.value)[2]).toMatch(/^◷ This request expired /);
  });

  it('greets once in a new conversation, however Teams announces it', async () => {
    const { dana, chat, send, activity } = world;
    const fresh = chat(dana);
    const arrivals = [
      { ...activity(dana, fresh, {}), type: 'installationUpdate', action: 'add' },
      { ...activity(dana, fresh, {}), type: 'conversationUpdate' },
      { ...activity(dana, fresh, {}), type: 'installationUpdate', action: 'add-upgrade' },
    ];
    for (const arrival of arrivals) await send(arrival, {});
    expect(fresh.messages.map(({ summary }) => summary)).toEqual(['Vínculo is here']);
  });
});
