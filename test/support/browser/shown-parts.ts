import type { Page } from 'playwright-core';
import { HARMFUL } from '../generators/seen-texts.ts';

/** What a part of a page contains once it is drawn. */
export type ShownPart = {
  readonly name: string;
  /** All texts in it, also those in its inputs. */
  readonly text: string;
  /** Its elements, each with the names of its attributes. */
  readonly elements: readonly string[];
  readonly links: readonly string[];
  /** The elements that are wider than their place, or are drawn over the lines above and below. */
  readonly broken: readonly string[];
};

/** All parts that the selector finds, as they are drawn. */
export function shownParts(page: Page, selector: string): Promise<ShownPart[]> {
  return page.evaluate(inspect, selector);
}

/** What hostile parts contain that no harmless part contains, and what is broken in them. */
export function partProblems(hostile: readonly ShownPart[], harmless: readonly ShownPart[]): string[] {
  const elements = new Set(harmless.flatMap((part) => part.elements));
  const links = new Set(harmless.flatMap((part) => part.links));
  return hostile.flatMap((part) => [
    ...part.elements.filter((one) => !elements.has(one)).map((one) => `${part.name}: ${one}`),
    ...part.links.filter((one) => !links.has(one)).map((one) => `${part.name}: leads to ${one}`),
    ...part.broken.map((one) => `${part.name}: ${one}`),
    ...(HARMFUL.exec(part.text) ?? []).map((one) => `${part.name}: holds ${JSON.stringify(one)}`),
  ]);
}

// Runs in the page; it may use nothing from outside itself.
function inspect(selector: string): ShownPart[] {
  const ruler = document.createElement('canvas').getContext('2d');

  return [...document.querySelectorAll<HTMLElement>(selector)].map((part) => {
    const all = [...part.querySelectorAll<HTMLElement>('*')];
    return {
      name: part.dataset['name'] ?? '',
      text: [part.textContent, ...all.map(filledIn)].join('\n'),
      elements: [...new Set(all.map(described))],
      links: all.flatMap(leadsTo),
      broken: [...tooWide(part, all), ...tooHigh(part)],
    };
  });

  function filledIn(element: HTMLElement): string {
    const isInput = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    return isInput ? element.value : '';
  }

  function described(element: HTMLElement): string {
    return `<${[element.tagName.toLowerCase(), ...element.getAttributeNames().sort()].join(' ')}>`;
  }

  function leadsTo(element: HTMLElement): string[] {
    const names = ['href', 'src', 'srcset', 'action', 'formaction', 'data', 'poster', 'background', 'ping'];
    return names.flatMap((name) => element.getAttribute(name) ?? []);
  }

  function tooWide(part: HTMLElement, all: readonly HTMLElement[]): string[] {
    const edge = part.getBoundingClientRect().right + 1;
    const out = all.find((one) => !one.matches('.skip') && one.getBoundingClientRect().right > edge);
    const about = (one: HTMLElement) => `“${(one.textContent ?? '').trim().slice(0, 40)}”`;
    return [
      ...(part.scrollWidth > part.clientWidth + 1 ? [`${about(part)} scrolls sideways`] : []),
      ...(out ? [`${about(out)} sticks out`] : []),
    ];
  }

  // Marks piled up on a letter reach out of their line, which has room for the font's own height.
  function tooHigh(part: HTMLElement): string[] {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      if (!ruler || !node.parentElement || !/\p{M}{2}/u.test(text)) continue;
      ruler.font = getComputedStyle(node.parentElement).font;
      const drawn = ruler.measureText(text);
      const height = drawn.actualBoundingBoxAscent + drawn.actualBoundingBoxDescent;
      const room = drawn.fontBoundingBoxAscent + drawn.fontBoundingBoxDescent;
      if (height > 2.5 * room) return [`“${text.slice(0, 40)}” is ${Math.round(height / room)} lines high`];
    }
    return [];
  }
}
