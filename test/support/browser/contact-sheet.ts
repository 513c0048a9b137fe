import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder for the pictures of all cards. */
export const SHEET = join(import.meta.dirname, '../../../dist/cards');

/** Empties the folder before the tests; after them, writes a page that shows all pictures side by side. */
export default async function setup(): Promise<() => Promise<void>> {
  await rm(SHEET, { recursive: true, force: true });
  return async () => {
    const files = await readdir(SHEET, { recursive: true });
    const pictures = files.filter((file) => file.endsWith('.png')).map((file) => file.split(sep));
    await writeFile(join(SHEET, 'index.html'), sheet(pictures));
    process.stdout.write(`\n${pictures.length} pictures: ${pathToFileURL(join(SHEET, 'index.html'))}\n`);
  };
}

type Picture = readonly string[];

function sheet(pictures: readonly Picture[]): string {
  const names = [...new Set(pictures.map((picture) => picture.at(-1) ?? ''))].sort();
  const languages = [...new Set(pictures.map(([language = '']) => language))].sort();
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every card of Vínculo</title>
<style>
  body { margin: 24px; font-family: system-ui, sans-serif; background: #e8e8e8 }
  nav { columns: 5 16rem } nav a { display: block }
  section > div { display: flex; gap: 16px; overflow-x: auto; align-items: start }
  figure { margin: 0 } img { max-width: 80vw } figcaption { color: #444 }
</style>
<h1>Every card of Vínculo</h1>
<p>${names.length} kinds of cards in ${languages.join(', ')}, light and dark, at 320 and 600 px.</p>
<nav>${names.map((name) => `<a href="#${idOf(name)}">${titleOf(name)}</a>`).join('')}</nav>
${names.map((name) => section(name, pictures.filter((picture) => picture.at(-1) === name).sort())).join('\n')}
</html>
`;
}

function section(name: string, pictures: readonly Picture[]): string {
  const figures = pictures.map((picture) => {
    const path = picture.map(encodeURIComponent).join('/');
    const look = picture.slice(0, -1).join(', ');
    return `<figure><img loading="lazy" src="${path}" alt="${titleOf(name)}, ${look}"><figcaption>${look}</figcaption></figure>`;
  });
  return `<section id="${idOf(name)}"><h2>${titleOf(name)}</h2><div>${figures.join('')}</div></section>`;
}

const titleOf = (name: string) => name.replace(/\.png$/, '');
const idOf = titleOf;
