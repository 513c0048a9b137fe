/**
 * The countries of each of Microsoft's CSP regions, by region. A reseller relationship stays inside one region (S8).
 */
export type Regions = Readonly<Record<string, readonly string[]>>;

/** The region of a country, or undefined when it belongs to none. */
export function regionOf(country: string, regions: Regions): string | undefined {
  return Object.entries(regions).find(([, countries]) => countries.includes(country))?.[0];
}
