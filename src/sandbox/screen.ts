import type { Sandbox } from './sandbox.ts';

/** What a person who has just started the sandbox needs to know, in one screen. */
export function screen({ url, partner, customer, mailbox, logFile }: Sandbox) {
  return `
Vínculo is running, and all that it needs around it, on this computer only.

  ${partner.url}   Teams of the partner, Fabrikam; you are Dana Souza, Admin agent
  ${customer.url}   Teams of the customer, Contoso; you are Megan Bowen, administrator
  ${url}/tab/customers   the tab Customers, in a plain browser; sign in as Dana Souza
  ${mailbox.url}   Mailbox: every mail that the bot sends, whoever it is addressed to

1. As Dana, open the channel General and start a post: type @, pick Vínculo, go on with
     invite "Contoso" contoso.com country:ES to:megan@contoso.com
   In a channel the bot hears only what mentions it. In the personal chat just type: help
2. Press "Send by e-mail" on the card that answers. In the mailbox, as Megan, open the mail
   and its link, and sign in as Megan Bowen; there is no password. Or copy the link out of
   the card; or, once it is sent, type in the personal chat of Contoso's Teams: invitations
3. Accept, and look at Fabrikam's General again, and at the tab.

Log: ${logFile}
If the bot dies, or you kill it, it is started again after a second.
Reloading a page of Teams empties it. What the bot knows stays until you start with --fresh.
Ctrl-C stops everything.
`;
}
