import type { ArgumentProblem } from '../argument.ts';
import { command } from './command.ts';
import { CLOUD, COUNTRY, DOMAIN, NAME, PAGE, PLACE, TARGET } from './shared-arguments.ts';

/** Commands about customers: what is known of them, and what happened outside and is recorded. */
export const CUSTOMER_COMMANDS = {
  history: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: { target: TARGET, page: PAGE },
    toRequest: (values) => ({ type: 'history', ...values }),
  }),
  check: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: { domain: DOMAIN },
    toRequest: (values) => ({ type: 'check', ...values }),
  }),
  customers: command({
    audience: 'partner',
    subject: 'customers',
    arguments: { text: { kind: 'text', isPositional: true }, page: PAGE, place: PLACE },
    toRequest: (values) => ({ type: 'customers', ...values }),
  }),
  customer: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: { target: TARGET },
    toRequest: (values) => ({ type: 'customer', ...values }),
  }),
  add: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    hasReason: true,
    arguments: { name: NAME, domain: DOMAIN, country: COUNTRY, cloud: CLOUD },
    toRequest: (ask) => ({ type: 'add', ask }),
  }),
  agreement: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: {
      target: TARGET,
      agreement: { kind: 'text', isRequired: true, isPositional: true, choices: ['signed', 'attested'] },
      name: { kind: 'text', longest: 120 },
      email: { kind: 'email' },
      date: { kind: 'date' },
    },
    // The partner attests in Microsoft's place, so it says who signed and when.
    problemsOf: ({ agreement, name, email, date }) => {
      return agreement === 'attested' ? missingOf({ name, email, date }) : [];
    },
    toRequest: ({ target, agreement, name = '', email = '', date = '' }) => {
      const attestation = { name, email, agreedOn: new Date(date) };
      return { type: 'agreement', target, ...(agreement === 'attested' ? { attestation } : {}) };
    },
  }),
  access: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: {
      target: TARGET,
      access: {
        kind: 'text',
        isRequired: true,
        isPositional: true,
        choices: ['requested', 'granted', 'removed'],
      },
    },
    toRequest: (values) => ({ type: 'access', ...values }),
  }),
  end: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: { target: TARGET },
    toRequest: (values) => ({ type: 'end', ...values }),
  }),
  report: command({
    audience: 'partner',
    subject: 'customers',
    isRare: true,
    arguments: { days: { kind: 'days', isPositional: true, range: [1, 366], default: 30 } },
    toRequest: (values) => ({ type: 'report', ...values }),
  }),
};

function missingOf(values: Readonly<Record<string, string | undefined>>): readonly ArgumentProblem[] {
  const missing = Object.keys(values).filter((argument) => values[argument] === undefined);
  return missing.map((argument) => ({ argument, kind: 'missing' }));
}
