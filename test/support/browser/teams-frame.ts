import type { FrameLocator, Page } from 'playwright-core';

/** The tab that Teams opens, and what Teams tells it about the person and the client. */
export type TeamsFrame = {
  readonly tabUrl: string;
  /** The token that Teams gets from Entra for the person; undefined: Teams gets none. */
  readonly token: string | undefined;
  readonly theme?: 'default' | 'dark' | 'contrast';
  readonly locale?: string;
  /** The customer that a deep link names. */
  readonly subPageId?: string;
};

const TEAMS = 'https://teams.microsoft.com/v2/';

/**
 * Opens a tab in a frame of Teams' own origin, and answers the messages of Teams' library there as Teams does: the
 * handshake, the context, the token. The tab cannot tell the difference.
 */
export async function openInTeams(page: Page, frame: TeamsFrame): Promise<FrameLocator> {
  const html = `<!doctype html><title>Teams</title><style>html,body,iframe{margin:0;width:100%;height:100%;border:0;display:block}</style>
    <iframe title="Customers" src="${frame.tabUrl}"></iframe><script>(${answerAsTeams})(${JSON.stringify(frame)})</script>`;
  await page.route(`${TEAMS}**`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(TEAMS);
  return page.frameLocator('iframe');
}

/** Tells the tab that the person has chosen another theme in Teams' settings. */
export async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((chosen) => {
    const message = { func: 'themeChange', args: [chosen] };
    document.querySelector('iframe')?.contentWindow?.postMessage(message, '*');
  }, theme);
}

// Runs in Teams' page as text, so it may use only its argument.
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
