import { requireSeller } from '../../relationship/guards.ts';
import type { Partner } from '../../relationship/partner.ts';
import { Refusal } from '../../relationship/refusal.ts';
import type { Checked } from '../../service.ts';
import { isOpen, standing } from '../../words/status-words.ts';
import { moment, say } from '../../words/words.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Request } from '../grammar/requests.ts';
import { type Asked, agentAndPartner } from '../who.ts';
import type { AnswerParts, Reply } from './reply.ts';
import { run } from './small-talk.ts';

/** Whose a domain is, in which cloud, and whether there is anything to invite to; changes nothing. */
export async function check(
  { domain }: Extract<Request, { type: 'check' }>,
  asked: Asked,
  { service, now }: AnswerParts,
): Promise<Reply> {
  const { agent, partner } = agentAndPartner(asked.who);
  requireSeller(agent);
  const checked = await service.check(domain, partner);
  const { tenant, found } = checked;
  if (!tenant.found) throw new Refusal({ code: 'tenant-unknown', domain, cloud: partner.cloud });
  const { language } = asked.reader;
  const where = say(language, 'check.tenant', {
    tenant: tenant.tenantId,
    cloud: say(language, `cloud.${tenant.cloud}`),
  });
  const text = `${where} ${outlook(checked, partner, { asked, now: now() })}`;
  const presses = found ? [] : [run('invite', asked.reader, `${domain}`)];
  return { card: noticeCard({ title: domain, text, tone: 'default', presses }, asked.reader) };
}

function outlook(
  { tenant, found }: Checked,
  partner: Partner,
  { asked, now }: { asked: Asked; now: Date },
): string {
  const { reader } = asked;
  const { language } = reader;
  if (!tenant.found) return '';
  if (partner.tenantIds.includes(tenant.tenantId)) return say(language, 'check.own');
  if (tenant.cloud !== partner.cloud) return say(language, 'check.other-cloud');
  if (found?.state.status === 'active') {
    return say(language, 'check.active', { at: moment(reader, found.state.since) });
  }
  if (found && isOpen(standing(found.state, now))) {
    const { id, expiresAt } = found.state.invitation;
    return say(language, 'check.invited', { id, at: moment(reader, expiresAt) });
  }
  return say(language, 'check.free');
}
