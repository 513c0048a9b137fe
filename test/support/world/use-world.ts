import { afterAll, beforeAll, beforeEach } from 'vitest';
import { forgetAll, INVITE_CONTOSO, type Invited, invite } from './invited.ts';
import { type Mailbox, startMailbox } from './mail-server.ts';
import type { TeamsConversation } from './teams.ts';
import { newest, startWorld, type World, type WorldOptions } from './world.ts';

/** The world of the tests of one `describe`: starts before the first, stops after the last, and is empty outside of them. */
export function useWorld(options: () => WorldOptions = () => ({})): World {
  const world = {} as World;
  beforeAll(async () => {
    Object.assign(world, await startWorld(options()));
  });
  afterAll(() => world.stop());
  return world;
}

/** A world whose partner Fabrikam has a profile: Dana types this line in the sales channel. */
export function useFabrikam(setup = 'setup "Fabrikam" country:ES', options?: () => WorldOptions): World {
  const world = useWorld(options);
  beforeAll(async () => {
    await world.says(world.dana, world.sales, setup);
  });
  return world;
}

/** Dana’s personal chat with the bot, and `asks`: what she reads there after a line that she types. */
export function useDanasChat(world: World, usualLocale = 'en-GB') {
  const chat = {} as TeamsConversation;
  beforeAll(() => {
    Object.assign(chat, world.chat(world.dana));
  });
  const asks = async (line: string, locale = usualLocale): Promise<string[]> => {
    await world.says(world.dana, chat, line, { locale });
    await world.settled();
    return newest(chat);
  };
  return { chat, asks };
}

/** An invitation that is made anew before each test, in a world that has forgotten all earlier ones. */
export function useInvitation(world: World, line = INVITE_CONTOSO): Invited {
  const link = {} as Invited;
  beforeEach(async () => {
    await forgetAll(world);
    world.logged.length = 0;
    Object.assign(link, await invite(world, line));
  });
  return link;
}

/** The mail server of the tests of one `describe`. */
export function useMailbox(): Mailbox {
  const mailbox = {} as Mailbox;
  beforeAll(async () => {
    Object.assign(mailbox, await startMailbox());
  });
  afterAll(() => mailbox.stop());
  return mailbox;
}
