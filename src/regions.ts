import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Regions } from './relationship/region.ts';

const FILE = new URL('../cards/csp-regions.json', import.meta.url);
const country = z.string().regex(/^[A-Z]{2}$/);
const shape = z.object({ regions: z.record(z.string(), z.array(country).min(1)) });

/** The CSP regions as the operator's `cards/csp-regions.json` has them; a broken file stops the start. */
export function readRegions(file: URL = FILE): Regions {
  const { success, data, error } = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (success) return data.regions;
  throw new Error(`${file.pathname} is not a table of regions`, { cause: error });
}
