import { afterAll, beforeAll, beforeEach } from 'vitest';
import { buttonIn } from '../cards/buttons.ts';
import { formTokenOf, openBrowser } from './browser-visit.ts';
import { forgetAll, type Invited, invite } from './invited.ts';
import { type Mailbox, startMailbox } from './mail-server.ts';
import { read, startWorld, until, type World } from './world.ts';

const CONTOSO = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com';

/** The text of Dana's replies. */
export const REPLY = 'No, they stay where they are.';

/** The answer of a busy mail server. */
export const LATER = { at: 'data', code: 451, text: 'Later' } as const;

/** Fabrikam has invited Contoso, afresh for every test, and the bot sends mail: what people ask and reply then. */
export function createReplying() {
  let world: World;
  let mailbox: Mailbox;
  let link: Invited;

  beforeAll(async () => {
    mailbox = await startMailbox();
    world = await startWorld({ environment: mailbox.environment });
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
  });
  afterAll(async () => {
    await world.stop();
    await mailbox.stop();
  });
  beforeEach(() => invites());

  async function invites(more = ''): Promise<void> {
    await forgetAll(world);
    mailbox.forget();
    world.logged.length = 0;
    link = await invite(world, `${CONTOSO} ${more}`);
    world.sales.messages.length = 0;
  }

  const alert = () => world.sales.messages.find(({ card }) => JSON.stringify(card).includes('"reply"'))?.card;

  return {
    invites,
    world: () => world,
    mailbox: () => mailbox,
    link: () => link,

    /** A person asks on the page; returns their browser, still signed in. */
    async asks(person: string, question: string) {
      const browser = openBrowser(world);
      await browser.signIn(link.token, person);
      const formToken = formTokenOf(await browser.visit(`/i/${link.token}`));
      await browser.submit(`/i/${link.token}/question`, { formToken, question });
      await world.settled();
      return browser;
    },

    /** Dana, or somebody else, replies on the alert of a question. */
    replies: (more: { by?: World['dana']; id?: string } = {}) => {
      const { by = world.dana, ...manner } = more;
      const press = { button: buttonIn(alert(), 'Reply'), inputs: { reply: REPLY } };
      return world.presses(by, world.sales, { ...press, ...manner });
    },

    /** The card of the reply, as the channel shows it now. */
    card: () =>
      world.sales.messages.map(({ card }) => read(card)).find(([title]) => title?.includes('Reply ')) ?? [],

    /** Repeats the deliveries that wait for another try, until none waits. */
    retried: () =>
      until(async () => {
        await world.hurry();
        return (await world.db.collection('events').countDocuments({ dispatchedAt: null })) === 0;
      }, 'what was let go is done'),
  };
}
