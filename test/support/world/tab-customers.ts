import { people } from '../../../src/sandbox/world.ts';
import { formTokenOf, openBrowser } from './browser-visit.ts';
import { INVITE_CONTOSO, invite } from './invited.ts';
import type { World } from './world.ts';

// A name that is markup and turns the direction of what follows.
const HOSTILE_CUSTOMER = '<img src=x onerror=alert(1)> ‮evil';

/** Gives Fabrikam one customer in each state that the tab tells apart, and enough for a second page; Contoso’s id. */
export async function addCustomers(world: World): Promise<string> {
  const says = (line: string) => world.says(world.dana, world.sales, line);
  await says('setup "Fabrikam" country:ES');
  const accepted = await invite(world, INVITE_CONTOSO);
  await says(`share ${accepted.invitationId}`);
  const page = openBrowser(world);
  const formToken = formTokenOf(await page.signIn(accepted.token, people.megan.id));
  await page.submit(`/i/${accepted.token}/accept`, { formToken });
  for (let at = 1; at <= 26; at++) {
    await says(`add "Proseware ${String(at).padStart(2, '0')}" p${at}.proseware.example country:ES`);
  }
  await says('agreement p26.proseware.example accepted');
  await says(`add "${HOSTILE_CUSTOMER}" hostile.example country:ES`);
  const sent = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
  await says(`share ${sent.invitationId}`);
  await world.settled();
  const revoked = await invite(world, 'invite "Tailspin" tailspintoys.com country:ES');
  const { relationshipId, invitationId } = revoked;
  const button = { verb: 'revoke', data: { relationshipId, invitationId } };
  await world.presses(world.dana, world.sales, { button, inputs: { reason: 'The wrong company' } });
  await world.settled();
  return accepted.relationshipId;
}
