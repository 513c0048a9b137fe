import { fits, isName, isNoise, isText, shapeOf } from './fit.ts';
import type { Named, Part } from './parts.ts';

/**
 * Lets text with a key run on over the words behind it, where nothing is left that they could be instead:
 * `name: Contoso Iberia`, and `ref: PO 4411` once the name has been said.
 */
export function joinRunOns(known: readonly Named[], parts: readonly Part[]): Part[] {
  const keyed = parts.map(({ named }) => named?.[0]);
  const end = parts.findLastIndex(({ words }) => !words.every(isNoise));
  const open = known.filter(([name, { isPositional }]) => isPositional && !keyed.includes(name));
  let room: Room = { open, hasText: false };
  const joined: Part[] = [];
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

/** What words without a key can still be: which arguments are open, and whether text has begun. */
type Room = { readonly open: readonly Named[]; readonly hasText: boolean };

function hasPlace({ open, hasText }: Room, part: Part): boolean {
  const isAwaited = !hasText && open.some(([, argument]) => isText(argument) || isName(argument));
  return isAwaited || fitting(open, part) !== undefined;
}

function roomAfter({ open, hasText }: Room, part: Part): Room {
  const found = fitting(open, part);
  if (found) return { open: open.filter((named) => named !== found), hasText };
  return { open, hasText: hasText || part.key === undefined };
}

function fitting(open: readonly Named[], { key, words: [word] }: Part): Named | undefined {
  if (key !== undefined || !word) return undefined;
  return open.find(([, argument]) => fits(argument, shapeOf(word)));
}

function runsOn({ named, words }: Part, next: Part): boolean {
  if (!named || next.key !== undefined) return false;
  const isOpen = isText(named[1]) || isName(named[1]);
  return isOpen && ![...words, ...next.words].some(({ isQuoted }) => isQuoted);
}
