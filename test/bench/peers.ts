import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOwnProcess } from '../support/outside/own-process.ts';
import { versionOf } from './machine.ts';

const run = promisify(execFile);
const SOURCE = join(process.cwd(), 'test/bench/peers');
const FOLDER = join(process.cwd(), 'node_modules/.cache/vinculo/bench-peers');

const PRODUCTION = { NODE_ENV: 'production' };
// The Agents SDK refuses to be without credentials in production.
const NOT_IN_PRODUCTION = 'agents-sdk.mjs';

/** The bots beside which the program is measured: the file that starts each, and the package that makes it. */
export const PEERS = [
  { name: 'stock botbuilder echo', file: 'stock.mjs', package: 'botbuilder' },
  { name: 'Teams SDK echo', file: 'teams-sdk.mjs', package: '@microsoft/teams.apps' },
  { name: 'Agents SDK echo', file: 'agents-sdk.mjs', package: '@microsoft/agents-hosting' },
  { name: 'bare node:http echo', file: 'bare.mjs', package: undefined },
] as const;

/** The name of the bot that everything is compared with. */
export const STOCK = PEERS[0].name;

/** Installs the peers into a folder of their own, without running their install scripts. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  say('Installing the peers');
  await mkdir(FOLDER, { recursive: true });
  await cp(SOURCE, FOLDER, { recursive: true });
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  await run('npm', ['install', ...options], { cwd: FOLDER });
}

/** Starts one of the peers. */
export const startPeer = (file: string) =>
  startOwnProcess({ args: [file], folder: FOLDER, env: file === NOT_IN_PRODUCTION ? {} : PRODUCTION });

/** The versions of the peers. */
export async function peerVersions(): Promise<Record<string, string>> {
  const names = PEERS.flatMap(({ package: name }) => (name === undefined ? [] : [name]));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await versionOf(name, FOLDER)])),
  );
}
