import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFresh } from '../../src/store/fresh.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { AGENT, PARTNER, startStore, type TestStore } from '../support/world/store.ts';
import { databaseUri, until } from '../support/world/world.ts';

describe('what many turns ask', () => {
  it('is asked once for all of a moment, and again after a change', async () => {
    const fresh = createFresh<number>();
    let asked = 0;
    const ask = async () => ++asked;
    expect(await Promise.all([fresh.get('a', ask), fresh.get('a', ask)])).toEqual([1, 1]);
    expect(await fresh.get('b', ask)).toBe(2);
    fresh.forget();
    expect(await fresh.get('a', ask)).toBe(3);
    await until(async () => (await fresh.get('a', ask)) > 3, 'it is asked again by itself');
  });

  it('is not taken from a question that was under way when it changed', async () => {
    const fresh = createFresh<string>();
    let answer = (_: string) => {};
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const before = fresh.get('a', () => slow);
    fresh.forget();
    expect(await fresh.get('a', async () => 'new')).toBe('new');
    answer('old');
    expect([await before, await fresh.get('a', async () => 'newer')]).toEqual(['old', 'new']);
  });

  it('is asked again after a failure', async () => {
    const fresh = createFresh<string>();
    await expect(fresh.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await fresh.get('a', async () => 'there')).toBe('there');
  });
});

describe('a change of a partner', () => {
  let store: TestStore;
  let here: Store;
  let there: Store;
  beforeAll(async () => {
    store = await startStore();
    const uri = databaseUri();
    [here, there] = [createStore(uri), createStore(uri)];
    await here.ensureIndexes();
    await here.partners.save(PARTNER.id, () => PARTNER, { by: AGENT });
  });
  afterAll(async () => {
    await Promise.all([here.close(), there.close(), store.stop()]);
  });

  const role = (of: Store) => of.agents.roleOf(PARTNER.id, 'lee');
  const grant = (given: 'sales' | 'none') =>
    here.agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: given }, { by: AGENT });

  it('is seen at once by the process that made it, and soon by every other', async () => {
    expect([await role(here), await role(there)]).toEqual(['none', 'none']);
    await grant('sales');
    expect(await role(here)).toBe('sales');
    await until(async () => (await role(there)) === 'sales', 'the other process sees it');
    await here.partners.save(PARTNER.id, () => ({ ...PARTNER, name: 'Renamed' }), { by: AGENT });
    expect((await here.partners.ofTenant('fabrikam'))?.name).toBe('Renamed');
    await until(
      async () => (await there.partners.find(PARTNER.id))?.name === 'Renamed',
      'the other process sees it',
    );
  });

  it('is always seen where something is to be changed', async () => {
    await grant('sales');
    await there.agents.roleOf(PARTNER.id, 'lee');
    await grant('none');
    expect(await there.agents.roleNow(PARTNER.id, 'lee')).toBe('none');
  });

  it('of a language that a person chose is seen at once', async () => {
    expect(await here.people.languageOf('t', 'o')).toBeUndefined();
    await here.people.speak('t', 'o', 'es');
    expect(await here.people.languageOf('t', 'o')).toBe('es');
  });
});
