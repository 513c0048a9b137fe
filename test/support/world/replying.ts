import { beforeEach } from 'vitest';
import { buttonIn } from '../cards/buttons.ts';
import { formTokenOf, openBrowser } from './browser-visit.ts';
import { forgetAll, INVITE_CONTOSO, type Invited, invite } from './invited.ts';
import type { TeamsPerson } from './teams.ts';
import { useFabrikam, useMailbox } from './use-world.ts';
import { nothingWaits, read, until } from './world.ts';

/** The text of Dana's replies. */
export const REPLY = 'No, they stay where they are.';

/** The answer of a busy mail server. */
export const LATER = { at: 'data', code: 451, text: 'Later' } as const;

/** Fabrikam has invited Contoso, afresh for every test, and the bot sends mail: what people ask and reply then. */
export function useReplies() {
  const mailbox = useMailbox();
  const world = useFabrikam('setup "Fabrikam" country:ES', () => ({ environment: mailbox.environment }));
  const link = {} as Invited;

  beforeEach(() => invites());

  async function invites(more = ''): Promise<void> {
    await forgetAll(world);
    mailbox.forget();
    world.logged.length = 0;
    Object.assign(link, await invite(world, `${INVITE_CONTOSO} ${more}`));
    world.sales.messages.length = 0;
  }

  const alert = () => world.sales.messages.find(({ card }) => JSON.stringify(card).includes('"reply"'))?.card;

  return {
    invites,
    world,
    mailbox,
    link,

    /** A person asks on the page; returns their browser, still signed in. */
    async asks(person: string, question: string) {
      const browser = openBrowser(world);
      await browser.signIn(link.token, person);
      const formToken = formTokenOf(await browser.visit(`/i/${link.token}`));
      await browser.submit(`/i/${link.token}/question`, { formToken, question });
      await world.settled();
      return browser;
    },

    /** Dana, or the agent `by`, replies on the alert of a question. */
    replies: (more: { by?: TeamsPerson; id?: string } = {}) => {
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
        return nothingWaits(world.db);
      }, 'what was let go is done'),
  };
}
