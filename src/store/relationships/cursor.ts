import { z } from 'zod';

/** A row's place in the order of its list. `value`: the time of its change in ms, or the key by which it was found. */
export type Cursor<Value extends string | number = string | number> = {
  readonly value: Value;
  readonly id: string;
};

const id = z.string().min(1).max(64);
const timed = z.tuple([z.int().min(0).max(8.64e15), id]);
const keyed = z.tuple([z.string().min(1).max(100), id]);

/** The place as a short text without a meaning for others. */
export function cursorText({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** The place in a list in order of time; undefined for a text that is none. */
export const timeCursor = (text: string | undefined) => read(timed, text);

/** The place in a list in order of keys; undefined for a text that is none. */
export const keyCursor = (text: string | undefined) => read(keyed, text);

function read<Value extends string | number>(
  shape: z.ZodType<[Value, string]>,
  text: string | undefined,
): Cursor<Value> | undefined {
  const parsed = shape.safeParse(parseJson(Buffer.from(text ?? '', 'base64url').toString()));
  return parsed.success ? { value: parsed.data[0], id: parsed.data[1] } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
