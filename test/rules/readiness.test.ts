import { describe, expect, it } from 'vitest';
import { readinessOf } from '../../src/relationship/readiness.ts';
import type { AdminAccess, Agreement, Relationship } from '../../src/relationship/relationship.ts';
import { accepted, drafted, ended, history, shared, standings, terms } from '../support/given.ts';

const active = standings['an accepted invitation'];
const forAzure = history({ ...drafted, terms: { ...terms, scope: 'azure' } }, accepted);

describe('being able to sell (S2)', () => {
  it.each<[Agreement, boolean]>([
    ['unknown', false],
    ['accepted', true],
    ['attested', true],
  ])('with an active relationship and the agreement %s', (agreement, canPurchase) => {
    expect(readinessOf({ ...active, agreement }).canPurchase).toBe(canPurchase);
  });

  it.each<[string, Relationship]>([
    ['an invitation that is still open', history(drafted, shared)],
    ['a customer who said no', standings['a declined invitation']],
    ['a relationship that has ended', ended()],
  ])('is impossible with %s, whatever was signed before', (_, relationship) => {
    expect(readinessOf({ ...relationship, agreement: 'accepted', adminAccess: 'granted' })).toStrictEqual({
      canPurchase: false,
      canManage: false,
      missing: ['relationship'],
    });
  });
});

describe('being able to manage (S4, S5)', () => {
  it.each<[AdminAccess, boolean]>([
    ['none', false],
    ['requested', false],
    ['granted', true],
    ['expired', false],
    ['removed', false],
  ])('with an active relationship and admin access %s', (adminAccess, canManage) => {
    expect(readinessOf({ ...active, adminAccess }).canManage).toBe(canManage);
  });

  it('never follows from acceptance', () => {
    expect(readinessOf(active).canManage).toBe(false);
  });

  it('needs no admin permission for the Azure that the partner itself provisions', () => {
    expect(readinessOf(forAzure)).toStrictEqual({
      canPurchase: false,
      canManage: true,
      missing: ['agreement'],
    });
  });
});

describe('what is missing', () => {
  it('is all of it before the yes', () => {
    expect(readinessOf(history(drafted))).toStrictEqual({
      canPurchase: false,
      canManage: false,
      missing: ['relationship', 'agreement', 'admin-access'],
    });
  });

  it('is agreement and admin access after the yes', () => {
    expect(readinessOf(active)).toStrictEqual({
      canPurchase: false,
      canManage: false,
      missing: ['agreement', 'admin-access'],
    });
  });

  it('is nothing once all three are there', () => {
    expect(readinessOf({ ...active, agreement: 'attested', adminAccess: 'granted' })).toStrictEqual({
      canPurchase: true,
      canManage: true,
      missing: [],
    });
  });
});
