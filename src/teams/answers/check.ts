import type { RequestOf } from '../../grammar/requests.ts';
import type { Partner } from '../../relationship/partner.ts';
import { isOpen, standing } from '../../relationship/standing.ts';
import type { Checked } from '../../service/inviting.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import { run } from '../cards/button.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';

/** Tells which tenant a domain belongs to, in which cloud, and whether its owner can be invited; changes nothing. */
export async function check(
  { domain }: RequestOf<'check'>,
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

/** The result of checking a domain, with the next step as a button; no button where the partner cannot invite. */
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

// The partner cannot invite its own company, or a company in another cloud.
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
