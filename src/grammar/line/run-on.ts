import { fits, isName, isNoise, isText, shapeOf } from './fit.ts';
import type { LinePart, Named } from './parts.ts';

/**
 * Adds words without a key to the text before them, if no open argument can take them: `name: Contoso Iberia`, and
 * `ref: PO 4411` once the name is known.
 */
export function joinRunOns(known: readonly Named[], parts: readonly LinePart[]): LinePart[] {
  const keyed = parts.map(({ named }) => named?.[0]);
  const end = parts.findLastIndex(({ words }) => !words.every(isNoise));
  const open = known.filter(([name, { isPositional }]) => isPositional && !keyed.includes(name));
  let room: Room = { open, hasText: false };
  const joined: LinePart[] = [];
  for (const [at, part] of parts.entries()) {
    const last = joined.at(-1);
    if (last && at <= end && runsOn(last, part) && !hasPlace(room, part))
      joined[joined.length - 1] = { ...last, words: [...last.words, ...part.words] };
    else {
      joined.push(part);
      room = roomAfter(room, part);
    }
  }
  return joined;
}

/** The arguments that words without a key can still go to, and whether such a text has begun. */
type Room = { readonly open: readonly Named[]; readonly hasText: boolean };

function hasPlace({ open, hasText }: Room, part: LinePart): boolean {
  const isAwaited = !hasText && open.some(([, argument]) => isText(argument) || isName(argument));
  return isAwaited || fitting(open, part) !== undefined;
}

function roomAfter({ open, hasText }: Room, part: LinePart): Room {
  const found = fitting(open, part);
  if (found) return { open: open.filter((named) => named !== found), hasText };
  return { open, hasText: hasText || part.key === undefined };
}

function fitting(open: readonly Named[], { key, words: [word] }: LinePart): Named | undefined {
  if (key !== undefined || !word) return undefined;
  return open.find(([, argument]) => fits(argument, shapeOf(word)));
}

function runsOn({ named, words }: LinePart, next: LinePart): boolean {
  if (!named || next.key !== undefined) return false;
  const isOpen = isText(named[1]) || isName(named[1]);
  return isOpen && ![...words, ...next.words].some(({ isQuoted }) => isQuoted);
}
