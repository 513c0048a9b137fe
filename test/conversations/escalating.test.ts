import { beforeEach, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { forgetAll } from '../support/world/invited.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, until } from '../support/world/world.ts';

const DAY = 86_400_000;

describe('an invitation that nobody looks after', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES unattended:3');
  let danasChat: TeamsConversation;

  beforeEach(async () => {
    await forgetAll(world);
    danasChat = world.chat(world.dana);
    await world.says(world.dana, danasChat, 'hello');
    await asks(world.dana, 'role @ sales', [world.lee]);
  });

  const asks = async (by: TeamsPerson, words: string, mentioned: readonly TeamsPerson[] = []) => {
    const left = [...mentioned];
    const text = words.replace(/(?<= )@(?= |$)/g, () => `<at>${left.shift()?.name ?? ''}</at>`);
    await world.says(by, world.sales, text, {
      change: (activity) => {
        const entities = mentioned.map(({ id, name }) => {
          return { type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } };
        });
        activity['entities'] = [...((activity['entities'] as unknown[]) ?? []), ...entities];
      },
    });
    await world.settled();
    return newest(world.sales);
  };
  const invitedByLee = async () => {
    await asks(world.lee, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    const id = /R-[0-9A-Z]{4}/.exec(JSON.stringify(world.sales.messages.at(-1)))?.[0];
    if (!id) throw new Error('No invitation is shown');
    return id;
  };
  const toldIn = ({ messages }: TeamsConversation) =>
    messages.filter(({ summary }) => summary.includes('has no answer yet')).length;
  const untilTold = async () => {
    await until(() => toldIn(world.sales) > 0 && toldIn(danasChat) > 0, 'it is told');
    await world.settled();
  };

  it('is told of where it was asked for and to an Admin agent, once its owner’s role was taken away', async () => {
    const id = await invitedByLee();
    await asks(world.dana, 'role @ none', [world.lee]);
    await untilTold();
    expect(newest(danasChat)).toEqual([
      '◷ Nobody looks after it',
      'The invitation to Contoso (contoso.com) has no answer yet. Lee Gu, who looks after it, no longer has a role for that.',
      'Next: take it over and ask the customer.',
      `${id} · You get this where the invitation was asked for, and one of your Admin agents does.`,
      '[Take over]',
      '[Show invitation]',
    ]);
    expect([toldIn(world.sales), toldIn(danasChat)]).toEqual([1, 1]);
  });

  it('is looked after by whoever presses first; the second is told who that is', async () => {
    const id = await invitedByLee();
    await asks(world.dana, 'role @ none', [world.lee]);
    await untilTold();
    const button = buttonOn(world.sales, 'Take over');
    await asks(world.dana, 'role @ sales', [world.lee]);
    await world.presses(world.dana, danasChat, { button: buttonOn(danasChat, 'Take over') });
    await world.settled();
    const status = await asks(world.dana, `status ${id}`);
    expect(status[status.indexOf('Looked after by') + 1]).toBe('Dana Souza');
    const { body } = await world.presses(world.lee, world.sales, { button });
    expect(JSON.stringify(body)).toContain('Dana Souza looks after this invitation.');
    expect((await asks(world.dana, `history ${id}`)).join('\n')).toMatch(/nobody looked after it \(Lee Gu\)/);
  });

  it('is told of after the days of the profile, in the language of the partner', async () => {
    await invitedByLee();
    const longAgo = new Date(Date.now() - 3 * DAY - 60_000);
    const change = { 'state.invitation.createdAt': longAgo, escalateAt: longAgo };
    await world.db.collection('relationships').updateMany({}, { $set: change });
    await untilTold();
    expect(newest(world.sales)[1]).toBe(
      'The invitation to Contoso (contoso.com) has no answer yet. Lee Gu looks after it, but nobody of your company has done anything with it for 3 days.',
    );
  });

  it('is shown in the profile, and can be switched off', async () => {
    const lines = await asks(world.dana, 'setup unattended:5');
    expect(lines[lines.indexOf('Unattended invitations') + 1]).toMatch(/^told of after 5 days/);
    const off = await asks(world.dana, 'configurar desatendidas:ninguno');
    expect(off[off.indexOf('Unattended invitations') + 1] ?? '').toMatch(/none|–|—|not set/i);
    await asks(world.dana, 'setup unattended:3');
  });
});
