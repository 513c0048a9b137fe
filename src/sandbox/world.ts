/** A person with an account; Entra and Teams say the same of them everywhere in the sandbox. */
export type Person = Readonly<{
  /** The object id in the directory, which Teams calls `aadObjectId`. */
  id: string;
  name: string;
  email: string;
  /** Template ids of the directory roles, which Entra puts into `wids`. */
  roles: readonly string[];
  /** For a guest only: the tenant in which they have their own account. */
  homeTenantId?: string;
}>;

/** An organisation with a Microsoft tenant; in the sandbox, the first of its people uses its Teams. */
export type Tenant = Readonly<{
  id: string;
  name: string;
  domain: string;
  country: string;
  cloud: 'public' | 'usgov';
  regionScope: 'EU' | 'NA' | 'USGov';
  people: readonly Person[];
  guests: readonly Person[];
}>;

/** The template id of a directory role whose holder may answer for the organisation; so may a billing administrator. */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const billingAdministrator = 'b0f54661-2d74-4c50-afa3-1ec803f12efe';

// No administrator assigns these roles: Entra puts the first into the token of every member, the second of every guest.
const memberOfTenant = 'b79fbf4d-3ef9-4689-8143-76b194e85509';
const guestOfTenant = '13bd1c72-6f4a-4dcf-985f-18d3b80f208a';

const dana = member('d7941999-c563-4e9b-bc44-006fd0988de0', 'Dana Souza', 'dana@fabrikam.com');
const megan = administrator('911187a1-a924-4c4e-9b63-c50b07422313', 'Megan Bowen', 'megan@contoso.com');
const adele: Person = {
  ...member('d44751bc-eb1d-4189-8e8d-8ea93f80b4ae', 'Adele Vance', 'adele@contoso.com'),
  roles: [billingAdministrator, memberOfTenant],
};
const alex = member('b6c8c50e-711d-47df-830c-5cc53abd375b', 'Alex Wilber', 'alex@contoso.com');

const fabrikam: Tenant = {
  id: 'a1f949f9-ca50-4fc8-8123-0bbff7184555',
  name: 'Fabrikam',
  domain: 'fabrikam.com',
  country: 'ES',
  cloud: 'public',
  regionScope: 'EU',
  people: [
    dana,
    member('d3705e8e-c625-4564-b1e6-d53c445fd125', 'Lee Gu', 'lee@fabrikam.com'),
    member('de0f1930-6c73-4dba-889e-7a5c0cad4831', 'Diego Siciliani', 'diego@fabrikam.com'),
    member('bf9d6fbb-0bd6-41cd-9b5d-8592d0fe2e83', 'Nestor Wilke', 'nestor@fabrikam.com'),
    member('73b9de72-02c9-4e0f-89a7-4d0681f1b45a', 'Isaiah Langer', 'isaiah@fabrikam.com'),
    member('58104e25-40db-414a-8777-5089abbc80e0', 'Patti Fernandez', 'patti@fabrikam.com'),
  ],
  guests: [],
};

// As a guest, Dana is a separate object in Contoso's directory, with the mail address of her home tenant.
const danaAsGuest: Person = {
  ...dana,
  id: 'aa9ca080-d908-442f-a6b9-16741f3636b3',
  roles: [guestOfTenant],
  homeTenantId: fabrikam.id,
};

const contoso: Tenant = {
  id: 'e646af93-748b-4736-b074-9ea0cf751023',
  name: 'Contoso',
  domain: 'contoso.com',
  country: 'ES',
  cloud: 'public',
  regionScope: 'EU',
  people: [
    megan,
    alex,
    adele,
    member('a59ec59f-1f16-42ac-9c0f-211a825f848b', 'Grady Archie', 'grady@contoso.com'),
    member('047b03ce-5883-45e5-b675-8028f613dc00', 'Lynne Robbins', 'lynne@contoso.com'),
    member('05ae0661-d67e-446b-80e5-eb02e6491972', 'Joni Sherman', 'joni@contoso.com'),
  ],
  guests: [danaAsGuest],
};

const adatum: Tenant = {
  id: '1f2fc4b9-14e9-4abf-b88b-e839b78d9ab7',
  name: 'Adatum',
  domain: 'adatum.com',
  country: 'US',
  cloud: 'public',
  regionScope: 'NA',
  people: [
    administrator('3df28cb9-a3cf-44c7-9e69-850095eaf4b9', 'Henrietta Mueller', 'henrietta@adatum.com'),
  ],
  guests: [],
};

const northwind: Tenant = {
  id: 'b8bd6e4d-bb3f-41b4-9b62-6974b9d69dfd',
  name: 'Northwind Traders',
  domain: 'northwind.example',
  country: 'US',
  cloud: 'usgov',
  regionScope: 'USGov',
  people: [
    administrator('bb6b5147-b8f4-43b1-a366-e6c1ac07a705', 'Christie Cline', 'christie@northwind.example'),
  ],
  guests: [],
};

const woodgrove: Tenant = {
  id: '7b052230-4e88-4010-9205-bec3fbac3bf2',
  name: 'Woodgrove',
  domain: 'woodgrovebank.com',
  country: 'PT',
  cloud: 'public',
  regionScope: 'EU',
  people: [
    administrator('c7e62c58-3b51-4952-a045-2e8b1ec878e6', 'Enrico Cattaneo', 'enrico@woodgrovebank.com'),
  ],
  guests: [],
};

const tailspin: Tenant = {
  id: 'c65ca8fa-faec-4bd4-a197-55d5bcb337e3',
  name: 'Tailspin',
  domain: 'tailspintoys.com',
  country: 'ES',
  cloud: 'public',
  regionScope: 'EU',
  people: [administrator('c158a33a-4bc6-4517-be50-f689c15a10e4', 'Miriam Graham', 'miriam@tailspintoys.com')],
  guests: [],
};

/** All organisations of the sandbox; any other domain, such as `nowhere.example`, has no tenant. */
export const tenants = { fabrikam, contoso, adatum, northwind, woodgrove, tailspin };

/** The people whom the sandbox's story names. */
export const people = { dana, megan, adele, alex, danaAsGuest };

/** The bot's credentials at the stand-ins; they are valid nowhere else. */
export const credentials = {
  clientId: 'c8f0d0da-b8b0-4d87-b399-4a19ac2d11c3',
  clientSecret: 'sandbox-only-and-worth-nothing-elsewhere',
};

function member(id: string, name: string, email: string): Person {
  return { id, name, email, roles: [memberOfTenant] };
}

function administrator(id: string, name: string, email: string): Person {
  return { ...member(id, name, email), roles: [globalAdministrator, memberOfTenant] };
}
