/** One step of an invitation. All texts of these answers are shown unchanged. */
export type Station = {
  readonly label: string;
  readonly at: string;
  readonly isReached: boolean;
  readonly tone: string;
};

/** One customer in the list. */
export type TabCustomer = {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly status: string;
  readonly tone: string;
  readonly ready: readonly { readonly isReady: boolean; readonly text: string }[];
  readonly life: readonly Station[];
};

/** All that the tab shows of one customer; the history has the newest event first. */
export type Detail = TabCustomer & {
  readonly language: string;
  readonly invitation: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly missing: readonly string[];
  readonly history: readonly { readonly at: string; readonly what: string; readonly who: string }[];
  readonly note: string;
};

/** Another page: its number, and where it begins. */
export type PageTurn = { readonly page: number; readonly place: string; readonly text: string };

/** One page of the list; `previous` and `next` are null where there is no such page. */
export type CustomersShown = {
  readonly language: string;
  readonly count: string;
  readonly signedIn: string;
  readonly rows: readonly TabCustomer[];
  readonly empty: { readonly text: string; readonly isNarrowed: boolean } | null;
  readonly pages: {
    readonly text: string;
    readonly previous: PageTurn | null;
    readonly next: PageTurn | null;
  };
};
