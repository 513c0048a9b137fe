import type { HttpRequest, StandInAnswer } from '../http-server.ts';
import type { Codes } from './codes.ts';
import { refuseWith } from './errors.ts';
import { accountPicker, type SignInLanguage } from './page.ts';
import { authorization, check, choice, formFields, parameters } from './parameters.ts';
import { accounts, type Directory, type EntraPlace } from './places.ts';

type EntraVisit = Readonly<{ place: EntraPlace; directory: Directory; request: HttpRequest }>;

/** The page on which a person picks an account; it shows only the accounts that may sign in at this place. */
export function authorize({ place, directory, request }: EntraVisit): StandInAnswer {
  const asked = readAuthorization(directory, request.url);
  // The stand-in keeps no sessions, so a silent sign-in has to fail.
  if (asked.prompt === 'none') return redirect(asked, { error: 'login_required' });
  return accountPicker({
    organisation: place.tenant?.name,
    accounts: accounts(place, directory.tenants),
    loginHint: asked.login_hint,
    action: `choose${request.url.search}`,
    language: languageFor(request, asked),
  });
}

/** Sends the person back to the app, with a code for the account that they picked or with their refusal. */
export function choose(visit: EntraVisit, issue: Codes['issue']): StandInAnswer {
  const { place, directory, request } = visit;
  const asked = readAuthorization(directory, request.url);
  const id = check(choice, formFields(request));
  if (!id) return redirect(asked, { error: 'access_denied', error_subcode: 'cancel' });
  const account = accounts(place, directory.tenants).find(({ person }) => person.id === id);
  const code = issue({
    place,
    account: account ?? refuseWith('unknown-person'),
    redirectUri: asked.redirect_uri,
    codeChallenge: asked.code_challenge,
    nonce: asked.nonce,
    scopes: asked.scope,
  });
  return redirect(asked, { code });
}

/** The language of the page: the first of the person's languages that it has, else English. */
export function languageFor(
  { headers }: HttpRequest,
  asked: { ui_locales?: string | undefined; mkt?: string | undefined } = {},
): SignInLanguage {
  const wishes = [asked.ui_locales, asked.mkt, headers['accept-language']].join(' ');
  return wishes.match(/\b(en|es)\b/i)?.[1]?.toLowerCase() === 'es' ? 'es' : 'en';
}

function readAuthorization(directory: Directory, { searchParams }: URL) {
  const given = parameters(searchParams);
  // These two are checked first: while one of them is wrong, the browser may not be sent anywhere.
  if (given['client_id'] !== directory.clientId) refuseWith('unknown-client');
  if (!mayReceiveCodes(given['redirect_uri'] ?? '', directory)) refuseWith('unknown-redirect');
  return check(authorization, given);
}

function mayReceiveCodes(uri: string, { redirectUris }: Directory) {
  if (redirectUris.includes(uri)) return true;
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^#]*)?$/.test(uri) && URL.canParse(uri);
}

function redirect(
  asked: { redirect_uri: string; state: string },
  result: Record<string, string>,
): StandInAnswer {
  const location = new URL(asked.redirect_uri);
  for (const [name, value] of Object.entries({ ...result, state: asked.state })) {
    location.searchParams.append(name, value);
  }
  return { status: 303, headers: { location: location.href, 'cache-control': 'no-store' } };
}
