import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startProgram } from './program.ts';

const CONFIG_ERROR = 78;
const STOP_WITHIN_MS = 15_000;

const config = readConfig(process.env);
if ('problem' in config) {
  process.stderr.write(`Vínculo cannot start: ${config.problem}\n`);
  process.exit(CONFIG_ERROR);
}

const log = createLog(config.logLevel);

function giveUp(happening: string, error: unknown): never {
  log.fatal({ err: error }, happening);
  process.exit(1);
}

process.on('uncaughtException', (error) => giveUp('An exception was not caught', error));
process.on('unhandledRejection', (error) => giveUp('A rejection was not handled', error));

const program = await startProgram(config, log, () => new Date()).catch((error: unknown) =>
  giveUp('The program could not start', error),
);
log.info({ port: program.port }, 'Listening');

function stopOnSignal(signal: NodeJS.Signals): void {
  log.info({ signal }, 'Stopping');
  setTimeout(() => giveUp('Stopping took too long', new Error(signal)), STOP_WITHIN_MS).unref();
  program.stop().then(
    () => process.exit(0),
    (error: unknown) => giveUp('Stopping failed', error),
  );
}

process.once('SIGTERM', stopOnSignal);
process.once('SIGINT', stopOnSignal);
