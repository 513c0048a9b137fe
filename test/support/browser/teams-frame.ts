import type { FrameLocator, Page } from 'playwright-core';

/** What Teams says of the tab that it opens, and of who sits in front of it. */
export type TeamsFrame = {
  readonly tabUrl: string;
  /** What Entra gives Teams for the person; undefined: it gives nothing. */
  readonly token: string | undefined;
  readonly theme?: 'default' | 'dark' | 'contrast';
  readonly locale?: string;
  /** What a deep link names. */
  readonly subPageId?: string;
};

const TEAMS = 'https://teams.microsoft.com/v2/';

/**
 * Opens a tab in a frame of Teams' own origin, and answers the messages of Teams' library there as Teams does: the
 * handshake, the context, the token. Nothing of it is known to the tab.
 */
export async function openInTeams(page: Page, frame: TeamsFrame): Promise<FrameLocator> {
  const html = `<!doctype html><title>Teams</title><style>html,body,iframe{margin:0;width:100%;height:100%;border:0;display:block}</style>
    <iframe title="Customers" src="${frame.tabUrl}"></iframe><script>(${answerAsTeams})(${JSON.stringify(frame)})</script>`;
  await page.route(`${TEAMS}**`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(TEAMS);
  return page.frameLocator('iframe');
}

/** The person chooses another theme in Teams' settings. */
export async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((chosen) => {
    const message = { func: 'themeChange', args: [chosen] };
    document.querySelector('iframe')?.contentWindow?.postMessage(message, '*');
  }, theme);
}

// Runs in Teams' page: as text, so nothing from outside but its argument.
function answerAsTeams({ token, theme = 'default', locale = 'en-gb', subPageId }: TeamsFrame): void {
  const runtime = JSON.stringify({ apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: {} });
  const answers: Record<string, readonly unknown[]> = {
    initialize: ['content', 'web', runtime, '2.58.0'],
    getContext: [{ theme, locale, entityId: 'customers', subEntityId: subPageId, hostClientType: 'web' }],
    'authentication.getAuthToken': token === undefined ? [false, 'resourceRequiresConsent'] : [true, token],
  };
  addEventListener('message', ({ data, source, origin }) => {
    const args = answers[data.func];
    if (args) (source as Window).postMessage({ id: data.id, uuidAsString: data.uuidAsString, args }, origin);
  });
}
