/** Microsoft's CSP regions: in most, a reseller relationship is possible only inside one of them (S8). */
export type Regions = Readonly<Record<string, readonly string[]>>;

/** The region of a country, or undefined when no region sells there. */
export function regionOf(country: string, regions: Regions): string | undefined {
  return Object.entries(regions).find(([, countries]) => countries.includes(country))?.[0];
}
