type Teams = typeof import('@microsoft/teams-js');

/** Where the tab runs: in Teams, which identifies the person by a token, or in a plain browser, where they sign in. */
export type Host =
  | {
      readonly kind: 'teams';
      readonly locale: string;
      /** The customer that a deep link names. */
      readonly customer: string | undefined;
      readonly token: () => Promise<string>;
    }
  | { readonly kind: 'browser'; readonly locale: string };

/** Finds out where the tab runs. Loads Teams' library only in a frame or in Teams' own app; throws when that fails. */
export async function findHost(): Promise<Host> {
  const isInside = window.parent !== window || 'nativeInterface' in window;
  if (!isInside) return { kind: 'browser', locale: navigator.language };
  const { app, authentication } = await loadTeams();
  await app.initialize();
  const { app: client, page } = await app.getContext();
  showTheme(client.theme);
  app.registerOnThemeChangeHandler(showTheme);
  return {
    kind: 'teams',
    locale: client.locale,
    customer: page.subPageId || undefined,
    // Teams keeps the token and renews it, so the tab keeps none.
    token: () => authentication.getAuthToken(),
  };
}

// Teams' own names: default, dark, contrast. A theme that Teams adds later looks like the default.
function showTheme(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
}

function loadTeams(): Promise<Teams> {
  const { teamsScript = '', teamsIntegrity = '' } = document.body.dataset;
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = teamsScript;
    script.integrity = teamsIntegrity;
    script.onload = () => resolve((window as unknown as { microsoftTeams: Teams }).microsoftTeams);
    script.onerror = () => reject(new Error('Teams’ library could not be loaded'));
    document.head.append(script);
  });
}
