import { en } from './login.en.ts'
import { fr } from './login.fr.ts'
export type Key = keyof typeof en
export const all = { en, fr }
