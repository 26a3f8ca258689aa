// Add <script type="module" src="<demo wallet>/demo-wallet.js"> to a page to offer it the demo wallet.
import { announceDemoWallet } from '../src/shared/demo.ts'

announceDemoWallet(new URL(import.meta.url).origin, 31337)
