import { describe, expect, it } from 'vitest';
import { regrouped } from '../../src/relationship/values/tenant-groups.ts';

// Tenants are letters here; `ab+c` are two groups, and `a:ab` is a partner called a that has the tenants a and b.
const groups = (written: string) => written.split('+').map((group) => [...group]);
const partners = (written: string) =>
  written.split(' ').map((one) => {
    const [id = '', tenantIds = ''] = one.split(':');
    return { id, tenantIds: [...tenantIds] };
  });
const regrouping = (operator: string, stored: string) => {
  const { partners: some, rivals } = regrouped(groups(operator), partners(stored));
  return {
    partners: some.map(({ id, tenantIds }) => `${id}:${tenantIds.join('')}`).join(' '),
    rivals: rivals.map((ids) => ids.join('')),
  };
};

describe('the tenants of partners', () => {
  it.each([
    ['stay as they are', 'a+b', 'a:a b:b', 'a:a b:b'],
    ['grow with the operator’s group', 'ab+c', 'a:a c:c', 'a:ab c:c'],
    ['grow by one that comes first', 'ba', 'a:a', 'a:ba'],
    ['shrink', 'a+c', 'a:ab c:c', 'a:a c:c'],
    ['go over to another partner', 'a+cb', 'a:ab c:c', 'a:a c:cb'],
    ['stay with the one they call it by where they part', 'b+a', 'a:ab', 'a:a'],
    ['stay where that one is gone', 'bc', 'a:ab', 'a:bc'],
    ['are nobody’s where the operator names none of them', 'x', 'a:ab', ''],
  ])('%s', (_, operator, stored, expected) => {
    expect(regrouping(operator, stored)).toEqual({ partners: expected, rivals: [] });
  });

  it('leaves partners apart that want the same ones, each with what it had of them', () => {
    expect(regrouping('abc+d', 'a:a b:bx d:d')).toEqual({ partners: 'a:a b:b d:d', rivals: ['ab'] });
  });
});
