import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readDatabaseUri } from '../config.ts';
import type { BrokenChain, ChainVerdict } from '../store/audit/verification.ts';
import { createStore } from '../store/store.ts';

const BROKEN = 1;
const USAGE_ERROR = 64;
const UNAVAILABLE = 69;
const CONFIG_ERROR = 78;

const USAGE = 'Usage: npm run audit -- verify [--partner <id>] [--expect <hash>]';

// `partner`: absent for all partners; `expect`: a hash that was printed earlier and kept outside the database.
const auditRequest = z.object({
  partner: z.string().optional(),
  expect: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
type AuditRequest = z.infer<typeof auditRequest>;

function readAuditArguments(): AuditRequest | undefined {
  const options = { partner: { type: 'string' }, expect: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return positionals.join(' ') === 'verify' ? auditRequest.safeParse(values).data : undefined;
  } catch {
    // An unknown option: the usage lists the options that exist.
    return undefined;
  }
}

const SAYS: Record<BrokenChain['flaw'], string> = {
  'entry-missing': 'the entry is missing',
  'entry-changed': 'the entry was changed, or does not follow the one before it',
  'entry-added': 'the entry was added, or stands twice',
  'end-missing': 'the chain ends before this entry: its end was cut off',
  'head-missing':
    'the document that this entry belongs to is missing, and nothing says how long its chain was',
  'head-changed': 'the head does not have the hash of this last entry',
  'anchored-missing': 'an anchor knows this entry, but it is missing',
  'anchored-changed': 'an anchor knows this entry with another hash: the chain was rewritten',
};

function verdictLine(verdict: ChainVerdict): string {
  const { partnerId } = verdict;
  if (verdict.isWhole) return `${partnerId}  whole  ${verdict.entries} entries  ${verdict.hash}`;
  const { relationshipId, sequence, flaw, at } = verdict;
  const place = [
    ...(relationshipId === null ? [] : [`relationship ${relationshipId}`]),
    `entry ${sequence}`,
    ...(at === undefined ? [] : [at.toISOString()]),
  ];
  return `${partnerId}  BROKEN  ${place.join(', ')}: ${SAYS[flaw]}`;
}

// Prints a line for each partner; true when every chain is whole and one of them has the expected hash.
async function verifyChains(uri: string, { partner, expect }: AuditRequest): Promise<boolean> {
  const { anchors, verification, close } = createStore(uri);
  try {
    const { partnerIds, verify } = verification;
    const known = await partnerIds();
    let isWhole = partner === undefined || known.includes(partner);
    let hasExpected = expect === undefined;
    if (!isWhole) process.stdout.write(`${partner}  BROKEN  nothing is stored of this partner\n`);
    for (const partnerId of known.filter((one) => partner === undefined || one === partner)) {
      // What happened up to now is anchored first, so that the hash to keep vouches for all of it.
      await anchors.anchor(partnerId);
      const verdict = await verify(partnerId, expect);
      process.stdout.write(`${verdictLine(verdict)}\n`);
      isWhole &&= verdict.isWhole;
      hasExpected ||= verdict.isWhole && verdict.hasExpected;
    }
    if (!hasExpected) process.stdout.write(`BROKEN  no whole chain has an entry with the hash ${expect}\n`);
    return isWhole && hasExpected;
  } finally {
    await close();
  }
}

function exitWith(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

const request = readAuditArguments() ?? exitWith(USAGE_ERROR, USAGE);
const uri = readDatabaseUri(process.env);
if (typeof uri !== 'string') exitWith(CONFIG_ERROR, `The audit cannot be verified: ${uri.problem}`);
const isWhole = await verifyChains(uri, request).catch((error: unknown) =>
  exitWith(
    UNAVAILABLE,
    `The audit could not be read: ${error instanceof Error ? error.message : String(error)}`,
  ),
);
process.exitCode = isWhole ? 0 : BROKEN;
