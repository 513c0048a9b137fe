import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { picture } from '../support/browser/browser.ts';
import { playgroundPage } from '../support/browser/playground-page.ts';
import { openStage, type Stage } from '../support/browser/sandbox-windows.ts';

// Each step needs the one before it: one story, told in order. The Playground opens no dialogs, so this is the form.
describe('the company’s profile, in Teams', () => {
  let stage: Stage;
  let dana: Page;

  beforeAll(async () => {
    stage = await openStage(5500);
    ({ dana } = stage);
    const fabrikam = playgroundPage(dana);
    await fabrikam.open(stage.sandbox.partner.url, 'Personal Chat');
    await fabrikam.types('idioma es');
    await dana.getByText('A partir de ahora').waitFor();
    await fabrikam.types('configurar');
  });
  afterAll(() => stage.close());

  const days = () => dana.getByLabel('Días de validez de una invitación (1–30)').last();

  it('opens with today’s values', async () => {
    await days().waitFor();
    await dana.getByRole('button', { name: 'Guardar' }).scrollIntoViewIfNeeded();
    await picture(dana, '20-setup');
  });

  it('says what cannot be saved, with everything that was written', async () => {
    await days().fill('45');
    await dana.getByLabel('Recordar pasados estos días').fill('3,6');
    await dana.getByRole('button', { name: 'Guardar' }).click();
    await dana.getByText('⚠ Una invitación puede ser válida entre 1 y 30 días.').waitFor();
    await picture(dana, '21-setup-refused');
  });

  it('is saved in its place, and says what was there before', async () => {
    await days().fill('10');
    await dana.getByRole('button', { name: 'Guardar' }).click();
    await dana.getByText('10 días (antes: 7 días)').waitFor();
    await dana.getByText('pasados 3 y 6 días (antes: ninguno)').waitFor();
    await picture(dana, '22-setup-saved');
  });
});
