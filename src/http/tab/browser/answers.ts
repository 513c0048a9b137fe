/** What the server answers, in words that are shown as they are. */
export type Station = {
  readonly label: string;
  readonly at: string;
  readonly isReached: boolean;
  readonly tone: string;
};

/** How one customer stands. */
export type TabCustomer = {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly status: string;
  readonly tone: string;
  readonly ready: readonly { readonly isReady: boolean; readonly text: string }[];
  readonly life: readonly Station[];
};

/** One customer whole. */
export type Detail = TabCustomer & {
  readonly language: string;
  readonly invitation: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly missing: readonly string[];
  readonly history: readonly { readonly at: string; readonly what: string; readonly who: string }[];
  readonly note: string;
};

type PageTurn = { readonly page: number; readonly text: string } | null;

/** One page of the list. */
export type CustomersShown = {
  readonly language: string;
  readonly count: string;
  readonly signedIn: string;
  readonly rows: readonly TabCustomer[];
  readonly empty: { readonly text: string; readonly isNarrowed: boolean } | null;
  readonly pages: { readonly text: string; readonly previous: PageTurn; readonly next: PageTurn };
};
