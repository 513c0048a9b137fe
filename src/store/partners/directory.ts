import type { Partner } from '../../relationship/partner.ts';
import type { PartnerDocument, RoleGrant, Subscription } from '../documents.ts';
import { createFresh } from '../fresh.ts';
import type { Mongo } from '../mongo.ts';
import { partnerOf } from './document.ts';

/** A partner with the roles of its people and its sales channels. */
export type Listed = {
  readonly partner: Partner;
  readonly roles: readonly RoleGrant[];
  readonly alerts: readonly Subscription[];
};

const WITHOUT_CHAIN = { outbox: 0, causes: 0, chain: 0 } as const;

/** Finds partners for many turns: at most half a second old, and never older than this process's own last change. */
export function createDirectory({ partners }: Pick<Mongo, 'partners'>) {
  const fresh = createFresh<Listed | undefined>();

  const ask = async (query: Readonly<Record<string, string>>): Promise<Listed | undefined> => {
    const document: PartnerDocument | null = await partners.findOne(query, { projection: WITHOUT_CHAIN });
    if (!document) return undefined;
    const { roles, alerts } = document;
    return { partner: partnerOf(document), roles, alerts };
  };

  return {
    byId: (id: string): Promise<Listed | undefined> => fresh.get(`id ${id}`, () => ask({ _id: id })),

    ofTenant: (tenantId: string): Promise<Listed | undefined> =>
      fresh.get(`tenant ${tenantId}`, () => ask({ 'profile.tenantIds': tenantId })),

    /** A partner was changed by this process. */
    forget: fresh.forget,
  };
}

/** The partners as many turns find them. */
export type Directory = ReturnType<typeof createDirectory>;
