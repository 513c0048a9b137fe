import type { Partner } from '../../relationship/partner.ts';
import { isSameProfile, profileRows } from '../../words/profile-words.ts';
import { type Reader, say, type WordKey } from '../../words/words.ts';
import { openDialog, run } from './button.ts';
import { actions, type Card, fill } from './card.ts';

/** A partner's profile before and after it was saved; `before`: undefined when it is new. */
export type ProfileShown = { readonly before: Partner | undefined; readonly after: Partner };

/** The profile after an agent saved it; each changed setting also shows its earlier value. */
export function profileCard(shown: ProfileShown, reader: Reader): Card {
  const { language } = reader;
  const title = say(language, titleOf(shown, reader));
  const next = shown.before ? [] : [run({ command: 'invite', title: 'button.invite' }, reader)];
  const change = openDialog('setup', 'button.setup', reader);
  return fill('profile', {
    language,
    title,
    summary: title,
    rows: profileRows(shown, reader),
    actions: actions([...next, change]),
  });
}

function titleOf({ before, after }: ProfileShown, reader: Reader): WordKey {
  if (!before) return 'setup.done';
  return isSameProfile(before, after, reader) ? 'setup.same' : 'setup.changed';
}
