import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { openBrowser } from '../support/world/browser-visit.ts';
import { firstOf, invite } from '../support/world/invited.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useDanasChat, useInvitation, useWorld } from '../support/world/use-world.ts';
import { newest, read, until } from '../support/world/world.ts';

const DAY = 86_400_000;
// Nobody knows the working hours of Bouvet Island, where nobody lives.
const DUE_AT_ANY_HOUR = { remindAt: new Date(0), 'state.customer.country': 'BV' };

describe('following up on an invitation', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);
  let shared: TeamsConversation;
  const link = useInvitation(world);

  beforeAll(async () => {
    await asks('setup "Fabrikam" country:ES reminders:3,6');
    shared = world.teams.add({ ...world.sales, id: '19:shared@thread.v2', kind: 'groupChat', messages: [] });
  });
  beforeEach(() => {
    shared.messages.length = 0;
  });

  const share = async () => {
    await world.says(world.dana, shared, `share ${link.invitationId}`);
    await world.settled();
  };
  const shift = (changes: Record<string, Date>) =>
    world.db.collection<{ _id: string }>('relationships').updateOne(
      { _id: link.relationshipId },
      {
        $set: {
          ...Object.fromEntries(Object.entries(changes).map(([k, at]) => [`state.invitation.${k}`, at])),
          ...DUE_AT_ANY_HOUR,
        },
      },
    );
  const reminders = () =>
    world.db.collection('events').countDocuments({ 'event.type': 'invitation-reminded' });

  describe('remind', () => {
    it('posts the request again where the customer has it, and gives the text for a mail', async () => {
      await share();
      expect(await asks(`remind ${link.invitationId}`)).toEqual([
        'Reminder',
        expect.stringMatching(
          /^Contoso has until .* to answer R-\w{4}\. Where they have the request as a card in a chat it has been posted again\. By e-mail, send them this:$/,
        ),
        expect.stringMatching(
          /^Message for the customer: Hello,\n\non \d+ \w+ \d{4} I sent you a message with the subject “Fabrikam asks for a reseller relationship with Contoso”\./,
        ),
        '[Open in e-mail]',
        '[More days…]',
        '[Show invitation]',
      ]);
      const requests = shared.messages.filter(({ summary }) => summary.includes('asks Contoso'));
      expect(requests).toHaveLength(2);
      expect(JSON.stringify(chat.messages.at(-1))).not.toContain(link.token);
    });

    it('is refused for a draft, with what to do first', async () => {
      const lines = await asks(`recordar ${link.invitationId}`, 'es-ES');
      expect(lines[0]).toBe('Aún sin enviar');
      expect(lines.at(-1)).toBe('[Ver invitación]');
    });
  });

  describe('the partner’s reminder days', () => {
    it('call to mind what has been unanswered for so long, once each', async () => {
      await share();
      await shift({ sentAt: new Date(Date.now() - 3 * DAY - 60_000) });
      await until(async () => (await reminders()) === 1, 'the customer is reminded');
      await world.settled();
      expect(newest(world.sales).slice(0, 2)).toEqual([
        '◷ No answer yet',
        expect.stringMatching(/^3 days have passed since R-\w{4} was sent to Contoso/),
      ]);
      expect(shared.messages.filter(({ summary }) => summary.includes('asks Contoso'))).toHaveLength(2);
      await shift({ sentAt: new Date(Date.now() - 6 * DAY - 60_000) });
      await until(async () => (await reminders()) === 2, 'the customer is reminded a second time');
      await world.settled();
      expect(newest(world.sales)[1]).toMatch(/^6 days have passed/);
      expect(await reminders()).toBe(2);
    });
  });

  it('reminds although another invitation cannot be read, which the log tells once', async () => {
    await share();
    const relationships = world.db.collection<{ _id: string; links: unknown }>('relationships');
    const one = await relationships.findOne({ _id: link.relationshipId });
    const unreadable = {
      ...{ ...one, _id: 'unreadable', shape: 99, customerKey: 'unreadable', links: [] },
      ...{ outbox: [], remindAt: new Date(0) },
    };
    await relationships.insertOne(unreadable);
    await shift({ sentAt: new Date(Date.now() - 3 * DAY - 60_000) });
    await until(async () => (await reminders()) === 1, 'the customer is reminded');
    await relationships.updateOne({ _id: 'unreadable' }, { $set: { remindAt: new Date(0) } });
    await until(async () => {
      const again = await relationships.findOne({ _id: 'unreadable' });
      return (again as unknown as { passedOver?: { times: number } }).passedOver?.times === 2;
    }, 'it is tried again');
    const told = world.logged.filter((line) => line.includes('"relationshipId":"unreadable"'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('has a shape that this version cannot read');
    await relationships.deleteOne({ _id: 'unreadable' });
  });

  describe('extend', () => {
    it('gives more days, on every card', async () => {
      await share();
      const before = new Date(Date.now() + 8 * DAY);
      const lines = await asks(`ampliar ${link.invitationId} 7d`, 'es-ES');
      expect(lines[0]).toBe(`Invitación ${link.invitationId}`);
      const document = await world.db.collection('relationships').findOne({});
      expect(document?.['state'].invitation.expiresAt.getTime()).toBeGreaterThan(before.getTime());
      const valid = (card: string[], label: string) => card[card.indexOf(label) + 1] ?? '';
      const there = read(shared.messages.at(-1)?.card);
      const here = read(world.sales.messages[0]?.card);
      expect(valid(there, 'Valid until')).toBe(valid(here, 'Valid until'));
      expect(shared.messages.at(-1)?.faces.length).toBeGreaterThan(1);
    });

    it('opens its form from the card, and ends at thirty days in all', async () => {
      await share();
      await asks(`status ${link.invitationId}`);
      await world.presses(world.dana, chat, { button: buttonOn(chat, 'More days…') });
      expect(newest(chat)).toEqual([
        'More days to answer',
        '⚠ Missing: Days more (a link lives 30 in all)',
        `Invitation: ${link.invitationId}`,
        'Days more (a link lives 30 in all): ',
        '[Extend]',
      ]);
      expect((await asks(`extend ${link.invitationId} 24`))[0]).toBe('Too long');
      expect((await asks(`extend ${link.invitationId} 31`))[0]).toBe('Not that many days');
    });
  });

  describe('a link in other hands', () => {
    it('is told once to where the invitation was asked for, and shows the stranger nothing', async () => {
      const enrico = firstOf(tenants.woodgrove);
      const browser = openBrowser(world);
      const own = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
      await browser.signIn(own.token, enrico.objectId);
      const seen = await browser.visit(`/i/${link.token}`);
      expect([seen.status, /Contoso|Fabrikam/.test(seen.text)]).toEqual([403, false]);
      await until(() => newest(world.sales)[0]?.startsWith('⚠') === true, 'the channel hears of it');
      expect(newest(world.sales)).toEqual([
        '⚠ Opened by another organisation',
        expect.stringMatching(
          /^Enrico Cattaneo, who is not of Contoso \(contoso\.com\), opened the link, .*\. They saw nothing of the request\. Their tenant: 7b052230-/,
        ),
        'Next: ask the customer who has the message. “New link” makes the old one useless.',
        expect.stringMatching(/^R-\w{4} · /),
        '[Show invitation]',
      ]);
      const posts = world.sales.messages.length;
      await browser.visit(`/i/${link.token}`);
      await openBrowser(world).signIn(link.token, people.danaAsGuest.id);
      await world.settled();
      expect(world.sales.messages).toHaveLength(posts);
    });
  });
});
