// A quoted value may hold a semicolon.
const PARTS = /(?:"(?:\\.|[^"\\])*"|[^;"])+/g;
const CHARSET = /^\s*charset\s*=\s*("?)(.*)\1\s*$/is;

/** True for `application/json` in UTF-8, which is also the default (RFC 8259, 8.1); other parameters change nothing. */
export function isJsonType(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.match(PARTS) ?? [];
  const charsets = parameters.flatMap((parameter) => CHARSET.exec(parameter)?.[2] ?? []);
  const isUtf8 = charsets.every((charset) => charset.trim().toLowerCase() === 'utf-8');
  return type.trim().toLowerCase() === 'application/json' && isUtf8;
}
