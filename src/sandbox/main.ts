import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { screen } from './screen.ts';

const cache = join(import.meta.dirname, '../../node_modules/.cache/vinculo');
const startedAt = performance.now();

let sandbox: Sandbox | undefined;
let isStopping = false;
process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);

try {
  const { isFresh, portOffset } = readRequest();
  sandbox = await startSandbox({
    folder: join(cache, portOffset === 0 ? 'sandbox' : `sandbox-${portOffset}`),
    cacheFolder: join(cache, 'mongod'),
    isFresh,
    portOffset,
    say: (line) =>
      console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${line}`),
  });
  console.log(screen(sandbox));
} catch (error) {
  complain(error);
  process.exit(1);
}

function readRequest() {
  const offset = z.coerce.number().int().min(0).max(9_000);
  const { success, data } = offset.safeParse(process.env['SANDBOX_PORT_OFFSET'] ?? 0);
  if (!success) throw new Error('SANDBOX_PORT_OFFSET must be a whole number from 0 to 9000');
  return { isFresh: readArguments().fresh, portOffset: data };
}

function readArguments() {
  try {
    return parseArgs({ options: { fresh: { type: 'boolean', default: false } } }).values;
  } catch (cause) {
    throw new Error('The sandbox takes nothing but --fresh, which forgets all that has happened in it', {
      cause,
    });
  }
}

async function stop() {
  // A second signal exits at once; the child processes end by themselves when this process has ended.
  if (isStopping || !sandbox) process.exit(isStopping ? 1 : 0);
  isStopping = true;
  console.log('\nStopping');
  try {
    await sandbox.stop();
    process.exit(0);
  } catch (error) {
    complain(error);
    process.exit(1);
  }
}

function complain(error: unknown) {
  for (let reason = error; reason; reason = reason instanceof Error ? reason.cause : undefined) {
    console.error(reason instanceof Error ? reason.message : reason);
  }
}
