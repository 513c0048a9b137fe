import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { type CardElement, elements } from '../support/cards/card-rules.ts';
import { formTokenOf, openBrowser, pageText } from '../support/world/browser-visit.ts';
import {
  INVITE_CONTOSO,
  invite,
  inviteAndSend,
  openInvitations,
  statusOf,
} from '../support/world/invited.ts';
import { startProcess } from '../support/world/own-process.ts';
import { shiftedClock } from '../support/world/shifted-clock.ts';
import { useMailbox } from '../support/world/use-world.ts';
import { newest, startWorld, until, type World } from '../support/world/world.ts';

const HOUR = 3_600_000;

// The database’s clock is right; the machine on which the program runs has another.
describe.each([
  ['ahead of', HOUR],
  ['behind', -HOUR],
])('a machine whose clock is an hour %s the database’s', (direction, shiftMs) => {
  const mailbox = useMailbox();
  let world: World;
  let program: Awaited<ReturnType<typeof startProcess>>;

  beforeAll(async () => {
    world = await startWorld({ environment: mailbox.environment });
    await world.stopProgram();
    program = await startProcess({ ...world.variables, ...shiftedClock(shiftMs) });
    world.address.url = program.url;
    await until(async () => (await fetch(`${program.url}/ready`)).ok, 'the program is ready');
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
  });
  afterAll(async () => {
    await program.stop();
    await world.stop();
  });

  // So that an hour more or less decides.
  const endsInHalfAnHour = () =>
    world.db
      .collection('relationships')
      .updateMany({}, [{ $set: { 'state.invitation.expiresAt': { $add: ['$$NOW', HOUR / 2] } } }]);
  const clockTold = async () => {
    const response = await fetch(`${program.url}/ready`);
    return ((await response.json()) as { clock?: string }).clock;
  };
  const wrong = () => program.lines.filter((line) => line.includes('Wrong time'));

  it('is ready, and says so there, and in the log once', async () => {
    const told = `the clock of this machine is 60 min ${direction} the database’s, which counts`;
    for (let times = 0; times < 3; times += 1) {
      const response = await fetch(`${program.url}/ready`);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ready', clock: told }]);
    }
    expect(wrong().map((line) => JSON.parse(line).msg)).toEqual([`Wrong time: ${told}`]);
  });

  it('sends a mail that is due, shows an open request as open, and takes the answer of somebody who signs in', async () => {
    const chat = world.chat(world.dana);
    const link = await invite(world, INVITE_CONTOSO, { in: chat });
    await endsInHalfAnHour();
    const letter = [...elements(chat.messages[0]?.card)].find(({ id }: CardElement) => id === 'letter');
    const inputs = { letter: String(letter?.['value']), link: '' };
    await world.presses(world.dana, chat, { button: buttonOn(chat, 'Send by e-mail'), inputs });
    await until(() => mailbox.taken.length === 1, 'the mail went out');
    await world.says(world.dana, chat, `status ${link.invitationId}`);
    expect(newest(chat).join('\n')).not.toContain('xpired');
    const browser = openBrowser(world);
    expect(pageText(await browser.signIn(link.token, people.megan.id))).toContain('Fabrikam asks');
    const page = await browser.visit(`/i/${link.token}?step=accept`);
    await browser.submit(`/i/${link.token}/accept`, { formToken: formTokenOf(page) });
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it('shows in Teams what may be answered', async () => {
    await world.settled();
    await world.forget();
    const link = await inviteAndSend(world);
    await endsInHalfAnHour();
    const chat = await openInvitations(world, world.megan);
    const { body } = await world.presses(world.megan, chat, { button: buttonOn(chat, 'Accept Fabrikam') });
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it('shows nothing else when its clock is set forward by another hour meanwhile', async () => {
    await world.settled();
    await world.forget();
    const link = await inviteAndSend(world);
    await endsInHalfAnHour();
    const before = await clockTold();
    program.signal('SIGUSR2');
    const told = shiftMs > 0 ? expect.stringContaining('120 min ahead of') : undefined;
    await until(async () => (await clockTold()) !== before, 'the step is noticed');
    expect(await clockTold()).toEqual(told);
    await world.says(world.dana, world.sales, `status ${link.invitationId}`);
    expect(newest(world.sales).join('\n')).not.toContain('xpired');
    expect(wrong()).toHaveLength(1);
  });
});
