import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { contents } from '../support/world/database-contents.ts';
import { forgetAll } from '../support/world/invited.ts';
import { useFabrikam, useMailbox } from '../support/world/use-world.ts';
import { until } from '../support/world/world.ts';

const DOCTOR = join(import.meta.dirname, '../../dist/cli/doctor.js');

type Run = { readonly code: number; readonly out: string; readonly err: string };

function run(environment: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [DOCTOR], { env: environment }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('npm run doctor', () => {
  const mailbox = useMailbox();
  const world = useFabrikam('setup "Fabrikam" country:ES', () => ({ environment: mailbox.environment }));
  beforeEach(() => forgetAll(world));

  const lastLine = 'Fabrikam  0        –           0       0       0';

  it('says that nothing needs attention, and writes nothing', async () => {
    const before = await contents(world.db);
    const { code, out } = await run(world.variables);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^Vínculo 0\.1\.0, Node\.js [\d.]+, MongoDB [\d.]+$/),
      '',
      'Nothing needs attention.',
      '',
      'partner   waiting  the oldest  parked  missed  not reachable',
      lastLine,
    ]);
    expect(code).toBe(0);
    expect(await contents(world.db)).toEqual(before);
  });

  it('says what is parked, failed and gone, where, for how long, and what to do; people have no name', async () => {
    const { dana, db, sales, teams } = world;
    const path = new RegExp(`${sales.id}/activities$`);
    teams.troubles.push({ method: 'POST', path, status: 413, times: 2 });
    await world.says(dana, sales, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    const deliveries = db.collection('deliveries');
    await until(async () => (await deliveries.countDocuments({ state: 'parked' })) === 1, 'it is parked');
    await world.settled();
    const [one] = await deliveries.find({ state: 'parked' }).toArray();
    const hours = (count: number) => ({ $subtract: ['$$NOW', count * 3_600_000] });
    const copy = async (fields: object, ages: object) => {
      const _id = `${Math.random()}` as never;
      await deliveries.insertOne({ ...one, ...fields, _id });
      await deliveries.updateOne({ _id }, [{ $set: ages }]);
    };
    const lane = 'mail:megan@contoso.com';
    const waiting = { state: 'waiting', lane, what: { kind: 'mail', to: 'megan@contoso.com' }, attempts: 1 };
    const dueAt = { $add: ['$$NOW', 3_600_000] };
    await copy({ ...waiting, lastOutcome: { type: 'later', words: 'Error' } }, { addedAt: hours(3), dueAt });
    const conversations = db.collection('conversations');
    await conversations.updateOne({ personObjectId: dana.objectId }, [{ $set: { goneAt: hours(50) } }]);
    const { code, out } = await run(world.variables);
    await deliveries.deleteMany({});
    expect(out).toContain(
      'Needs attention:\n  ⚠ The oldest message has waited 180 min.\n    Look at what failed',
    );
    expect(out).toContain(
      '  ⚠ One message is parked and no longer tried.\n    An Admin agent types “doctor”',
    );
    expect(out).toMatch(/^Fabrikam {2}1 {8}3 h {9}1 {7}0 {7}\d$/m);
    expect(out).toContain('Fabrikam, waiting by place:\n  Mail: 1, the oldest for 3 h');
    expect(out).toMatch(/ {2}parked: post, A channel \(\w+\), tried 2 times: Teams answered 413/);
    expect(out).toContain('  tried again: mail, Mail, tried once: Error');
    expect(out).not.toMatch(/Dana|Megan|megan|contoso/);
    expect(code).toBe(1);
  });

  it('says that Entra refuses the password, and that the mail server is away', async () => {
    const wrong = { MicrosoftAppPassword: 'wrong', SMTP_URL: 'smtp://127.0.0.1:9' };
    const { code, out } = await run({ ...world.variables, ...wrong });
    expect(out).toContain('  ⚠ Entra refuses the bot’s password.\n    Set MicrosoftAppPassword to a valid');
    expect(out).toContain('  ⚠ The mail server cannot be reached.\n    Check host and port');
    expect(code).toBe(1);
  });

  it('says that an outbox has waited, because no program runs', async () => {
    const { db } = world;
    const waits = { $set: { relayAt: { $subtract: ['$$NOW', 300_000] } } };
    await world.stopProgram();
    await db.collection('partners').updateMany({}, [waits]);
    const { code, out } = await run(world.variables);
    expect(out).toContain(
      '  ⚠ What happened has waited 5 min to be passed on.\n    See that the program runs',
    );
    expect(code).toBe(1);
    await db.collection('partners').updateMany({}, { $unset: { relayAt: '' } });
  });

  it('ends with 69 when the database is away, and with 78 when the configuration is wrong', async () => {
    const away = { MONGODB_URI: 'mongodb://127.0.0.1:9/none?serverSelectionTimeoutMS=300' };
    const gone = await run({ ...world.variables, ...away });
    expect([gone.code, gone.out]).toEqual([69, '']);
    expect(gone.err).toMatch(/^The database cannot be read: /);
    const { PUBLIC_URL: _, ...lacking } = world.variables as Record<string, string>;
    expect(await run(lacking)).toEqual({
      code: 78,
      out: '',
      err: 'The configuration is wrong: PUBLIC_URL must be set\n',
    });
  });
});
