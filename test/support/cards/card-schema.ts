import { Ajv } from 'ajv';
import schema from '../../fixtures/adaptive-card-1.5.json' with { type: 'json' };
import type { CardJson } from './card-rules.ts';

// Teams reads one property that Adaptive Cards does not have.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
const msteams = {
  type: 'object',
  properties: { width: { const: 'full' }, entities: { type: 'array', items: { type: 'object' } } },
  additionalProperties: false,
};

// Strict mode is for authors of a schema. card-rules.ts checks addresses, so formats are not validated here.
const ajv = new Ajv({ strict: false, validateFormats: false });
const isCard = ajv.compile(schema);
const isForTeams = ajv.compile(msteams);

/**
 * The parts of a card that Microsoft's JSON schema of Adaptive Cards 1.5 refuses, with their place; allows `msteams`.
 */
export function schemaProblems({ msteams: forTeams = {}, ...card }: CardJson): string[] {
  return [isCard, isForTeams].flatMap((isValid) => {
    if (isValid(isValid === isCard ? card : forTeams)) return [];
    return (isValid.errors ?? []).map(({ instancePath, message, params }) => {
      return `${instancePath} ${message} ${JSON.stringify(params)}`;
    });
  });
}
