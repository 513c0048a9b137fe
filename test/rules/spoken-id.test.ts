import { describe, expect, it } from 'vitest';
import { understand } from '../../src/grammar/understand.ts';
import { spokenId } from '../../src/relationship/values/invitation-id.ts';

describe('an invitation’s id', () => {
  it.each([
    ['R-7K2M', 'R-7K2M'],
    ['r-7k2m', 'R-7K2M'],
    ['r7k2m', 'R-7K2M'],
    ['R-RRR', 'R-RRR'],
    ['RRRR', 'R-RRR'],
    ['R-7K2M9QXY', 'R-7K2M9QXY'],
    ['7K2M', undefined],
    ['R-7', undefined],
    ['R-7K2M9QXYZ', undefined],
    ['R-7K 2M', undefined],
    ['R-ñK2M', undefined],
    ['', undefined],
  ])('“%s” is %s', (written, id) => {
    expect(spokenId(written)).toBe(id);
  });

  it.each([
    'share r7k2m',
    'SHARE R-7K2M',
    'compartir id:r7k2m',
    'share --id R-7K2M',
    'share R-7K2M.',
    'share R-7K2M!',
  ])('is understood as people write it: %s', (line) => {
    expect(understand(line)).toStrictEqual({ type: 'share', id: 'R-7K2M' });
  });

  it.each([
    'revoke R-7K2M wrong contact',
    'revoke R-7K2M, wrong contact',
    'revoke r-7k2m wrong contact',
    'revocar r7k2m wrong contact',
  ])('is told apart from what follows it: %s', (line) => {
    expect(understand(line)).toStrictEqual({ type: 'revoke', id: 'R-7K2M', reason: 'wrong contact' });
  });

  it.each([
    'status contoso.com',
    'status contoso.com.',
    'status contoso.com?',
    'estado: contoso.com',
    'estado:contoso.com',
  ])('or a domain, with the punctuation of a sentence: %s', (line) => {
    expect(understand(line)).toStrictEqual({ type: 'status', target: 'contoso.com' });
  });
});
