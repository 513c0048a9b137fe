/** The page's element with this id; throws when there is none, which is a fault of the page's template. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`No #${id} on this page`);
  return found as Kind;
}

type DomContent = string | Node;
type Attributes = Readonly<Record<string, string>>;

/** Makes an element; a string in it is shown as text and never becomes HTML. */
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

/** Replaces an element's content by these items, and hides the element when there are none. */
export function fillWith(id: string, items: readonly DomContent[]): void {
  const holder = byId(id);
  holder.replaceChildren(...items);
  holder.hidden = items.length === 0;
}
