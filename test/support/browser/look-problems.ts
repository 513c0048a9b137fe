import type { Page } from 'playwright-core';

/** What a person cannot read or use on the cards of the page, each with the card's name. */
export function lookProblems(page: Page): Promise<string[]> {
  return page.evaluate(inspect);
}

// Runs in the page; it may use nothing from outside itself.
function inspect(): string[] {
  const ENOUGH_CONTRAST = 4.5;
  const painter = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const ruler = document.createElement('canvas').getContext('2d');

  return [...document.querySelectorAll<HTMLElement>('section')].flatMap((card) => {
    const problems = [
      ...texts(card),
      ...cuts(card),
      ...inputs(card),
      ...buttons(card),
      ...headings(card),
      ...pictures(card),
    ];
    return [...new Set(problems)].map((problem) => `${card.dataset['name']}: ${problem}`);
  });

  function texts(card: HTMLElement): string[] {
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (!parent || text === '' || !parent.checkVisibility()) continue;
      if (/undefined|null|NaN|\[object|\$\{/.test(text)) found.push(`says “${text}”`);
      const contrast = contrastOf(parent);
      // Signs such as a bullet or the asterisk of a required input only repeat what words say.
      if (contrast < ENOUGH_CONTRAST && /[\p{L}\p{N}]/u.test(text))
        found.push(`“${text}” has a contrast of only ${contrast.toFixed(1)}`);
    }
    return found;
  }

  function cuts(card: HTMLElement): string[] {
    const edge = card.getBoundingClientRect().right + 1;
    const all = [...card.querySelectorAll<HTMLElement>('*')];
    // Typed text scrolls inside its input.
    const shown = all.filter(
      (one) => one.checkVisibility() && !one.matches('input, textarea, select, option'),
    );
    return shown.flatMap((element) => {
      const about = `“${(element.textContent ?? '').trim().slice(0, 60)}”`;
      if (isOverfull(element)) return [`${about} is larger than its place`];
      return element.getBoundingClientRect().right > edge ? [`${about} sticks out`] : [];
    });
  }

  // A container may let its parts reach over its edge (bleed) where nothing is cut off; a text never may.
  function isOverfull(element: HTMLElement): boolean {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    const isText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE);
    const { overflowX, overflowY } = getComputedStyle(element);
    const isTooWide = clientWidth > 0 && scrollWidth > clientWidth + 1;
    const isTooHigh = clientHeight > 0 && scrollHeight > clientHeight + 1;
    return ((isText || overflowX !== 'visible') && isTooWide) || (overflowY !== 'visible' && isTooHigh);
  }

  function inputs(card: HTMLElement): string[] {
    return [...card.querySelectorAll<HTMLInputElement>('input, textarea, select')].flatMap((input) => {
      const ids = (input.getAttribute('aria-labelledby') ?? '').split(' ');
      const label = [...(input.labels ?? []), ...ids.map((id) => document.getElementById(id))]
        .map((one) => one?.textContent?.trim() ?? '')
        .join('');
      const name = label || input.getAttribute('aria-label');
      const widest = widestIn(input);
      return [
        ...(name ? [] : ['an input without a label']),
        ...(widest && widest.width > input.clientWidth - 24
          ? [`“${widest.text}” does not fit its input`]
          : []),
      ];
    });
  }

  // The chosen value or the example is read in the input itself, which does not wrap.
  function widestIn(input: HTMLInputElement | HTMLSelectElement) {
    if (!ruler) return undefined;
    ruler.font = getComputedStyle(input).font;
    const shown = input instanceof HTMLSelectElement ? [...input.options].map(({ text }) => text) : [];
    const examples = input instanceof HTMLInputElement && input.placeholder ? [input.placeholder] : [];
    const measured = [...shown, ...examples].map((text) => ({ text, width: ruler.measureText(text).width }));
    return measured.sort((one, other) => other.width - one.width)[0];
  }

  function buttons(card: HTMLElement): string[] {
    return [...card.querySelectorAll<HTMLElement>('button, [role=button], a')].flatMap((button) => {
      const name = button.getAttribute('aria-label') ?? button.title ?? '';
      return (button.textContent ?? '').trim() || name ? [] : ['a button without a title'];
    });
  }

  function headings(card: HTMLElement): string[] {
    const all = [...card.querySelectorAll('[role=heading], h1, h2, h3, h4, h5, h6')];
    const first = document.createTreeWalker(card, NodeFilter.SHOW_TEXT).nextNode();
    if (all.length !== 1) return [`${all.length} headings`];
    return all[0]?.contains(first) ? [] : ['something stands before the heading'];
  }

  function pictures(card: HTMLElement): string[] {
    return [...card.querySelectorAll('img')].flatMap(({ alt, src }) =>
      alt ? [] : [`${src} has no alt text`],
    );
  }

  function contrastOf(element: HTMLElement): number {
    const behind: string[] = [];
    for (let one: HTMLElement | null = element; one; one = one.parentElement)
      behind.unshift(getComputedStyle(one).backgroundColor);
    const below = luminance(['#ffffff', ...behind]);
    const above = luminance(['#ffffff', ...behind, getComputedStyle(element).color]);
    return (Math.max(above, below) + 0.05) / (Math.min(above, below) + 0.05);
  }

  // The canvas lays one translucent colour over the other, as the browser does.
  function luminance(layers: readonly string[]): number {
    if (!painter) return 0;
    for (const layer of layers) {
      painter.fillStyle = layer;
      painter.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = painter.getImageData(0, 0, 1, 1).data;
    const linear = (part: number) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
}
