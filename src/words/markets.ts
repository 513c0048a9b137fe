import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Regions } from '../relationship/values/region.ts';

const FILE = new URL('../../cards/csp-regions.json', import.meta.url);
const groups = z.record(z.string(), z.array(z.string().regex(/^[A-Z]{2}$/)).min(1));
const shape = z.object({ regions: groups, separate_clouds: groups.default({}) });

/** The CSP regions as the operator's `cards/csp-regions.json` has them, and every country that it names. */
export type Markets = { readonly regions: Regions; readonly countries: readonly string[] };

/** Reads the table; an error that names the file when it is no such table. */
export function readMarkets(file: URL = FILE): Markets {
  const { success, data, error } = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!success) throw new Error(`${file.pathname} is not a table of regions`, { cause: error });
  const { regions, separate_clouds: clouds } = data;
  return { regions, countries: [...new Set([regions, clouds].flatMap((one) => Object.values(one).flat()))] };
}

/** The table as the program read it at its start; a change of the file takes effect at the next. */
export const MARKETS = readMarkets();
