/** The element of the page that has this id; the page is ours, so it is there. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`No #${id} on this page`);
  return found as Kind;
}

type DomContent = string | Node;
type Attributes = Readonly<Record<string, string>>;

/** A new element; text goes in as text, whatever somebody wrote into it. */
export function element(
  name: string,
  attributes: Attributes,
  ...content: readonly DomContent[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** Fills an element with these items instead of what it held, and hides it when there are none. */
export function fillWith(id: string, items: readonly DomContent[]): void {
  const holder = byId(id);
  holder.replaceChildren(...items);
  holder.hidden = items.length === 0;
}
