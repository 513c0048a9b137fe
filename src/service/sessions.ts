import type { CustomerPerson } from '../relationship/people.ts';
import { drawSecret, hashSecret } from '../secret.ts';
import type { Session, SignIn } from '../store/documents.ts';
import { SESSION_SECONDS, SIGN_IN_SECONDS, type StoredSessions } from '../store/sessions.ts';

/** A secret for a browser's cookie, and for how many seconds it is valid. */
export type CookieSecret = { readonly value: string; readonly seconds: number };

/** Signs people in and out on the page. The browser holds a random secret, the store only its hash. */
export function createSessions(sessions: StoredSessions) {
  return {
    /** The session of a cookie's secret; undefined when it has ended or never existed. */
    find: (secret: string): Promise<Session | undefined> => sessions.find(hashSecret(secret)),

    /** Begins a session for a person whom Entra has authenticated. */
    async begin(person: CustomerPerson): Promise<CookieSecret> {
      const value = drawSecret();
      await sessions.begin(hashSecret(value), { person, formToken: drawSecret() });
      return { value, seconds: SESSION_SECONDS };
    },

    end: (secret: string): Promise<void> => sessions.end(hashSecret(secret)),

    /** Stores a sign-in under way by its state. Returns how many seconds the person has to complete it. */
    async beginSignIn(state: string, signIn: SignIn): Promise<number> {
      await sessions.beginSignIn(hashSecret(state), signIn);
      return SIGN_IN_SECONDS;
    },

    /** The sign-in with this state; a second call does not find it. */
    takeSignIn: (state: string): Promise<SignIn | undefined> => sessions.takeSignIn(hashSecret(state)),

    /** True while a person is signed in on the page, in any browser, as an administrator of their tenant. */
    isAdministrator: (tenantId: string, objectId: string): Promise<boolean> =>
      sessions.isAdministrator(tenantId, objectId),
  };
}

/** Signs people in and out on the page. */
export type Sessions = ReturnType<typeof createSessions>;
