// Runs before the program. SIGUSR2 sets the clock forward by another hour, as an operator or a time server may do.
const SHIFTED = `
const Right = Date;
let off = Number(process.env.SHIFT_MS);
process.on('SIGUSR2', () => { off += 3600000; });
globalThis.Date = class extends Right {
  constructor(...parts) { if (parts.length) super(...parts); else super(Right.now() + off); }
  static now() { return Right.now() + off; }
};
`;

/** The variables with which a process of its own has a clock that is wrong by so much. */
export function shiftedClock(shiftMs: number): Readonly<Record<string, string>> {
  const preload = `data:text/javascript,${encodeURIComponent(SHIFTED)}`;
  return { NODE_OPTIONS: `--import ${preload}`, SHIFT_MS: String(shiftMs) };
}
