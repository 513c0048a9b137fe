import type { CustomerPerson } from '../relationship/people.ts';
import { drawSecret, hashSecret } from '../secret.ts';
import type { Session, SignIn } from '../store/documents.ts';
import { SESSION_SECONDS, SIGN_IN_SECONDS, type Sessions as StoredSessions } from '../store/sessions.ts';

/** A secret for a browser's cookie, and how many seconds it opens what it is for. */
export type CookieSecret = { readonly value: string; readonly seconds: number };

/** Signs people in and out; the browser holds a random secret, the store only its hash. */
export function createSessions(sessions: StoredSessions) {
  return {
    /** The session of a cookie's secret; undefined once it is over. */
    find: (secret: string): Promise<Session | undefined> => sessions.find(hashSecret(secret)),

    /** Begins a session for a person whom Entra has proved. */
    async begin(person: CustomerPerson): Promise<CookieSecret> {
      const value = drawSecret();
      await sessions.begin(hashSecret(value), { person, formToken: drawSecret() });
      return { value, seconds: SESSION_SECONDS };
    },

    end: (secret: string): Promise<void> => sessions.end(hashSecret(secret)),

    /** Remembers a sign-in under way under its state; the seconds that the person may take. */
    async beginSignIn(state: string, signIn: SignIn): Promise<number> {
      await sessions.beginSignIn(hashSecret(state), signIn);
      return SIGN_IN_SECONDS;
    },

    /** The sign-in with this state, once. */
    takeSignIn: (state: string): Promise<SignIn | undefined> => sessions.takeSignIn(hashSecret(state)),

    /** Whether a person is signed in on the page as an administrator of their tenant, in whichever browser. */
    isAdministrator: (tenantId: string, objectId: string): Promise<boolean> =>
      sessions.isAdministrator(tenantId, objectId),
  };
}

/** Signs people in and out. */
export type Sessions = ReturnType<typeof createSessions>;
