/** A message's HTML as a mail program shows it, and everything in it that can be clicked. */
export type ReadHtml = {
  readonly lang: string;
  readonly paragraphs: readonly string[];
  readonly anchors: readonly { readonly href: string; readonly text: string }[];
};

const OPEN = /^<div lang="([a-z]{2})" style="word-break:break-word">/;
const CLOSE = '</div>';
const PARAGRAPH = /<p>((?:(?!<\/?p>).)*)<\/p>/sy;
const ANCHOR = /<a href="([^"<>]*)" rel="noopener noreferrer">([^<>]*)<\/a>/g;
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" } as const;

/**
 * Reads the few elements of HTML that a message may contain: paragraphs of text, line breaks and links. Throws on
 * anything else, also on a sign that is not escaped, so that no other parser can find more in it.
 */
export function readHtml(html: string): ReadHtml {
  const [open = '', lang] = OPEN.exec(html) ?? [];
  if (lang === undefined || !html.endsWith(CLOSE)) throw new Error(`Not a message: ${html}`);
  const inside = html.slice(open.length, -CLOSE.length);
  const blocks = blocksOf(inside);
  const anchors = blocks.flatMap((block) => [...block.matchAll(ANCHOR)]);
  return {
    lang,
    paragraphs: blocks.map((block) => decoded(block.replaceAll(ANCHOR, '$2').replaceAll('<br>', '\n'))),
    anchors: anchors.map(([, href = '', text = '']) => ({ href: decoded(href), text: decoded(text) })),
  };
}

function blocksOf(inside: string): string[] {
  const blocks: string[] = [];
  for (PARAGRAPH.lastIndex = 0; PARAGRAPH.lastIndex < inside.length; ) {
    const at = PARAGRAPH.lastIndex;
    const [, block] = PARAGRAPH.exec(inside) ?? [];
    if (block === undefined) throw new Error(`Not a paragraph: ${inside.slice(at)}`);
    blocks.push(block);
  }
  return blocks;
}

function decoded(text: string): string {
  const stray = /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/.exec(text);
  if (stray) throw new Error(`Not escaped: ${text.slice(stray.index)}`);
  return text.replaceAll(/&[^;]+;/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES]);
}
