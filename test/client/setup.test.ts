import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { picture } from '../support/browser/browser.ts';
import { playgroundPage } from '../support/browser/playground-page.ts';
import { useSandboxWindows } from '../support/browser/sandbox-windows.ts';
import { step } from '../support/step.ts';

// The Playground opens no dialogs, so this is the form.
describe('the company’s profile, in Teams', () => {
  const windows = useSandboxWindows(5500);
  let dana: Page;

  beforeAll(async () => {
    ({ dana } = windows);
    const fabrikam = playgroundPage(dana);
    await fabrikam.open(windows.sandbox.partner.url, 'Personal Chat');
    await fabrikam.types('idioma es');
    await dana.getByText('A partir de ahora').waitFor();
    await fabrikam.types('configurar');
  });

  const days = () => dana.getByLabel('Días de validez de una invitación (1–30)').last();

  it('is opened with today’s values, refused with everything that was written, and saved in its place', async () => {
    await step('opens with today’s values', async () => {
      await days().waitFor();
      await dana.getByRole('button', { name: 'Guardar' }).scrollIntoViewIfNeeded();
      await picture(dana, '20-setup');
    });

    await step('says what cannot be saved, with everything that was written', async () => {
      await days().fill('45');
      await dana.getByLabel('Recordar pasados estos días').fill('3,6');
      await dana.getByRole('button', { name: 'Guardar' }).click();
      await dana.getByText('⚠ Una invitación puede ser válida entre 1 y 30 días.').waitFor();
      await picture(dana, '21-setup-refused');
    });

    await step('is saved in its place, and says what was there before', async () => {
      await days().fill('10');
      await dana.getByRole('button', { name: 'Guardar' }).click();
      await dana.getByText('10 días (antes: 7 días)').waitFor();
      await dana.getByText('pasados 3 y 6 días (antes: ninguno)').waitFor();
      await picture(dana, '22-setup-saved');
    });
  });
});
