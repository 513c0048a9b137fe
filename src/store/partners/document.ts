import { z } from 'zod';
import type { Partner, Role } from '../../relationship/partner.ts';
import type { PartnerDocument } from '../documents.ts';

const shape = z.looseObject({
  shape: z.literal(2),
  profile: z.looseObject({ tenantIds: z.array(z.string()), name: z.string() }),
  roles: z.array(
    z.looseObject({ objectId: z.string(), role: z.enum(['admin', 'sales', 'helpdesk', 'none']) }),
  ),
  alerts: z.array(z.looseObject({ conversationId: z.string(), topics: z.array(z.string()) })),
});

/** The partner in a stored document; throws when the document has a shape that this program cannot read. */
export function partnerOf(document: PartnerDocument): Partner {
  const { success, error } = shape.safeParse(document);
  if (success) return { id: document._id, ...document.profile };
  throw new Error(`Partner ${document._id} has a shape that this version cannot read`, { cause: error });
}

/** The role that an Admin agent of this partner granted to this person; `none` when there is no such grant. */
export function roleIn({ roles }: Pick<PartnerDocument, 'roles'>, objectId: string): Role {
  return roles.find((one) => one.objectId === objectId)?.role ?? 'none';
}
