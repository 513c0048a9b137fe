type Teams = typeof import('@microsoft/teams-js');

/** Where the tab stands: in Teams, which says who is in front of it, or in a browser, where somebody signs in. */
export type Host =
  | {
      readonly kind: 'teams';
      readonly locale: string;
      /** The customer that a deep link names. */
      readonly customer: string | undefined;
      readonly token: () => Promise<string>;
    }
  | { readonly kind: 'browser'; readonly locale: string };

/** Finds out where the tab stands; Teams' library is loaded only inside a frame or Teams' own app. */
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
    // Teams keeps the token and renews it; we keep none.
    token: () => authentication.getAuthToken(),
  };
}

// Teams' own names: default, dark, contrast; one that it may add one day looks like the default.
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
