import { en } from './wallet.en.ts'
import { fr } from './wallet.fr.ts'
export type Key = keyof typeof en
export const all = { en, fr }
