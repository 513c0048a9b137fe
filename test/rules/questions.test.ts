import { describe, expect, it } from 'vitest';
import { decide } from '../../src/relationship/decide.ts';
import type { Event } from '../../src/relationship/event.ts';
import { isWaitingForReply, MOST_WAITING } from '../../src/relationship/rules/questions.ts';
import { requestCard } from '../../src/teams/cards/request-card.ts';
import { readCard } from '../support/cards/card-rules.ts';
import {
  accepted,
  alex,
  asked,
  dana,
  danaAsGuest,
  danaOnThePage,
  drafted,
  expired,
  fabrikam,
  henrietta,
  history,
  nestor,
  replied,
  reported,
  revoked,
  shared,
  tuesday,
} from '../support/given.ts';

const ask = { type: 'ask', by: alex, invitationId: 'R-7K2M', text: asked.text } as const;
const reply = { type: 'reply', by: dana, invitationId: 'R-7K2M', text: replied.text } as const;
const report = {
  type: 'report-abuse',
  by: alex,
  invitationId: 'R-7K2M',
  reason: 'Never heard of them',
} as const;

const given = (...events: readonly Event[]) => ({
  partner: fabrikam,
  relationship: history(drafted, shared, ...events),
});
const refusal = (code: string) => expect.objectContaining({ reason: expect.objectContaining({ code }) });

describe('a question', () => {
  it('is anybody’s of the organisation, whether they may answer or not', () => {
    expect(decide(ask, given(), tuesday)).toEqual([asked]);
    expect(decide({ ...ask, text: `  ${asked.text}\n` }, given(), tuesday)).toEqual([asked]);
  });

  it.each([
    ['expired', expired],
    ['withdrawn', revoked],
    ['accepted', accepted],
  ])('can be asked of a request that is %s, and changes nothing of that', (_, closing) => {
    const { relationship } = given(closing);
    expect(decide(ask, given(closing), tuesday)).toEqual([asked]);
    const { invitation, ...rest } = history(drafted, shared, closing, asked);
    const { invitation: before, ...same } = relationship;
    expect(rest).toEqual(same);
    const { remarks, ...untouched } = invitation;
    expect(untouched).toEqual(before);
    expect(remarks).toEqual([{ at: tuesday, by: alex, text: asked.text }]);
  });

  it.each([
    ['of another organisation', henrietta, 'other-organisation'],
    ['who is a guest', danaAsGuest, 'other-organisation'],
    ['of the partner', danaOnThePage, 'own-invitation'],
  ])('is not for somebody %s', (_, by, code) => {
    expect(() => decide({ ...ask, by }, given(), tuesday)).toThrow(refusal(code));
    expect(() => decide({ ...report, by }, given(), tuesday)).toThrow(refusal(code));
  });

  it('has to say something, and be about the newest invitation', () => {
    expect(() => decide({ ...ask, text: ' \n ' }, given(), tuesday)).toThrow(refusal('question-empty'));
    expect(() => decide({ ...ask, invitationId: 'R-9Q3D' }, given(), tuesday)).toThrow(
      refusal('invitation-replaced'),
    );
  });

  it('waits its turn: only so many are open at a time, and a reply makes room', () => {
    const many = Array.from({ length: MOST_WAITING }, () => asked);
    expect(() => decide(ask, given(...many), tuesday)).toThrow(refusal('too-many-questions'));
    expect(decide(ask, given(...many, replied), tuesday)).toEqual([asked]);
  });

  it('waits for a reply until there is one', () => {
    const remarks = (...events: Event[]) => given(...events).relationship.invitation.remarks;
    expect([remarks(), remarks(asked), remarks(asked, replied)].map((all) => isWaitingForReply(all))).toEqual(
      [false, true, false],
    );
  });
});

describe('a reply', () => {
  it('is the Admin and Sales agents’, to whatever has been asked', () => {
    expect(decide(reply, given(asked), tuesday)).toEqual([replied]);
    expect(() => decide({ ...reply, by: nestor }, given(asked), tuesday)).toThrow(refusal('role-required'));
    expect(() => decide({ ...reply, text: '' }, given(asked), tuesday)).toThrow(refusal('question-empty'));
  });

  it('is refused like the question and the doubt when it is longer than it may be', () => {
    const [whole, most] = ['x'.repeat(1000), 'x'.repeat(500)];
    expect(decide({ ...ask, text: whole }, given(), tuesday)).toHaveLength(1);
    expect(() => decide({ ...ask, text: `${whole}x` }, given(), tuesday)).toThrow(refusal('text-too-long'));
    expect(() => decide({ ...reply, text: `${whole}x` }, given(asked), tuesday)).toThrow(
      refusal('text-too-long'),
    );
    expect(decide({ ...report, reason: most }, given(), tuesday)).toHaveLength(1);
    expect(() => decide({ ...report, reason: `${most}x` }, given(), tuesday)).toThrow(
      refusal('text-too-long'),
    );
  });

  it('stands on the customer’s card below the question, the newest four of them', () => {
    const reader = { language: 'en', timeZone: 'Europe/Madrid' } as const;
    const lines = (...events: Event[]) =>
      readCard(
        requestCard({
          relationshipId: 'relationship',
          relationship: given(...events).relationship,
          partner: fabrikam,
          reader,
          now: tuesday,
        }).attachment.content,
      );
    const all = lines(asked, replied);
    expect(all.slice(all.indexOf('Questions'), all.indexOf('Questions') + 5)).toEqual([
      'Questions',
      'Alex Wilber, 3 Mar 2026, 10:00 CET',
      'Do our subscriptions move?',
      'Dana Souza, 3 Mar 2026, 10:00 CET',
      'No, they stay.',
    ]);
    const most = lines(asked, replied, asked, replied, asked, replied);
    expect(most.filter((line) => line === asked.text)).toHaveLength(2);
  });
});

describe('a report of abuse', () => {
  it('is told once, and changes nothing else', () => {
    expect(decide(report, given(), tuesday)).toEqual([reported]);
    expect(decide(report, given(reported), tuesday)).toEqual([]);
    expect(given(reported).relationship.status).toBe('invited');
  });
});
