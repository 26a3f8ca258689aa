import { en } from './signing.en.ts'
import { fr } from './signing.fr.ts'
export type Key = keyof typeof en
export const all = { en, fr }
