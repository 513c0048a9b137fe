import type { Session, SignIn } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** How long a person stays signed in on the page, in seconds. */
export const SESSION_SECONDS = 8 * 3600;

/** How long a person may take to sign in, in seconds. */
export const SIGN_IN_SECONDS = 600;

/** Stores the page's sessions and the sign-ins under way; both end by the database's clock. */
export function createSessions({ sessions, signIns }: Pick<Mongo, 'sessions' | 'signIns'>) {
  const alive = { $expr: { $gt: ['$expiresAt', '$$NOW'] } };

  return {
    async begin(idHash: string, session: Session): Promise<void> {
      await sessions.updateOne(
        { _id: idHash },
        [{ $set: { ...literal(session), expiresAt: { $add: ['$$NOW', SESSION_SECONDS * 1000] } } }],
        { upsert: true },
      );
    },

    async find(idHash: string): Promise<Session | undefined> {
      const found = await sessions.findOne({ _id: idHash, ...alive });
      return found ? { person: found.person, formToken: found.formToken } : undefined;
    },

    /** True while this person is signed in on the page, in any browser, as an administrator of their tenant. */
    async isAdministrator(tenantId: string, objectId: string): Promise<boolean> {
      const who = { 'person.tenantId': tenantId, 'person.objectId': objectId };
      const proved = { 'person.isAdministrator': true, 'person.isGuest': false };
      return (await sessions.findOne({ ...who, ...proved, ...alive })) !== null;
    },

    async end(idHash: string): Promise<void> {
      await sessions.deleteOne({ _id: idHash });
    },

    async beginSignIn(stateHash: string, signIn: SignIn): Promise<void> {
      await signIns.updateOne(
        { _id: stateHash },
        [{ $set: { ...literal(signIn), expiresAt: { $add: ['$$NOW', SIGN_IN_SECONDS * 1000] } } }],
        { upsert: true },
      );
    },

    /** The sign-in with this state; a second call does not find it. */
    async takeSignIn(stateHash: string): Promise<SignIn | undefined> {
      const taken = await signIns.findOneAndDelete({ _id: stateHash, ...alive });
      if (!taken) return undefined;
      const { codeVerifier, nonce, authority } = taken;
      return { codeVerifier, nonce, authority };
    },
  };
}

/** The page's sessions, as the rest of the program begins, finds and ends them. */
export type Sessions = ReturnType<typeof createSessions>;

// In a pipeline MongoDB reads a text that starts with `$` as a field, so every value from outside is a literal.
function literal(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { $literal: value }]));
}
