import { readFileSync } from 'node:fs';
import {
  type Installation,
  type MailTrouble,
  problemsIn,
  type TokenTrouble,
} from '../relationship/installation.ts';
import type { Store } from '../store/store.ts';

/** What looking at the installation needs. `mail`: absent where no mail server is set up. */
export type InstallationParts = {
  readonly store: Pick<Store, 'ping' | 'version'>;
  readonly aheadMs: () => number;
  readonly relayIdleMs: () => number;
  readonly token: () => Promise<TokenTrouble | undefined>;
  readonly mail: (() => Promise<MailTrouble | undefined>) | undefined;
};

const PATIENCE_MS = 4000;

/** Finds out what is wrong with the installation; what does not answer within 4 seconds counts as unreachable. */
export async function lookAtInstallation(parts: InstallationParts): Promise<Installation> {
  const { store, aheadMs, relayIdleMs } = parts;
  const [databaseMs, mongodb, token, mail] = await Promise.all([
    timeOf(store.ping),
    store.version(),
    within(parts.token(), 'unreachable'),
    within(parts.mail?.() ?? Promise.resolve(undefined), 'unreachable'),
  ]);
  const problems = problemsIn({ aheadMs: aheadMs(), relayIdleMs: relayIdleMs(), databaseMs, token, mail });
  return { problems, versions: { program: programVersion(), node: process.versions.node, mongodb } };
}

/** The version of this program. */
export function programVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(file) as { version?: unknown }).version);
}

/** How many milliseconds something takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function within<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
