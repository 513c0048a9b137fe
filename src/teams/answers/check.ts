import type { Request } from '../../grammar/requests.ts';
import type { Partner } from '../../relationship/partner.ts';
import { isOpen, standing } from '../../relationship/standing.ts';
import type { Checked } from '../../service/inviting.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import { agentCaller, type Caller } from '../caller.ts';
import { run } from '../cards/button.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer, AnswerParts } from './answer.ts';

/** Whose a domain is, in which cloud, and whether there is anything to invite to; changes nothing. */
export async function check(
  { domain }: Extract<Request, { type: 'check' }>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const agent = agentCaller(caller);
  const checked = await service.inviting.check(agent, domain);
  const { partner } = agent;
  return { card: checkCard(checked, { domain, partner, reader: caller.reader, now: now() }) };
}

type Checking = {
  readonly domain: string;
  readonly partner: Partner;
  readonly reader: Reader;
  readonly now: Date;
};

/** What was found out about a domain, and the next step as a button. */
export function checkCard(checked: Checked, asking: Checking): Card {
  const { domain, reader } = asking;
  const { tenant, found } = checked;
  const { language } = reader;
  const where = tenant.found
    ? say(language, 'check.tenant', {
        tenant: tenant.tenantId,
        cloud: say(language, `cloud.${tenant.cloud}`),
      })
    : say(language, 'check.no-tenant');
  const text = `${where} ${outlook(checked, asking)}`;
  const buttons = isOutOfReach(checked, asking.partner)
    ? []
    : [run({ command: found ? 'customer' : 'invite', given: domain }, reader)];
  return noticeCard({ title: domain, text, tone: 'default', buttons }, reader);
}

// Their own company, or one in another cloud: nobody can be invited there.
function isOutOfReach({ tenant, found }: Checked, partner: Partner): boolean {
  if (found || !tenant.found) return false;
  return partner.tenantIds.includes(tenant.tenantId) || tenant.cloud !== partner.cloud;
}

function outlook({ tenant, found }: Checked, { partner, reader, now }: Checking): string {
  const { language } = reader;
  if (tenant.found && partner.tenantIds.includes(tenant.tenantId)) return say(language, 'check.own');
  if (tenant.found && tenant.cloud !== partner.cloud) return say(language, 'check.other-cloud');
  if (found?.state.status === 'active') {
    return say(language, 'check.active', { at: moment(reader, found.state.since) });
  }
  if (found?.state.status === 'invited' && isOpen(standing(found.state, now))) {
    const { id, expiresAt } = found.state.invitation;
    return say(language, 'check.invited', { id, at: moment(reader, expiresAt) });
  }
  return say(language, 'check.free');
}
