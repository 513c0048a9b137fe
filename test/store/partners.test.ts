import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AGENT, PARTNER, startStore, type TestStore } from '../support/world/store.ts';

describe('a partner’s own message', () => {
  const spanish = { subject: 'Hola', body: '{{vínculo}}' };
  const english = { subject: 'Hello', body: '{{link}}' };
  const doing = { by: AGENT };
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    await store.mongo.partners.deleteMany({});
    await store.partners.save(PARTNER.id, () => PARTNER, doing);
  });

  it('is kept for its language, beside that of the other', async () => {
    const { partners } = store;
    expect(await partners.find(PARTNER.id)).toStrictEqual(PARTNER);
    await Promise.all([
      partners.saveTemplate(PARTNER.id, { language: 'es', template: spanish }, doing),
      partners.saveTemplate(PARTNER.id, { language: 'en', template: english }, doing),
    ]);
    await partners.saveTemplate(
      PARTNER.id,
      { language: 'es', template: { ...spanish, subject: 'Buenas' } },
      doing,
    );
    expect(await partners.find(PARTNER.id)).toStrictEqual({
      ...PARTNER,
      templates: { es: { ...spanish, subject: 'Buenas' }, en: english },
    });
  });

  it('is taken back for its language only', async () => {
    const { partners } = store;
    await partners.saveTemplate(PARTNER.id, { language: 'es', template: spanish }, doing);
    await partners.saveTemplate(PARTNER.id, { language: 'en', template: english }, doing);
    await partners.saveTemplate(PARTNER.id, { language: 'es', template: undefined }, doing);
    expect((await partners.find(PARTNER.id))?.templates).toStrictEqual({ en: english });
  });

  it('is not lost to a profile that was read before it was there', async () => {
    const { partners } = store;
    const before = (await partners.find(PARTNER.id)) ?? PARTNER;
    await partners.saveTemplate(PARTNER.id, { language: 'es', template: spanish }, doing);
    await partners.save(before.id, () => ({ ...before, name: 'Fabrikam Iberia' }), doing);
    expect(await partners.find(PARTNER.id)).toStrictEqual({
      ...PARTNER,
      name: 'Fabrikam Iberia',
      templates: { es: spanish },
    });
  });

  it('does not come with a profile', async () => {
    const { partners } = store;
    await partners.save(PARTNER.id, () => ({ ...PARTNER, templates: { es: spanish } }), doing);
    expect(await partners.find(PARTNER.id)).toStrictEqual(PARTNER);
  });

  it('does not come back with a profile that was read while it was there', async () => {
    const { partners } = store;
    await partners.saveTemplate(PARTNER.id, { language: 'es', template: spanish }, doing);
    const before = (await partners.find(PARTNER.id)) ?? PARTNER;
    await partners.saveTemplate(PARTNER.id, { language: 'es', template: undefined }, doing);
    await partners.save(before.id, () => before, doing);
    expect((await partners.find(PARTNER.id))?.templates).toStrictEqual({});
  });

  it('is stored as it is, whatever it looks like to the database', async () => {
    const { partners } = store;
    const odd = { subject: '$name', body: '{{link}} $$ROOT {"$set": {"name": "x"}} {$where: 1}' };
    await partners.saveTemplate(PARTNER.id, { language: 'es', template: odd }, doing);
    expect(await partners.find(PARTNER.id)).toStrictEqual({ ...PARTNER, templates: { es: odd } });
  });
});
