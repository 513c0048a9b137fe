/** The kinds of pages, as they are counted. */
export type PageKind = 'invitation' | 'sign-in' | 'unsubscribe' | 'tab' | 'tab-api' | 'asset' | 'other';

const KINDS: readonly (readonly [RegExp, PageKind | undefined])[] = [
  // These are no pages: turns are counted as such, and probes would drown everything.
  [/^\/(?:api\/messages|health|ready|metrics)\b/, undefined],
  [/^\/i\//, 'invitation'],
  [/^\/sign-in\//, 'sign-in'],
  [/^\/unsubscribe\//, 'unsubscribe'],
  [/^\/tab\/api\//, 'tab-api'],
  [/^\/tab\//, 'tab'],
  [/^\/assets\//, 'asset'],
];

/** The kind of the page at this address, without anything of the address itself; undefined for what is no page. */
export function pageKind(url = ''): PageKind | undefined {
  const known = KINDS.find(([form]) => form.test(url));
  return known ? known[1] : 'other';
}
