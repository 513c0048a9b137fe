import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards-renderer';
import { Ajv } from 'ajv';
import type { CardJson } from './card-rules.ts';

// Microsoft publishes the JSON Schema of Adaptive Cards in no package. Its renderer declares the same for itself: each
// element's properties, their values, and the version in which each came. The schema is made from these declarations.

/** The version that our cards keep to; what came later is an error. */
const VERSION = { major: 1, minor: 5 };

type Declared = AdaptiveCards.PropertyDefinition & {
  readonly values?: readonly { readonly value: string | number; readonly targetVersion?: Version }[];
  readonly enumType?: Readonly<Record<number, string>>;
  readonly objectType?: new () => AdaptiveCards.SerializableObject;
};
type Version = AdaptiveCards.Version;
type Schema = Readonly<Record<string, unknown>>;

const library = createRequire(import.meta.url)(
  'adaptivecards-renderer/dist/adaptivecards.js',
) as typeof AdaptiveCards;

const named = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const oneOf = (...types: readonly string[]): Schema => ({
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: types.map(named),
});
const pixels = { type: 'string', pattern: '^\\d+px$' };

// What the renderer reads by hand instead of by declaration.
const CHILDREN: Readonly<Record<string, Schema>> = {
  AdaptiveCard: {
    body: listOf(named('element')),
    actions: listOf(named('action')),
    msteams: named('msteams'),
  },
  Container: { items: listOf(named('element')) },
  Column: { items: listOf(named('element')) },
  ColumnSet: { columns: listOf(named('Column')) },
  RichTextBlock: { inlines: listOf(named('TextRun')) },
  ActionSet: { actions: listOf(named('action')) },
  'Action.ShowCard': { card: named('AdaptiveCard') },
};

// Without these the renderer shows nothing, or not what was meant.
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['version', 'body'],
  Container: ['items'],
  RichTextBlock: ['inlines'],
  TextBlock: ['text'],
  TextRun: ['text'],
  Image: ['url'],
  'Action.OpenUrl': ['url'],
  'Action.ShowCard': ['card'],
  'Input.Toggle': ['id', 'title'],
  'Input.ChoiceSet': ['id', 'choices'],
};

// Declared as “custom”: read by a function of the renderer's own.
const CUSTOM: Readonly<Record<string, Schema>> = {
  $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
  version: { const: `${VERSION.major}.${VERSION.minor}` },
  width: { anyOf: [{ enum: ['auto', 'stretch'] }, { type: 'number' }, pixels] },
  associatedInputs: { enum: ['auto', 'none'] },
  targetElements: listOf({ type: ['string', 'object'] }),
};

/** What of a card Adaptive Cards 1.5 does not know, each with its place; Teams' own `msteams` is known. */
export function schemaProblems(card: CardJson): string[] {
  if (validate(card)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath} ${message} ${JSON.stringify(params)}`;
  });
}

const elements = registered(library.GlobalRegistry.elements);
const actions = registered(library.GlobalRegistry.actions);
const validate = new Ajv({ discriminator: true, allErrors: true, allowUnionTypes: true }).compile({
  ...named('AdaptiveCard'),
  definitions: {
    element: oneOf(...elements.keys()),
    action: oneOf(...actions.keys()),
    msteams: {
      type: 'object',
      properties: { width: { enum: ['full'] }, entities: listOf({ type: 'object' }) },
      additionalProperties: false,
    },
    ...Object.fromEntries([...elements, ...actions].map(([type, One]) => [type, schemaOf(type, new One())])),
    AdaptiveCard: schemaOf('AdaptiveCard', new library.AdaptiveCard()),
    Column: schemaOf('Column', new library.Column()),
  },
});

function registered(registry: AdaptiveCards.CardObjectRegistry<AdaptiveCards.CardObject>) {
  const all = Array.from({ length: registry.getItemCount() }, (_, at) => registry.getItemAt(at));
  return new Map(
    all.flatMap((one) => {
      return one && isKnown(one.schemaVersion) ? [[one.typeName, one.objectType] as const] : [];
    }),
  );
}

function schemaOf(type: string, part: AdaptiveCards.SerializableObject): Schema {
  const fallback = type.startsWith('Action.') ? named('action') : named('element');
  const required = REQUIRED[type] ?? (type.startsWith('Input.') ? ['id'] : []);
  return {
    type: 'object',
    properties: {
      ...declared(part),
      ...CHILDREN[type],
      type: { const: type },
      fallback: { anyOf: [{ const: 'drop' }, fallback] },
    },
    required: ['type', ...required],
    additionalProperties: false,
  };
}

function declared(part: AdaptiveCards.SerializableObject): Schema {
  const schema = part.getSchema();
  const all = Array.from({ length: schema.getCount() }, (_, at) => schema.getItemAt(at) as Declared);
  return Object.fromEntries(
    all.filter((one) => isKnown(one.targetVersion)).map((one) => [one.name, valuesOf(one)]),
  );
}

function isKnown({ major, minor }: Version): boolean {
  return major < VERSION.major || (major === VERSION.major && minor <= VERSION.minor);
}

function valuesOf(property: Declared): Schema {
  const { name, values, enumType, objectType } = property;
  if (values) {
    const known = values.filter(({ targetVersion }) => !targetVersion || isKnown(targetVersion));
    return { enum: known.map(({ value }) => camelCase(enumType?.[Number(value)] ?? String(value))) };
  }
  switch (property.constructor.name) {
    case 'StringProperty':
    case 'TimeProperty':
      return { type: 'string' };
    case 'BoolProperty':
      return { type: 'boolean' };
    case 'NumProperty':
      return { type: 'number' };
    case 'PixelSizeProperty':
      return pixels;
    case 'ActionProperty':
    case 'RefreshActionProperty':
      return named('action');
    case 'SerializableObjectCollectionProperty':
      return listOf(partOf(objectType));
    case 'SerializableObjectProperty':
      return partOf(objectType);
    case 'StringArrayProperty':
      return listOf({ type: 'string' });
    case 'ImageDimensionProperty':
      return CUSTOM['width'] ?? pixels;
    case 'CustomProperty':
      return CUSTOM[name] ?? unheardOf(name);
    case 'PropertyDefinition':
      return { type: ['object', 'string'] };
    default:
      return unheardOf(`${name}, a ${property.constructor.name}`);
  }
}

// Choices, facts and the like have no type of their own.
function partOf(Part: Declared['objectType']): Schema {
  return Part
    ? { type: 'object', properties: declared(new Part()), additionalProperties: false }
    : { type: 'object' };
}

function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function unheardOf(what: string): never {
  throw new Error(`The renderer declares ${what}, of which this file knows nothing`);
}
