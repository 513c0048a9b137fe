import type { HttpAnswer, HttpRequest } from '../http-server.ts';
import type { Codes } from './codes.ts';
import { refuse } from './errors.ts';
import { accountPicker, type SignInLanguage } from './page.ts';
import { authorization, check, choice, formFields, parameters } from './parameters.ts';
import { accounts, type Directory, type Place } from './places.ts';

type Visit = Readonly<{ place: Place; directory: Directory; request: HttpRequest }>;

/** The page on which a person chooses who to be; whoever may not sign in there is not on it. */
export function authorize({ place, directory, request }: Visit): HttpAnswer {
  const asked = readAuthorization(directory, request.url);
  // Nobody is ever signed in already, so a silent sign-in has to fail.
  if (asked.prompt === 'none') return redirect(asked, { error: 'login_required' });
  return accountPicker({
    organisation: place.tenant?.name,
    accounts: accounts(place, directory.tenants),
    loginHint: asked.login_hint,
    action: `choose${request.url.search}`,
    language: languageFor(request, asked),
  });
}

/** Sends the person back to the app, with a code for whom they chose or with their refusal. */
export function choose(visit: Visit, issue: Codes['issue']): HttpAnswer {
  const { place, directory, request } = visit;
  const asked = readAuthorization(directory, request.url);
  const id = check(choice, formFields(request));
  if (!id) return redirect(asked, { error: 'access_denied', error_subcode: 'cancel' });
  const account = accounts(place, directory.tenants).find(({ person }) => person.id === id);
  const code = issue({
    place,
    account: account ?? refuse('unknown-person'),
    redirectUri: asked.redirect_uri,
    codeChallenge: asked.code_challenge,
    nonce: asked.nonce,
    scopes: asked.scope,
  });
  return redirect(asked, { code });
}

/** The language a person reads best, of the two there are. */
export function languageFor(
  { headers }: HttpRequest,
  asked: { ui_locales?: string | undefined; mkt?: string | undefined } = {},
): SignInLanguage {
  const wishes = [asked.ui_locales, asked.mkt, headers['accept-language']].join(' ');
  return wishes.match(/\b(en|es)\b/i)?.[1]?.toLowerCase() === 'es' ? 'es' : 'en';
}

function readAuthorization(directory: Directory, { searchParams }: URL) {
  const given = parameters(searchParams);
  // These two first: until they are right, nothing may be sent anywhere.
  if (given['client_id'] !== directory.clientId) refuse('unknown-client');
  if (!mayReceiveCodes(given['redirect_uri'] ?? '', directory)) refuse('unknown-redirect');
  return check(authorization, given);
}

function mayReceiveCodes(uri: string, { redirectUris }: Directory) {
  if (redirectUris.includes(uri)) return true;
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^#]*)?$/.test(uri) && URL.canParse(uri);
}

function redirect(
  asked: { redirect_uri: string; state: string },
  result: Record<string, string>,
): HttpAnswer {
  const location = new URL(asked.redirect_uri);
  for (const [name, value] of Object.entries({ ...result, state: asked.state })) {
    location.searchParams.append(name, value);
  }
  return { status: 303, headers: { location: location.href, 'cache-control': 'no-store' } };
}
