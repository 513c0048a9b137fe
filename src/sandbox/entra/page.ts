import type { StandInAnswer } from '../http-server.ts';
import { globalAdministrator } from '../world.ts';
import { type EntraRefusal, inWords } from './errors.ts';
import type { Account } from './places.ts';

/** A language of the sign-in page. Microsoft’s page has its own languages, which are not the bot’s. */
export type SignInLanguage = keyof typeof words;

type Choice = Readonly<{
  organisation: string | undefined;
  accounts: readonly Account[];
  loginHint: string | undefined;
  action: string;
  language: SignInLanguage;
}>;

const words = {
  en: {
    title: 'Pick an account',
    standIn:
      'This is the sandbox’s stand-in for Microsoft’s sign-in page. No password is needed, and nothing leaves this computer.',
    anyOrganisation: 'Any organisation',
    administrator: 'Global Administrator',
    guest: 'guest',
    cancel: 'Cancel',
    refused: 'We cannot sign you in',
    goBack: 'Go back to where you came from and try again.',
  },
  es: {
    title: 'Elija una cuenta',
    standIn:
      'Esta página sustituye al inicio de sesión de Microsoft en el entorno de pruebas. No hace falta contraseña y nada sale de este equipo.',
    anyOrganisation: 'Cualquier organización',
    administrator: 'Administrador global',
    guest: 'invitado',
    cancel: 'Cancelar',
    refused: 'No se puede iniciar la sesión',
    goBack: 'Vuelva al lugar del que venía e inténtelo de nuevo.',
  },
};

const style = `
:root { color-scheme: light dark; --edge: #767676; --accent: #4f52b2; }
@media (prefers-color-scheme: dark) { :root { --edge: #8f8f8f; --accent: #aeb1ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 28rem; margin: 0 auto; padding: 1rem; }
.note { border-inline-start: 4px solid var(--accent); padding-inline-start: .75rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin-block: .5rem; }
button { width: 100%; min-height: 44px; padding: .5rem .75rem; font: inherit; text-align: start; cursor: pointer;
  color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: 4px; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button strong, button span { display: block; }`;

/** A page with a button for each of these accounts, the account of `loginHint` first, and a button to cancel. */
export function accountPicker({
  organisation,
  accounts,
  loginHint,
  action,
  language,
}: Choice): StandInAnswer {
  const says = words[language];
  const isHinted = ({ person }: Account) => person.email === loginHint?.toLowerCase();
  const hintedFirst = accounts.toSorted((one, other) => Number(isHinted(other)) - Number(isHinted(one)));
  const buttons = hintedFirst.map((account) => `<li>${accountButton(account, language)}</li>`).join('\n');
  return entraPage({
    status: 200,
    language,
    title: says.title,
    content: `<p><strong>${escapeHtml(organisation ?? says.anyOrganisation)}</strong></p>
<form method="post" action="${escapeHtml(action)}">
<ul>
${buttons}
</ul>
<button name="cancel" value="">${says.cancel}</button>
</form>`,
  });
}

/** A page for a person whom the request cannot sign in, with the reason. */
export function refusalPage(refusal: EntraRefusal, language: SignInLanguage): StandInAnswer {
  const { refused, goBack } = words[language];
  const content = `<p>${goBack}</p>\n<p lang="en">${escapeHtml(inWords(refusal))}</p>`;
  return entraPage({ status: 400, language, title: refused, content });
}

function accountButton({ person, tenant }: Account, language: SignInLanguage) {
  const { administrator, guest } = words[language];
  const part = person.homeTenantId ? guest : person.roles.includes(globalAdministrator) ? administrator : '';
  const details = [person.email, tenant.name, part].filter(Boolean).join(' · ');
  return `<button name="person" value="${person.id}"><strong>${escapeHtml(person.name)}</strong> <span>${escapeHtml(details)}</span></button>`;
}

function entraPage({
  status,
  language,
  title,
  content,
}: {
  status: number;
  language: SignInLanguage;
  title: string;
  content: string;
}): StandInAnswer {
  const body = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
<p class="note">${words[language].standIn}</p>
</main>
</body>
</html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
  return { status, headers, body };
}

function escapeHtml(text: string) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
