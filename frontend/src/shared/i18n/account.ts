import { en } from './account.en.ts'
import { fr } from './account.fr.ts'
export type Key = keyof typeof en
export const all = { en, fr }
