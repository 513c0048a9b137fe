import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contents } from '../support/world/database-contents.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';

const SPAIN = 'setup "Fabrikam" country:ES cloud:public';
const GOVERNMENT = 'setup "Fabrikam" country:US cloud:usgov';

describe('an invitation that the rules do not allow', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeAll(async () => {
    await asks(SPAIN);
    await asks('invite "Woodgrove" woodgrovebank.com country:PT');
    await asks('add "Tailspin" tailspintoys.com country:ES');
  });
  beforeEach(() => {
    chat.messages.length = 0;
  });

  it.each<[string, string, string, string[]]>([
    [
      'S8: in another region',
      SPAIN,
      'invite "Adatum" adatum.com country:US',
      [
        'Another region',
        'Your company sells in Spain, the customer’s country is United States. Microsoft allows a reseller relationship only inside one region, so no invitation was created. A partner of the customer’s region can ask.',
      ],
    ],
    [
      'S6: without admin permission in the US Government cloud',
      GOVERNMENT,
      'invite "Northwind" northwind.example country:US scope:azure',
      [
        'Not offered in this cloud',
        'Microsoft Cloud for US Government does not offer a relationship without admin permission. Invite with scope:full; nothing was created.',
      ],
    ],
    [
      'S15: in another cloud',
      SPAIN,
      'invite "Northwind" northwind.example country:US cloud:usgov',
      [
        'Different clouds',
        'northwind.example is in the Microsoft Cloud for US Government, your company in the public cloud. A relationship needs both in the same cloud.',
      ],
    ],
    [
      'of the partner’s own tenant',
      SPAIN,
      'invite "Us" fabrikam.com country:ES',
      [
        'That is your own organisation',
        'fabrikam.com belongs to your own tenant. A partner cannot be its own customer.',
      ],
    ],
    [
      'S7: to a domain that nobody has at Microsoft',
      SPAIN,
      'invite "Nowhere" nowhere.example country:ES',
      [
        'No Microsoft customer there',
        'nowhere.example has no Microsoft tenant (public cloud), so there is nobody to invite. Check the spelling. If the customer is new to Microsoft, add it as a new customer in Partner Center: that forms the relationship by itself.',
        '[Add as new customer]',
      ],
    ],
    [
      'where one is open already',
      SPAIN,
      'invite "Woodgrove" woodgrovebank.com country:PT',
      [
        'Already invited',
        expect.stringMatching(/^Woodgrove has an open invitation: R-\w{4}, from Dana Souza, valid until /),
        '[Show invitation]',
      ],
    ],
    [
      'to an existing customer',
      SPAIN,
      'invite "Tailspin" tailspintoys.com country:ES',
      [
        'Already your customer',
        expect.stringMatching(/^Tailspin has had a reseller relationship with your company since /),
        '[Show customer]',
      ],
    ],
  ])(
    '%s, is refused with the reason and the next step, before a link exists',
    async (_, setup, line, said) => {
      await asks(setup);
      const before = await contents(world.db, ['relationships', 'events', 'cards']);
      expect(await asks(line)).toEqual(said);
      expect(await contents(world.db, ['relationships', 'events', 'cards'])).toEqual(before);
      expect(JSON.stringify(chat.messages)).not.toContain('/i/');
    },
  );
});
