import { beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { buttonIn, buttonOn } from '../support/cards/buttons.ts';
import { type Browser, formTokenOf, openBrowser, pageText } from '../support/world/browser-visit.ts';
import { contents, RECORDS } from '../support/world/database-contents.ts';
import { firstOf, invite } from '../support/world/invited.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useFabrikam, useInvitation } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const QUESTION = 'Do our subscriptions move?\nAnd <b>who</b> bills us?';
const { megan, alex } = people;

describe('a question of the customer’s people', () => {
  const world = useFabrikam();
  const link = useInvitation(world);
  let browser: Browser;

  beforeEach(() => {
    world.sales.messages.length = 0;
    browser = openBrowser(world);
  });

  const asks = async (question: string, page?: string) => {
    const shown = await browser.visit(`/i/${link.token}${page ?? ''}`);
    const formToken = formTokenOf(shown);
    const answered = await browser.submit(`/i/${link.token}/question`, { formToken, question });
    await world.settled();
    return answered;
  };
  const alert = () => world.sales.messages.find(({ card }) => JSON.stringify(card).includes('"reply"'))?.card;

  it('asked on the page is an alert where the invitation was asked for, and the reply is on the page', async () => {
    await browser.signIn(link.token, alex.id);
    const after = await asks(QUESTION);
    expect(after.status).toBe(200);
    expect(pageText(after)).toContain('Sent. Fabrikam has been told');
    expect(read(alert()).slice(0, 4)).toEqual([
      '✉ Question from the customer',
      expect.stringMatching(/^Alex Wilber of Contoso \(contoso\.com\) asks, /),
      'Question',
      QUESTION,
    ]);
    await world.presses(world.dana, world.sales, {
      button: buttonIn(alert(), 'Reply'),
      inputs: { reply: 'No, they stay where they are.' },
    });
    await world.settled();
    expect(newest(world.sales)).toEqual([
      'Reply recorded',
      'It is on the page behind their link and on their card in Teams. Tell Alex Wilber that it is there: a mail from you reaches them at once.',
      ...['Question', QUESTION, 'Reply', 'No, they stay where they are.'],
      `${link.invitationId} · Contoso`,
      ...['[Open in e-mail]', '[Show invitation]'],
    ]);
    expect(JSON.stringify(world.sales.messages.at(-1)?.card)).toContain('mailto:alex@contoso.com?subject=');
    expect(await world.db.collection('relationships').countDocuments({ sealedLink: { $exists: true } })).toBe(
      0,
    );
    const page = await browser.visit(`/i/${link.token}`);
    expect(pageText(page)).toMatch(/Alex Wilber.*Do our subscriptions move\?.*Dana Souza.*No, they stay/);
    expect(page.text).not.toContain('<b>who</b>');
    await world.settled();
    expect(newest(world.sales).join(' ')).not.toContain(link.token);
  });

  it('can be replied to by command, in Spanish too, and is told to every sales channel', async () => {
    const channel = world.channel(tenants.fabrikam);
    await world.says(world.dana, channel, 'alerts on declined');
    await browser.signIn(link.token, megan.id);
    await asks('¿Quién factura?', '?lang=es');
    expect(newest(channel)[0]).toBe('✉ Question from the customer');
    const chat = world.chat(world.dana);
    await world.says(world.dana, chat, `responder ${link.invitationId} Facturamos nosotros.`, {
      locale: 'es-ES',
    });
    await world.settled();
    expect(newest(chat)[0]).toBe('Respuesta registrada');
    expect(pageText(await browser.visit(`/i/${link.token}?lang=es`))).toContain('Facturamos nosotros.');
    await world.says(world.dana, chat, 'alerts off');
  });

  it('asked on the card comes back on the card, which is posted once more with the reply', async () => {
    const theirs = world.chat(world.megan);
    await world.says(world.dana, world.sales, `share ${link.invitationId}`);
    await world.settled();
    await world.says(world.megan, theirs, 'invitations');
    const { body } = await world.presses(world.megan, theirs, {
      button: buttonOn(theirs, 'Send question'),
      inputs: { question: 'Who are you?' },
    });
    expect(read(body.value)).toContain('Who are you?');
    await world.settled();
    const posted = theirs.messages.length;
    await world.presses(world.dana, world.sales, {
      button: buttonIn(alert(), 'Reply'),
      inputs: { reply: 'Your reseller, we hope.' },
    });
    await world.settled();
    expect(theirs.messages.length).toBe(posted + 1);
    expect(newest(theirs)).toContain('Your reseller, we hope.');
  });

  it('asks for a new link when the time is over', async () => {
    await world.db
      .collection<{ _id: string }>('relationships')
      .updateOne({ _id: link.relationshipId }, { $set: { 'state.invitation.expiresAt': new Date(0) } });
    const page = await browser.signIn(link.token, megan.id);
    expect(pageText(page)).toContain('Ask for a new link…');
    expect(page.text).toContain('Could you send us a new one?</textarea>');
    await asks('Could you send us a new one?');
    expect(read(alert())[3]).toBe('Could you send us a new one?');
  });

  it('waits until earlier ones are answered, and says so', async () => {
    await browser.signIn(link.token, megan.id);
    for (const question of ['One?', 'Two?', 'Three?']) expect((await asks(question)).status).toBe(200);
    const refused = await asks('Four?');
    expect(refused.status).toBe(409);
    expect(pageText(refused)).toContain('There are enough questions waiting for a reply');
    expect(pageText(await asks('   '))).toContain('Write something first');
  });

  it.each([
    ['without signing in', undefined, 401],
    ['from another organisation', firstOf(tenants.woodgrove).objectId, 403],
  ])('%s changes nothing', async (_, person, status) => {
    const { token } = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
    if (person !== undefined) await browser.signIn(token, person);
    const shown = await browser.visit(`/i/${token}`);
    const formToken = person === undefined ? 'x' : formTokenOf(shown);
    await world.settled();
    const before = await contents(world.db, RECORDS);
    for (const path of ['question', 'report']) {
      const sent = await browser.submit(`/i/${link.token}/${path}`, { formToken, question: 'Hello?' });
      expect(sent.status).toBe(status);
      expect(sent.text).not.toMatch(/Contoso|Fabrikam/);
    }
    expect(await contents(world.db, RECORDS)).toEqual(before);
  });

  it('is nothing that Helpdesk or a colleague without a role replies to', async () => {
    await browser.signIn(link.token, megan.id);
    await asks('One?');
    const { body } = await world.presses(world.lee, world.sales, {
      button: buttonIn(alert(), 'Reply'),
      inputs: { reply: 'Me too' },
    });
    expect(read(body.value)[0]).toBe('Not with your role');
    expect(pageText(await browser.visit(`/i/${link.token}`))).not.toContain('Me too');
  });

  it('that doubts the request is told once, with the reason', async () => {
    const page = await browser.signIn(link.token, alex.id);
    for (let at = 0; at < 2; at++) {
      const { text } = await browser.submit(`/i/${link.token}/report`, {
        formToken: formTokenOf(page),
        reason: 'Never heard of them',
      });
      expect(pageText({ text } as never)).toContain('Fabrikam has been told that somebody doubts');
    }
    await world.settled();
    const told = world.sales.messages
      .map(({ card }) => read(card))
      .filter(([title]) => title?.startsWith('⚠'));
    expect(told).toHaveLength(1);
    expect(told[0]?.slice(0, 4)).toEqual([
      '⚠ Reported as an abuse',
      expect.stringMatching(/^Alex Wilber of Contoso \(contoso\.com\) does not believe/),
      'Reason',
      'Never heard of them',
    ]);
  });

  it('stands in the history', async () => {
    await browser.signIn(link.token, alex.id);
    await asks('Who bills us?');
    const chat: TeamsConversation = world.chat(world.dana);
    await world.says(world.dana, chat, `history ${link.invitationId}`);
    expect(newest(chat).join('\n')).toContain(`${link.invitationId}: question (Who bills us?)`);
  });
});
