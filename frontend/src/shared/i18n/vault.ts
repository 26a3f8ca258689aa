import { en } from './vault.en.ts'
import { fr } from './vault.fr.ts'
export type Key = keyof typeof en
export const all = { en, fr }
