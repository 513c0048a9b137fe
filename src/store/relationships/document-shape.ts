import { z } from 'zod';
import type { RelationshipDocument } from '../documents.ts';

const shape = z.looseObject({
  _id: z.string(),
  shape: z.literal(3),
  partnerId: z.string(),
  customerKey: z.string(),
  version: z.int().positive(),
  chain: z.looseObject({ sequence: z.int().min(0), hash: z.string() }),
  causes: z.array(z.looseObject({ cause: z.string() })),
  outbox: z.array(z.looseObject({ _id: z.string() })),
  links: z.array(z.looseObject({ tokenHash: z.string(), invitationId: z.string() })),
  state: z.looseObject({
    status: z.enum(['none', 'invited', 'active', 'ended']),
    customer: z.looseObject({ name: z.string(), domain: z.string(), tenantId: z.string().optional() }),
    invitation: z
      .looseObject({
        id: z.string(),
        status: z.enum([
          'draft',
          'sent',
          'viewed',
          'accepted',
          'declined',
          'revoked',
          'superseded',
          'expired',
        ]),
        expiresAt: z.date(),
      })
      .optional(),
  }),
});

/**
 * Returns the document; throws when its `shape`, or a field that queries and every card need, is wrong. The other fields
 * are trusted to be as `shape` 3 has them.
 */
export function checkShape(document: RelationshipDocument): RelationshipDocument {
  const { success, error } = shape.safeParse(document);
  if (success) return document;
  throw new Error(`Relationship ${document._id} has a shape that this version cannot read`, { cause: error });
}
