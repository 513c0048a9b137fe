import { type Reader, say } from './words.ts';

/** Where something is delivered. `name`: undefined where Teams has never said one; `id`: a short one. */
export type ShownPlace = {
  readonly kind: 'personal' | 'channel' | 'groupChat' | 'mail';
  readonly name: string | undefined;
  readonly id: string;
};

/** What people call a place; a kind and a short id where Teams has never said a name. */
export function placeName({ kind, name, id }: ShownPlace, { language }: Pick<Reader, 'language'>): string {
  if (name !== undefined) return say(language, `doctor.place.${kind}`, { name });
  return kind === 'mail'
    ? say(language, 'doctor.what.mail')
    : say(language, `doctor.unnamed.${kind}`, { id });
}
