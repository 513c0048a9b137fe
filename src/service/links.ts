import type { Change } from '../store/relationships/change.ts';

/** Keeps a link in the clear between the commit and the card that shows it; the store has its hash. */
export function createShownLinks() {
  const tokens = new Map<string, string>();

  return {
    keep(change: Change, token: string): Change {
      const drafted = change.events.find(({ event }) => event.type === 'invitation-drafted');
      if (drafted && !change.isRepeat) tokens.set(drafted.id, token);
      return change;
    },

    /** The link's token of an invitation that this process drafted, for as long as its card is not posted. */
    tokenOf: (eventId: string): string | undefined => tokens.get(eventId),

    /** The card with the link stands: from here nobody can see the link again. */
    forgetToken: (eventId: string): void => void tokens.delete(eventId),
  };
}

/** Keeps links until their cards show them. */
export type ShownLinks = ReturnType<typeof createShownLinks>;
